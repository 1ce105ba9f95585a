"""Every room's settings, read from one file, and composed."""
