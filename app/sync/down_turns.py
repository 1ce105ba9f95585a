"""When the courier looks at what headquarters publishes, and for how long."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from app.domain.messages.courier import DownTold
from app.domain.timing import MonotonicNs, seconds_between
from app.ports.clock import Clock
from app.sync.client import HqClient
from app.sync.down import Down
from app.sync.down_source import FromHq

EVERY_S = 600.0
"""Our own choice: a revocation is known everywhere within ten minutes, for two small requests."""
PROGRAM_S = 60.0
"""A program is set down after so long, and goes on where it was in the next turn."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class DownTurns:
    """Part of the conversation with HQ; used by its one thread.

    Attributes:
        parts: folder in which a program's beginning is kept.
        over: when set, a download ends at its next piece.
        every_s: seconds between two looks.
    """

    down: Down
    parts: Path
    clock: Clock
    over: threading.Event
    every_s: float = EVERY_S
    _looked_ns: MonotonicNs | None = None
    _began_ns: MonotonicNs | None = None
    _program_due: bool = False

    def turn(self, client: HqClient) -> None:
        """See what is published, if it is time, and go on with a program that is on its way.

        Raises:
            UnreachableError, CertificateError, NotAdmittedError: nobody to ask.
        """
        now, last = self.clock.monotonic_ns(), self._looked_ns
        recent = last is not None and seconds_between(last, now) < self.every_s
        if recent and not self._program_due:
            return
        self._began_ns = now
        self._program_due = True  # a cut on the way is no reason to wait for the next look
        try:
            self.down.refresh(FromHq(client, self.parts, self._go_on))
            self._looked_ns = now
            self._program_due = not self.down.fetch_software()
        except OSError as error:
            _log.warning("what HQ publishes could not be kept: %s", error)

    def told(self) -> DownTold:
        """What the operator is told."""
        return DownTold(self.down.told())

    def _go_on(self) -> bool:
        began = self._began_ns
        lasted_s = 0.0 if began is None else seconds_between(began, self.clock.monotonic_ns())
        return not self.over.is_set() and lasted_s < PROGRAM_S
