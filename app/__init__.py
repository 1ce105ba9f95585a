"""Booth's application: everything that is true without a screen or a device."""

VERSION = "0.1.0"
"""Of this program; the same as in `pyproject.toml` (a test compares them)."""
