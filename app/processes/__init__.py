"""Booth's processes: pipes with typed messages, shared memory for frames and sound, supervision."""
