"""Devices that behave without hardware. They refuse to run in production."""
