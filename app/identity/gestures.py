"""The gestures of the liveness step, each a small machine stepped with one face sample.

All are measured against the person's own resting values, and a gesture only counts when it began
after it was asked: its measure has to be near rest first. Thresholds were measured at 25 frames a
second (docs/measurements-vision.md); a gesture slower than a blink is seen at 8 as well.
"""

import itertools
import statistics
from collections import deque
from dataclasses import dataclass
from typing import Protocol, assert_never

from app.domain.identity import Challenge
from app.domain.observation import SeenFace
from app.perception.speech_digits import Said

REST_WINDOW_S = 8.0
"""Resting values are medians over so many seconds: a gesture is a small part of them."""

REST_MIN_S = 0.6
REST_MIN_SAMPLES = 4
"""Before that there is no resting value and no gesture counts."""

BLINK_RISE = 0.20
"""How far the blink value rises above rest. Source: 44 labelled blinks peak 0.25 to 0.67 above
rest; nothing else in 167 s of those clips rises so far and comes back in time."""

BLINK_MAX_S = 0.8
"""Eyes shut for longer are closed, not blinking. Source: Caffier et al. 2003 (blinks 0.1-0.4 s)."""

TURN_DEG = 14.0
"""Yaw away from rest, and at least half of it away from the camera. Source: heads that only talk
stay within 10 degrees of rest; MediaPipe measures a turn of 20 degrees as 13 to 18."""

NOD_DEG = 8.0
NOD_MAX_S = 2.4
"""Pitch away from rest and back, and the longest time for it. Source: docs/measurements-vision.md,
real attacks and people who were asked: heads that go down or up and back take 1.3 to 3.2 s, and no
clip or photograph nods more often than with the 1.6 s of before; in 133 s of people asked for
nothing (eight clips) three movements count, all real ones of the head."""

NOD_MAX_YAW_DEG = 12.0
"""A nod that turns further aside is another movement."""

JAW_RISE = 0.35
"""How far the jaw value rises above rest and is held. Source: in none of 13 clips of speaking
people (grid, talk_en) it is; mouths opened on purpose (expr_d18, expr_d3) rise by 0.5 and more."""

HOLD_S = 0.12
"""A turn or an open mouth is held for so long: one odd sample is no gesture."""

MOUTH_STEP = 0.009
MOUTH_STEP_S = 0.075
"""How far the lips move while somebody speaks: mean change of their opening from look to look, in
heights of the face; looks are at least so far apart, and further apart on a busy machine, where the
change is no smaller. Source: docs/measurements-vision.md, digits read aloud: 24 clips of speaking
people 0.012 to 0.028, faces that say nothing up to 0.007, one that opens its mouth wide 0.0104."""

SAID_MARGIN_S = 0.2
SAID_SAMPLES = 5
"""The lips are looked at so much before and after the words; with fewer looks nothing is told."""

_NEAR_REST = 0.45
"""Share of a gesture's threshold under which the face counts as at rest."""


@dataclass(frozen=True, slots=True)
class FaceSample:
    """What gestures look at, at one time (seconds).

    Attributes:
        mouth: opening of the lips in heights of the face; None where it was not measured.
        said: when the asked digits were said, on the same clock; None while they were not.
    """

    at_s: float
    face: SeenFace
    mouth: float | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The person's resting values, units as in `SeenFace`."""

    yaw_deg: float
    pitch_deg: float
    blink: float
    jaw_open: float


class RestingFace:
    """Medians over the last seconds."""

    def __init__(self) -> None:
        self._samples: deque[FaceSample] = deque()

    def step(self, sample: FaceSample) -> Rest | None:
        """Take a sample in; the resting values, None while there are too few samples."""
        self._samples.append(sample)
        while sample.at_s - self._samples[0].at_s > REST_WINDOW_S:
            self._samples.popleft()
        span_s = sample.at_s - self._samples[0].at_s
        if span_s < REST_MIN_S or len(self._samples) < REST_MIN_SAMPLES:
            return None
        faces = [item.face for item in self._samples]
        return Rest(
            yaw_deg=statistics.median(face.yaw_deg for face in faces),
            pitch_deg=statistics.median(face.pitch_deg for face in faces),
            blink=statistics.median(face.blink for face in faces),
            jaw_open=statistics.median(face.jaw_open for face in faces),
        )


class Gesture(Protocol):
    """One asked gesture."""

    @property
    def peak(self) -> float:
        """The strongest measure seen, in the measure's own unit."""
        ...

    def step(self, sample: FaceSample, rest: Rest) -> bool:
        """Whether the gesture is complete with this sample."""
        ...


class _Pulse:
    """A measure that leaves rest and comes back within a time: blink and nod."""

    def __init__(self, threshold: float, longest_s: float) -> None:
        self._threshold = threshold
        self._longest_s = longest_s
        self._at_rest = False
        self._left_at: float | None = None
        self.peak = 0.0

    def step(self, at_s: float, value: float) -> bool:
        """Whether `value` came back to rest now, after a whole excursion."""
        self.peak = max(self.peak, value)
        if value < _NEAR_REST * self._threshold:
            left_at, self._left_at, self._at_rest = self._left_at, None, True
            return left_at is not None and at_s - left_at <= self._longest_s
        if value >= self._threshold and self._at_rest and self._left_at is None:
            self._left_at = at_s
        if self._left_at is not None and at_s - self._left_at > self._longest_s:
            self._left_at, self._at_rest = None, False
        return False


