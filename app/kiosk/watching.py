"""Whether the candidate is being watched while they should be, and what goes into the record."""

from dataclasses import replace

from app.domain.media import CameraRole
from app.domain.observation import (
    NOT_VERIFIED_CAUSES,
    POOR_PICTURE_CAUSES,
    Observation,
    Unwatched,
    UnwatchedCause,
)
from app.kiosk.situation import DeviceSituation
from app.monitoring.coverage import Coverage
from app.monitoring.pictures import PoorPictures
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
        self._pictures = PoorPictures()
        self._poor: list[Unwatched] = [
            span
            for span in visit.ledger.unwatched
            if span.end_s is None and span.cause in POOR_PICTURE_CAUSES
        ]
        self.worker_down = False

    def looked(self, seen: Observation, at_s: float, *, watched: bool) -> None:
        """The live models looked at a picture of that session time."""
        self._coverage.looked(seen.camera, at_s)
        if watched:
            self._note(self._pictures.take(seen, at_s))

    def tick(self, at_s: float, *, watched: bool) -> None:
        """Let time pass; `watched` says whether the candidate should be watched now."""
        self._end_of_last_run(at_s)
        if not watched:
            self._note((*self._coverage.stop(at_s), *self._pictures.stop(at_s)))
        else:
            self._coverage.start(self._roles(), at_s)
            self._note(self._coverage.step(at_s, self._causes()))

    def _end_of_last_run(self, at_s: float) -> None:
        """Poor pictures of the kiosk's last run end here: what is seen now is judged anew."""
        lasting, self._poor = self._poor, []
        self._note(tuple(replace(span, end_s=round(at_s, 2)) for span in lasting))

    def _note(self, changed: tuple[Unwatched, ...]) -> None:
        for span in changed:
            self._visit.note(en.UnwatchedChanged(self._index(span), span))

    def _index(self, span: Unwatched) -> int:
        """Where the camera's stretch that lasts stands, or a new one is put."""
        for index, known in enumerate(spans := self._visit.ledger.unwatched):
            if known.end_s is None and known.camera == span.camera and _same(known, span):
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


def _same(known: Unwatched, span: Unwatched) -> bool:
    """Whether a stretch that lasts is the one that has changed: each poorness is one by itself."""
    if span.cause in POOR_PICTURE_CAUSES or known.cause in POOR_PICTURE_CAUSES:
        return known.cause == span.cause
    return known.cause not in NOT_VERIFIED_CAUSES
