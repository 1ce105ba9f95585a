"""How often the face was compared again, how like it was, and since when it was not."""

from dataclasses import replace

from app.domain.identity import SAME_PERSON, FaceMatch, Verified
from app.domain.observation import NOT_VERIFIED_CAUSES, Unwatched, UnwatchedCause
from app.session import entries as en
from app.session.visit import Visit

NOT_VERIFIED_S = 30.0
"""Without a comparison for so long it is not known to be the same person. Six are due in that time
(`app.identity.watcher.VERIFY_EVERY_S`); nobody is blamed for looking aside in between. Own choice.
"""


class Verifying:
    """Counts the comparisons of one visit. A crash loses those of the stage under way."""

    def __init__(self, visit: Visit) -> None:
        """Nothing was compared yet by this process."""
        self._visit = visit
        self._since: Verified | None = None
        self._forgotten: FaceMatch | None = visit.ledger.match
        self._compared_s: float | None = None

    def measured(self, likeness: float, at_s: float) -> None:
        """The live face was compared at that session time; -1..1."""
        one = Verified(1, int(likeness < SAME_PERSON), round(likeness, 3), round(at_s, 2))
        self._since = one if self._since is None else self._since.joined(one)
        self._compared_s = at_s

    def forgotten(self) -> None:
        """The watcher ended, and with it the face that matched the card."""
        self._forgotten = self._visit.ledger.match

    def write(self) -> None:
        """Into the journal with what was counted since the last time."""
        since, self._since = self._since, None
        if since is not None:
            self._visit.note(en.FaceVerified(since))

    def tick(self, at_s: float, *, watched: bool) -> None:
        """Let time pass: a stretch without a comparison is written down, and its end.

        Args:
            at_s: session time.
            watched: the candidate should be watched now.
        """
        match = self._visit.ledger.match
        if not watched or match is None or not match.match:
            self._end(at_s)
            self._compared_s = None
            return
        if self._compared_s is None:  # a stretch of the kiosk's last run goes on
            lasting = self._lasting()
            spans = self._visit.ledger.unwatched
            self._compared_s = at_s if lasting is None else spans[lasting].start_s
        if at_s - self._compared_s <= NOT_VERIFIED_S:
            self._end(self._compared_s)
        elif self._lasting() is None:
            cause: UnwatchedCause = (
                "face_unknown" if match is self._forgotten else "face_not_comparable"
            )
            span = Unwatched(round(self._compared_s, 2), None, "candidate", cause)
            self._visit.note(en.UnwatchedChanged(len(self._visit.ledger.unwatched), span))

    def _lasting(self) -> int | None:
        """Index of the stretch that lasts."""
        for index, span in enumerate(self._visit.ledger.unwatched):
            if span.end_s is None and span.cause in NOT_VERIFIED_CAUSES:
                return index
        return None

    def _end(self, at_s: float) -> None:
        index = self._lasting()
        if index is not None:
            span = replace(self._visit.ledger.unwatched[index], end_s=round(at_s, 2))
            self._visit.note(en.UnwatchedChanged(index, span))
