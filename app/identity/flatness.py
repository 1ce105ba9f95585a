"""Whether the face changes as a head does, or as a picture of one: print, tablet, phone.

A picture that is turned or tilted is squeezed in one direction, and the landmarks with it, while
the pose that is fitted to them hardly turns: it is the pose of whoever was photographed. The
distance of the eyes against the length of the nose tells the two apart. Nothing is known of a
picture that is held still and straight; such a one makes no gesture.
"""

import math
import statistics
from collections import deque
from dataclasses import dataclass

import numpy as np

from app.domain.observation import SeenFace
from app.perception.faces import Points

FLAT_CHANGE = 0.22
"""Change of the proportion (natural logarithm, after the turn's own share) beyond which it is a
picture's. Source: `booth bench liveness`, docs/measurements-vision.md: clips of people who talk,
grimace and turn stay below 0.15, one that was cut and looped below 0.20 (the tracker lags behind a
cut); photographs turned or tilted mostly reach 0.19 to 0.28. It refuses nobody rather than every
photograph, since none of those makes the gestures asked for."""

FLAT_FOR_S = 0.2
"""The change is held for so long: one odd look is none."""

WINDOW_S = 8.0
FIRST_LOOKS = 5
"""Proportion, yaw, pitch and size are compared with their medians over so many seconds; before so
many looks there are none."""

MAX_YAW_DEG = 30.0
MAX_YAW_CHANGE_DEG = 25.0
MAX_PITCH_CHANGE_DEG = 12.0
"""Beyond these the cosine of the turn is no good model of a real head's proportion (the nose stands
out of the plane of the eyes), and nothing is judged. Own choice, with which the figures above were
measured."""

MAX_NEARER = 1.5
"""The same for a face by so much nearer or further than usual: a near one is all perspective.
Source: docs/measurements-vision.md, real attacks: who leaned forward until the face was nearly
twice as high reached 0.224; no photograph that was told is told less."""

_IRISES = (468, 473)
_NOSE_BASE = 2
"""MediaPipe's points: the irises, and the middle of the nose's base, which no mouth moves."""


def proportion(points: Points) -> float | None:
    """Distance of the eyes over the length of the nose, as natural logarithm; None for no face."""
    left, right = points[_IRISES[0]], points[_IRISES[1]]
    eyes = float(np.linalg.norm(left - right))
    nose = float(np.linalg.norm(points[_NOSE_BASE] - (left + right) / 2))
    return math.log(eyes / nose) if eyes > 1 and nose > 1 else None


@dataclass(frozen=True, slots=True)
class _Look:
    at_s: float
    yaw_deg: float
    pitch_deg: float
    high: float
    proportion: float


class Flatness:
    """Stepped with each look at the face. What was found stays found."""

    def __init__(self) -> None:
        self.found = False
        self.worst = 0.0
        """Largest change held so far, see `FLAT_CHANGE`; its sign says which way."""
        self._looks: deque[_Look] = deque()
        self._held: deque[tuple[float, float]] = deque()

    def step(self, at_s: float, face: SeenFace, measured: float | None) -> None:
        """Take a look in.

        Args:
            at_s: its time in seconds, never going back.
            face: the face.
            measured: its `proportion`; None where it was not measured.
        """
        if measured is None:
            return
        look = _Look(at_s, face.yaw_deg, face.pitch_deg, face.box[3], measured)
        self._looks.append(look)
        while at_s - self._looks[0].at_s > WINDOW_S:
            self._looks.popleft()
        change = self._change(look)
        if change is None:
            self._held.clear()
            return
        self._held.append((at_s, change))
        while len(self._held) > 1 and at_s - self._held[1][0] >= FLAT_FOR_S:
            self._held.popleft()
        if at_s - self._held[0][0] >= FLAT_FOR_S:
            self._judge([held for _, held in self._held])

    def _change(self, look: _Look) -> float | None:
        """What the turn does not explain; None where it cannot be judged."""
        if len(self._looks) < FIRST_LOOKS:
            return None
        yaw = statistics.median(item.yaw_deg for item in self._looks)
        pitch = statistics.median(item.pitch_deg for item in self._looks)
        usual = statistics.median(item.proportion for item in self._looks)
        turned = abs(look.yaw_deg) > MAX_YAW_DEG or abs(look.yaw_deg - yaw) > MAX_YAW_CHANGE_DEG
        nearer = look.high / max(1e-6, statistics.median(item.high for item in self._looks))
        if turned or not 1 / MAX_NEARER < nearer < MAX_NEARER:
            return None
        if abs(look.pitch_deg - pitch) > MAX_PITCH_CHANGE_DEG:
            return None
        return look.proportion - usual - (_narrowing(look.yaw_deg) - _narrowing(yaw))

    def _judge(self, held: list[float]) -> None:
        least = min(held, key=abs) if min(held) > 0 or max(held) < 0 else 0.0
        if abs(least) > abs(self.worst):
            self.worst = least
        self.found = self.found or abs(least) > FLAT_CHANGE


def _narrowing(yaw_deg: float) -> float:
    return math.log(max(0.3, math.cos(math.radians(yaw_deg))))
