"""Decisions about who the candidate is, over what perception reads and measures."""
