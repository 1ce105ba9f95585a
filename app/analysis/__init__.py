"""Measures and competency suggestions for one answer, each with its evidence."""
