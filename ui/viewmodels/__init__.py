"""One QObject per screen: no rule, no file, no clock."""
