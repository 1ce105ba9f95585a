"""The fault laboratory and the benchmarks behind `booth bench`."""
