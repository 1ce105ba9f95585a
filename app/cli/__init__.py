"""The command line: one module a command. A stable contract, see `docs/commands.md`."""
