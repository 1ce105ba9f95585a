"""What goes wrong with a session on disk."""

from app.domain.errors import IntegrityError, OperatorError


class JournalBrokenError(IntegrityError):
    """The journal's chain does not hold."""

    code = "JOURNAL-BROKEN"
    advice = "Do not go on with this session; send its folder to HQ for examination."


class SessionMissingError(OperatorError):
    """There is no such session on this kiosk."""

    code = "SESSION-MISSING"
    advice = "Look at the list of sessions; it may have been sent and removed already."
