"""One candidate's visit on disk: journal, resume, fault ledger, record."""
