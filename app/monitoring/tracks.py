"""One rule on one camera: its charge, and the alert that opens and closes with it. Pure."""

from dataclasses import dataclass

from app.domain.media import CameraRole
from app.domain.observation import Alert, AlertKind
from app.monitoring.settings import AlertTimes, MonitorSettings
from app.monitoring.signs import Sign

DRAIN = 0.5
"""How fast a charge drains, of how fast it fills: a detector that misses every third look of a
phone still fills it."""

_TINY = 1e-9
"""Steps of a tenth do not add up exactly."""


@dataclass(slots=True)
class _Build:
    """What a rule has gathered since the first look that showed the thing.

    Attributes:
        open: the alert is open.
        charge_s: how full, up to the rule's `opens_after_s`.
        gone_s: how long it has been gone without a break.
        first_s, seen_s: session time of the first and the last look that showed it.
        looks, looks_seen: looks since the first, now and at `seen_s`.
        shown: looks that showed it.
        sure: sum of their confidences.
    """

    open: bool = False
    charge_s: float = 0.0
    gone_s: float = 0.0
    first_s: float = 0.0
    seen_s: float = 0.0
    looks: int = 0
    looks_seen: int = 0
    shown: int = 0
    sure: float = 0.0


class Track:
    """One rule on one camera."""

    def __init__(
        self, kind: AlertKind, camera: CameraRole, times: AlertTimes, settings: MonitorSettings
    ) -> None:
        """Nothing has been seen yet.

        Args:
            kind: of its alerts.
            camera: whose looks it takes.
            times: how long something has to last.
            settings: the step, and the longest gap that counts.
        """
        self._kind: AlertKind = kind
        self._camera: CameraRole = camera
        self._times = times
        self._settings = settings
        self._last: tuple[float, Sign] | None = None
        self._left_over_s = 0.0
        self._build = _Build()

    def step(self, sign: Sign, session_s: float) -> Alert | None:
        """Take one look; the alert when it opens or closes with it."""
        before_s, before = self._last or (session_s, sign)
        if session_s < before_s:
            return None
        self._last = (session_s, sign)
        self._note(sign, session_s)
        self._advance(min(session_s - before_s, self._settings.longest_gap_s), before, sign)
        return self._changed(sign)

    def skip(self) -> None:
        """Nothing could be seen: the time up to the next look is not counted."""
        self._last = None

    def close(self, session_s: float) -> Alert | None:
        """Close an open alert because nobody watches any more."""
        alert = self._alert(session_s) if self._build.open else None
        self._build = _Build()
        return alert

    def _note(self, sign: Sign, session_s: float) -> None:
        build = self._build
        if sign.weight > 0:
            build.first_s = build.first_s if build.shown else session_s
            build.seen_s = session_s
            build.shown += 1
            build.sure += sign.confidence
            build.looks_seen = build.looks + 1
        if build.shown:
            build.looks += 1

    def _advance(self, elapsed_s: float, before: Sign, now: Sign) -> None:
        fill = (before.weight + now.weight) / 2
        empty = ((before.weight == 0) + (now.weight == 0)) / 2
        gone = now.weight == 0 and before.weight == 0
        build, step_s = self._build, self._settings.step_s
        self._left_over_s += elapsed_s
        while self._left_over_s >= step_s - _TINY:
            self._left_over_s -= step_s
            charge = build.charge_s + step_s * (fill - DRAIN * empty)
            build.charge_s = min(max(0.0, charge), self._times.opens_after_s)
            build.gone_s = build.gone_s + step_s if gone else 0.0
        if now.weight == 0 and build.charge_s <= 0 and not build.open:
            self._build = _Build()

    def _changed(self, sign: Sign) -> Alert | None:
        build = self._build
        if build.open and build.gone_s >= self._times.closes_after_s - _TINY:
            alert = self._alert(build.seen_s)
            self._build = _Build()
            return alert
        full = build.charge_s >= self._times.opens_after_s - _TINY
        enough = full and build.shown >= self._times.least_looks
        if enough and not build.open and sign.weight > 0:
            build.open = True
            return self._alert(None)
        return None

    def _alert(self, end_s: float | None) -> Alert:
        """Confidence: the looks' own, over all looks from the first to the last that showed it."""
        build = self._build
        end = None if end_s is None else round(max(build.first_s, end_s), 2)
        confidence = round(build.sure / max(1, build.looks_seen), 3)
        return Alert(self._kind, round(build.first_s, 2), end, confidence, self._camera)
