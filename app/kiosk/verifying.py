"""How often the face was compared again, and how like it was; written at each new stage."""

from app.domain.identity import SAME_PERSON, Verified
from app.session import entries as en
from app.session.visit import Visit


class Verifying:
    """Counts the comparisons of one visit. A crash loses those of the stage under way."""

    def __init__(self, visit: Visit) -> None:
        """Nothing was compared yet."""
        self._visit = visit
        self._since: Verified | None = None

    def measured(self, likeness: float, at_s: float) -> None:
        """The live face was compared at that session time; -1..1."""
        one = Verified(1, int(likeness < SAME_PERSON), round(likeness, 3), round(at_s, 2))
        self._since = one if self._since is None else self._since.joined(one)

    def write(self) -> None:
        """Into the journal with what was counted since the last time."""
        since, self._since = self._since, None
        if since is not None:
            self._visit.note(en.FaceVerified(since))
