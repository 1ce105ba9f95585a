"""When nobody watched: stretches in which the live models looked too seldom for the rules. Pure."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.domain.media import CameraRole
from app.domain.observation import Unwatched, UnwatchedCause


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """When a stretch counts as not watched.

    Attributes:
        longest_gap_s: seconds between two looks of the candidate's camera beyond which the time in
            between counts for no rule. Source: `MonitorSettings.longest_gap_s`.
        room_gap_s: the same of the room's camera, which is looked at once a second.
        least_a_second: looks a second of the candidate's camera at which the rules still tell the
            same as at thirty (tested at 2, 4, 5, 10 and 30).
        window_s: over how many seconds that is counted: a single slow look is no stretch.
    """

    longest_gap_s: float = 2.0
    room_gap_s: float = 5.0
    least_a_second: float = 2.0
    window_s: float = 10.0


@dataclass(slots=True)
class _Eye:
    """One camera.

    Attributes:
        since_s: from when on its looks are counted.
        last_s: of the last look, or the start.
        looks: times of those within the window.
        open: the stretch that lasts.
    """

    since_s: float
    last_s: float
    looks: deque[float] = field(default_factory=deque[float])
    open: Unwatched | None = None


class Coverage:
    """Counts the looks of each camera while it should be watched."""

    def __init__(self, settings: CoverageSettings | None = None) -> None:
        """Nothing is to be watched yet."""
        self._settings = settings or CoverageSettings()
        self._eyes: dict[CameraRole, _Eye] = {}

    def start(self, roles: tuple[CameraRole, ...], at_s: float) -> None:
        """From now on these are to be watched; those that are already go on."""
        for role in roles:
            self._eyes.setdefault(role, _Eye(at_s, at_s))

    def stop(self, at_s: float) -> tuple[Unwatched, ...]:
        """Nothing is to be watched any more; the stretches that lasted end."""
        ended = [replace(e.open, end_s=at_s) for e in self._eyes.values() if e.open is not None]
        self._eyes.clear()
        return tuple(ended)

    def looked(self, role: CameraRole, at_s: float) -> None:
        """A look was taken at that session time."""
        eye = self._eyes.get(role)
        if eye is None or at_s < eye.last_s:
            return
        if at_s - eye.last_s > self._gap_s(role):
            eye.since_s = at_s
            eye.looks.clear()
        eye.last_s = at_s
        eye.looks.append(at_s)

    def step(
        self, at_s: float, causes: Mapping[CameraRole, UnwatchedCause]
    ) -> tuple[Unwatched, ...]:
        """Let time pass.

        Args:
            at_s: session time.
            causes: why a camera may not be looked at now, where that is known.

        Returns:
            The stretches that began (`end_s` None) or ended.
        """
        return tuple(self._changes(at_s, causes))

    def _changes(
        self, at_s: float, causes: Mapping[CameraRole, UnwatchedCause]
    ) -> Iterator[Unwatched]:
        for role, eye in self._eyes.items():
            silent = at_s - eye.last_s > self._gap_s(role)
            few = not silent and self._too_few(role, eye, at_s)
            if eye.open is None and (silent or few):
                own: UnwatchedCause = "watcher_silent" if silent else "too_few_looks"
                begun_s = eye.last_s if silent else max(eye.since_s, at_s - self._settings.window_s)
                eye.open = Unwatched(round(begun_s, 2), None, role, causes.get(role, own))
                yield eye.open
            elif eye.open is not None and not silent and not few:
                back_s = eye.since_s if eye.since_s > eye.open.start_s else eye.last_s
                late = eye.open.cause == "too_few_looks"
                yield replace(eye.open, end_s=round(at_s if late else back_s, 2))
                eye.open = None
                if late:  # the next stretch does not reach back into this one
                    eye.since_s = at_s

    def _too_few(self, role: CameraRole, eye: _Eye, at_s: float) -> bool:
        window_s = self._settings.window_s
        while eye.looks and eye.looks[0] < at_s - window_s:
            eye.looks.popleft()
        if role == "room" or at_s - eye.since_s < window_s:
            return False
        return len(eye.looks) < self._settings.least_a_second * window_s

    def _gap_s(self, role: CameraRole) -> float:
        return self._settings.room_gap_s if role == "room" else self._settings.longest_gap_s
