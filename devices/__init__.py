"""Adapters: camera, microphone, clock, disk, network, code reader."""
