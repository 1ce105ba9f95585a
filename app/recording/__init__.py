"""Capture, encode, seal: the recorder process."""
