"""Live rules that turn observations into alerts. Pure: stepped at a fixed dt."""
