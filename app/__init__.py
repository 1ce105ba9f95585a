"""Booth's application: everything that is true without a screen or a device."""
