"""Headquarters: inbox, archive, access, console, reports."""
