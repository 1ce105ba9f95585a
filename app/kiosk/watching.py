"""Whether the candidate is being watched while they should be, and what goes into the record."""

from app.domain.media import CameraRole
from app.domain.observation import NOT_VERIFIED_CAUSES, Unwatched, UnwatchedCause
from app.kiosk.situation import DeviceSituation
from app.monitoring.coverage import Coverage
from app.session import entries as en
from app.session.visit import Visit

AWAY = frozenset({"missing", "lost", "frozen"})


class Watching:
    """Writes down the stretches that nobody watched.

    Attributes:
        worker_down: the watcher's process is not running.
    """

    def __init__(self, visit: Visit, devices: DeviceSituation) -> None:
        """Nothing is to be watched yet.

        Args:
            visit: whose record.
            devices: as last heard of.
        """
        self._visit = visit
        self._devices = devices
        self._coverage = Coverage()
        self.worker_down = False

    def looked(self, role: CameraRole, at_s: float) -> None:
        """The live models looked at a picture of that session time."""
        self._coverage.looked(role, at_s)

    def tick(self, at_s: float, *, watched: bool) -> None:
        """Let time pass; `watched` says whether the candidate should be watched now."""
        if not watched:
            changed = self._coverage.stop(at_s)
        else:
            self._coverage.start(self._roles(), at_s)
            changed = self._coverage.step(at_s, self._causes())
        for span in changed:
            self._visit.note(en.UnwatchedChanged(self._index(span), span))

    def _index(self, span: Unwatched) -> int:
        """Where the camera's stretch that lasts stands, or a new one is put."""
        for index, known in enumerate(spans := self._visit.ledger.unwatched):
            own = known.cause not in NOT_VERIFIED_CAUSES
            if own and known.end_s is None and known.camera == span.camera:
                return index
        return len(spans)

    def _roles(self) -> tuple[CameraRole, ...]:
        there = self._devices.states.get("room") != "missing"
        return ("candidate", "room") if there else ("candidate",)

    def _causes(self) -> dict[CameraRole, UnwatchedCause]:
        if self.worker_down:
            return {"candidate": "watcher_ended", "room": "watcher_ended"}
        roles: tuple[CameraRole, ...] = ("candidate", "room")
        return {role: "camera_lost" for role in roles if self._devices.states.get(role) in AWAY}
