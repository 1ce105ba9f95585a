"""The end of a visit: everything is waited for, then the courier is told to seal it."""

import base64
from collections.abc import Callable

from app.domain.messages.courier import SealSession
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY
from app.domain.timing import WallTime
from app.flow.table import Stage
from app.kiosk.answers import Answers
from app.kiosk.crew import Crew
from app.kiosk.situation import DeviceSituation
from app.session import entries as en
from app.session.visit import Visit

ANALYSIS_WAIT_S = 240.0
"""How long sealing waits for the analyst; what is not back by then is withheld with the reason."""
STOP_WAIT_S = 15.0


class Sealing:
    """Has one visit sealed, once.

    Attributes:
        asked: the flow has come to its end; there is something to seal.
        ordered: the courier was told; the journal is closed.
        done: the bundle is in the outbox.
    """

    def __init__(
        self, visit: Visit, answers: Answers, crew: Crew, now: Callable[[], WallTime]
    ) -> None:
        """Nothing is to be sealed yet.

        Args:
            visit: whose documents.
            answers: are waited for.
            crew: the courier is told through it.
            now: the wall clock.
        """
        self._visit = visit
        self._answers = answers
        self._crew = crew
        self._now = now
        self._since_s: float | None = None
        self._order: SealSession | None = None
        self.done = False

    @property
    def asked(self) -> bool:
        """See the class."""
        return self._since_s is not None

    @property
    def ordered(self) -> bool:
        """See the class."""
        return self._order is not None

    def ask(self, at_s: float) -> None:
        """The session is to be sealed, from this moment of session time on."""
        self._since_s = at_s

    def tick(self, now_s: float, devices: DeviceSituation, safety_folder: str) -> None:
        """Tell the courier when the recording is closed and the answers are back.

        Args:
            now_s: session time.
            devices: whether parts are still open.
            safety_folder: where the second disk's parts lie; empty for nowhere.
        """
        if self._since_s is None or self._order is not None or self._visit.behind:
            return  # `behind`: the bundle would be made on the disk that hangs
        waited_s = now_s - self._since_s
        if devices.parts_open and waited_s < STOP_WAIT_S:
            return
        if self._answers.due and waited_s < ANALYSIS_WAIT_S:
            return
        self._answers.give_up("the analysis took too long")
        self._visit.note(en.SessionEnded(self._visit.stage is Stage.CLOSED))
        self._visit.checkpoint()
        record, journal = self._visit.documents(self._now())
        self._visit.close()
        documents = (
            (RECORD_ENTRY, base64.b64encode(record).decode()),
            (JOURNAL_ENTRY, base64.b64encode(journal).decode()),
        )
        session, folder = self._visit.ledger.session, str(self._visit.folder.path)
        self._order = SealSession(session, folder, documents, safety_folder)
        self.again()

    def again(self) -> None:
        """Tell the courier (once more, when it was started again)."""
        if self._order is not None:
            self._crew.send("courier", self._order)
