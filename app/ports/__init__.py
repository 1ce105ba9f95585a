"""Protocols, in our words, for what lies outside: devices, clocks, recognisers, stores."""
