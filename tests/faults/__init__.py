"""The fault laboratory's short form; `booth bench recorder --full` is the long one."""
