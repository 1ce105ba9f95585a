"""The interview as a table: states, events, effects. Pure: no I/O, no clock."""
