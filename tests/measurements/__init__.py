"""Measurements that choose thresholds: run by hand, their tables go into docs/."""
