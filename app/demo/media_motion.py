"""How the generated candidate moves: poses over time, one function a clip.

Every clip sways the same way with the same period and begins and ends at rest, so that one can
follow on another at any multiple of the period without a jump.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.demo.media_puppet import Pose

RATE_HZ = 25
PERIOD_S = 4.0
TURN_DEG = 34.0
"""Of the mesh; the landmarker measures 20 to 22 degrees."""
_RIGHT_TURN_DEG = 38.0
"""To the other side the portrait's own pose takes some away."""
_NOD_DEG = 16.0
_BLINK_S = 0.28
"""Source: Caffier et al. 2003: spontaneous blinks last 0.1 to 0.4 s."""


@dataclass(frozen=True, slots=True)
class Motion:
    """One clip.

    Attributes:
        name: the scene's name.
        seconds: its length, a multiple of `PERIOD_S`.
        pose: the pose at a time in seconds.
    """

    name: str
    seconds: float
    pose: Callable[[float], Pose]


def _rise(at: float) -> float:
    """0 before 0, 1 after 1, smooth between."""
    clipped = min(1.0, max(0.0, at))
    return clipped * clipped * (3.0 - 2.0 * clipped)


def _held(at_s: float, start_s: float, change_s: float, hold_s: float) -> float:
    """Up within `change_s`, held, and back."""
    up = _rise((at_s - start_s) / change_s)
    return up - _rise((at_s - start_s - change_s - hold_s) / change_s)


def _blink(at_s: float, *starts_s: float) -> float:
    """Eyelids 0..1 for blinks that begin at the given times: shut faster than opened."""
    lids = 0.0
    for start in starts_s:
        part = (at_s - start) / _BLINK_S
        if 0.0 < part < 1.0:
            lids = max(lids, min(_rise(part / 0.35), 1.0 - _rise((part - 0.55) / 0.45)))
    return lids


def _sway(at_s: float) -> Pose:
    turn = 2 * math.pi * (at_s % PERIOD_S) / PERIOD_S
    return Pose(
        yaw_deg=1.6 * math.sin(turn),
        pitch_deg=1.0 * math.sin(2 * turn),
        roll_deg=0.5 * math.sin(turn),
        shift_x_px=3.0 * math.sin(turn),
        shift_y_px=1.2 * math.sin(2 * turn),
    )


def _idle(at_s: float) -> Pose:
    return replace(_sway(at_s), lids=_blink(at_s, 1.7, 5.9))


def _talking(at_s: float) -> Pose:
    """A jaw that follows syllables (four to five a second) in phrases of about two seconds."""
    phrase = max(0.0, math.sin(2 * math.pi * at_s / 2.0 + 0.4)) ** 0.4
    syllable = 0.5 - 0.5 * math.cos(2 * math.pi * 4.5 * at_s)
    stress = 0.7 + 0.3 * math.sin(2 * math.pi * 1.25 * at_s)
    pose = _sway(at_s)
    return replace(
        pose,
        jaw=0.4 * phrase * syllable * stress,
        pitch_deg=pose.pitch_deg + 1.5 * math.sin(2 * math.pi * 0.75 * at_s),
        lids=_blink(at_s, 2.3, 6.1, 6.9),
    )


def _blinking(at_s: float) -> Pose:
    return replace(_sway(at_s), lids=_blink(at_s, 0.7, 2.6))


def _turning(degrees: float) -> Callable[[float], Pose]:
    def pose(at_s: float) -> Pose:
        base = _sway(at_s)
        return replace(base, yaw_deg=base.yaw_deg + degrees * _held(at_s, 0.5, 0.6, 0.9))

    return pose


def _nodding(at_s: float) -> Pose:
    base = _sway(at_s)
    return replace(base, pitch_deg=base.pitch_deg - _NOD_DEG * _held(at_s, 0.7, 0.35, 0.1))


MOTIONS = (
    Motion("idle", 2 * PERIOD_S, _idle),
    Motion("talking", 2 * PERIOD_S, _talking),
    Motion("blink", PERIOD_S, _blinking),
    Motion("turn_left", PERIOD_S, _turning(TURN_DEG)),
    Motion("turn_right", PERIOD_S, _turning(-_RIGHT_TURN_DEG)),
    Motion("nod", PERIOD_S, _nodding),
)


def frames_of(motion: Motion) -> int:
    """How many frames the clip has."""
    return round(motion.seconds * RATE_HZ)
