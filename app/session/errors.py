"""What goes wrong with a session on disk."""

from app.domain.errors import IntegrityError, OperatorError
from app.domain.ids import AssignmentId


class JournalBrokenError(IntegrityError):
    """The journal's chain does not hold."""

    code = "JOURNAL-BROKEN"
    advice = "Do not go on with this session; send its folder to HQ for examination."


class SessionMissingError(OperatorError):
    """There is no such session on this kiosk."""

    code = "SESSION-MISSING"
    advice = "Look at the list of sessions; it may have been sent and removed already."


class SessionMovedError(OperatorError):
    """The session was moved to another kiosk and never goes on here.

    Attributes:
        assignment: whose session it is.
    """

    code = "SESSION-MOVED"
    advice = "Go on at the other kiosk; this copy is removed when headquarters has the session."

    def __init__(self, what: str, assignment: AssignmentId) -> None:
        super().__init__(what)
        self.assignment = assignment