class _Hold:
    """A measure that leaves rest and stays above a threshold for a moment: turn and mouth."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._at_rest = False
        self._above_since: float | None = None
        self.peak = 0.0

    def step(self, at_s: float, value: float) -> bool:
        """Whether `value` has been above the threshold for long enough, coming from rest."""
        self.peak = max(self.peak, value)
        if value < self._threshold:
            self._above_since = None
            self._at_rest = self._at_rest or value < _NEAR_REST * self._threshold
            return False
        if not self._at_rest:
            return False
        if self._above_since is None:
            self._above_since = at_s
        return at_s - self._above_since >= HOLD_S


class Blink:
    """Both eyes shut and open again; measure: rise of the blink value, 0..1."""

    def __init__(self) -> None:
        self._pulse = _Pulse(BLINK_RISE, BLINK_MAX_S)

    @property
    def peak(self) -> float:
        """See `Gesture`."""
        return self._pulse.peak

    def step(self, sample: FaceSample, rest: Rest) -> bool:
        """See `Gesture`."""
        return self._pulse.step(sample.at_s, sample.face.blink - rest.blink)


class Turn:
    """The head turned to one side; measure: degrees of yaw away from rest towards that side."""

    def __init__(self, side: int) -> None:
        """`side` is 1 for the person's own left, -1 for the right."""
        self._side = side
        self._hold = _Hold(TURN_DEG)

    @property
    def peak(self) -> float:
        """See `Gesture`."""
        return self._hold.peak

    def step(self, sample: FaceSample, rest: Rest) -> bool:
        """See `Gesture`."""
        from_rest = self._side * (sample.face.yaw_deg - rest.yaw_deg)
        # coming back from the other side is no turn: half of it has to be away from the camera
        from_camera = 2 * self._side * sample.face.yaw_deg
        return self._hold.step(sample.at_s, min(from_rest, from_camera))


class Nod:
    """The head down (or up) and back; measure: degrees of pitch away from rest."""

    def __init__(self) -> None:
        self._pulse = _Pulse(NOD_DEG, NOD_MAX_S)

    @property
    def peak(self) -> float:
        """See `Gesture`."""
        return self._pulse.peak

    def step(self, sample: FaceSample, rest: Rest) -> bool:
        """See `Gesture`."""
        aside = abs(sample.face.yaw_deg - rest.yaw_deg) > NOD_MAX_YAW_DEG
        change = 0.0 if aside else abs(sample.face.pitch_deg - rest.pitch_deg)
        return self._pulse.step(sample.at_s, change) and not aside


class OpenMouth:
    """The mouth wide open for a moment; measure: rise of the jaw value, 0..1."""

    def __init__(self) -> None:
        self._hold = _Hold(JAW_RISE)

    @property
    def peak(self) -> float:
        """See `Gesture`."""
        return self._hold.peak

    def step(self, sample: FaceSample, rest: Rest) -> bool:
        """See `Gesture`."""
        return self._hold.step(sample.at_s, sample.face.jaw_open - rest.jaw_open)


class SayDigits:
    """The digits read aloud by this very mouth; measure: movement of the lips, see `MOUTH_STEP`.

    What was said is told from outside; here it is asked whether the lips moved at that time, so
    that neither a loudspeaker beside a still picture nor somebody else in the room passes.
    """

    def __init__(self) -> None:
        self._mouth: list[tuple[float, float]] = []
        self.peak = 0.0

    def step(self, sample: FaceSample, rest: Rest) -> bool:
        """See `Gesture`."""
        del rest
        last_s = self._mouth[-1][0] if self._mouth else float("-inf")
        if sample.mouth is not None and sample.at_s - last_s >= MOUTH_STEP_S:
            self._mouth.append((sample.at_s, sample.mouth))
        if sample.said is None:
            return False
        begun, ended = sample.said.start_s - SAID_MARGIN_S, sample.said.end_s + SAID_MARGIN_S
        spoken = [opening for at_s, opening in self._mouth if begun <= at_s <= ended]
        if len(spoken) < SAID_SAMPLES:
            return False
        moved = statistics.mean(abs(after - before) for before, after in itertools.pairwise(spoken))
        self.peak = max(self.peak, moved)
        return self.peak >= MOUTH_STEP


def gesture_for(challenge: Challenge) -> Gesture:
    """A fresh machine for the challenge."""
    match challenge:
        case "blink":
            return Blink()
        case "turn_left":
            return Turn(1)
        case "turn_right":
            return Turn(-1)
        case "nod":
            return Nod()
        case "open_mouth":
            return OpenMouth()
        case "say_digits":
            return SayDigits()
        case _:
            assert_never(challenge)
