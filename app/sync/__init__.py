"""Outbox, uploads, assignments coming down: the courier process."""
