"""Whether a face answers the colours of the screen before it.

The skin's colour over the looks is set against the code shown: slow drift and the turn of the head
are taken off, then the code is laid over it at every delay that screen and camera can have. How
much the best fit says is asked of other codes that could have been drawn: as many of them as fit
as well, so probable it is that nothing answers.

Source: the challenge is that of Tang et al., Face Flashing (NDSS 2018); the test is a permutation
test (Good, Permutation, Parametric and Bootstrap Tests, 2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.screen_light import BLOCKS, CHIP_S, LightAnswer, LightPlan
from app.domain.timing import NS_PER_S

LEAST_S, LEAST_LOOKS = 5.0, 40
"""Shorter and fewer looks are not judged. Source: docs/measurements-vision.md, the screen's light:
in 4 s there are too few codes for one to stand out."""

WATCH_S = LEAST_S + 0.4
"""So long the face is watched, gestures or not: the looks' times are not even."""

DELAYS_S = tuple(float(delay) for delay in np.arange(0.0, 0.45, 0.05))
"""From the colour's time to the picture's that shows it: the window's next turn, the screen, the
exposure. Own choice."""

OTHERS = 499
"""Other codes asked."""

DRIFT_S = 4.0
"""Slower changes than this are taken off. Own choice: over twice a block of the code."""

Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ToneLook:
    """One look.

    Attributes:
        at_s: of the picture, seconds of the machine's monotonic clock.
        tone: see `app.perception.face_tone`.
        yaw_deg: of the head.
    """

    at_s: float
    tone: float
    yaw_deg: float


def light_answer(looks: Sequence[ToneLook], plan: LightPlan) -> LightAnswer | None:
    """How the face went with the screen's colours; None where the looks are too few.

    15 ms of one core for 10 s of looks.
    """
    looks = [look for look in looks if look.at_s * NS_PER_S >= plan.begins_ns]
    seconds = looks[-1].at_s - looks[0].at_s if looks else 0.0
    if len(looks) < LEAST_LOOKS or seconds < LEAST_S:
        return None
    since = np.array([look.at_s for look in looks]) - plan.begins_ns / NS_PER_S
    drift = _drift(since, np.array([look.yaw_deg for look in looks]))
    tone = np.array([look.tone for look in looks])
    codes = np.vstack([np.array(plan.code, np.float64), _others(len(plan.code))])
    clear, strength = _fits(tone - drift @ (drift.T @ tone), since, drift, codes)
    chance = float((1 + np.count_nonzero(clear[1:] >= clear[0])) / len(codes))
    return LightAnswer(round(float(strength[0]), 4), chance, len(looks), round(seconds, 2))


def _others(length: int) -> Series:
    """Other codes of that length, always the same ones: what they say must not vary by luck."""
    count = -(-length // len(BLOCKS[0]))
    drawn = np.random.default_rng(0).integers(0, len(BLOCKS), (OTHERS, count))
    return np.array(BLOCKS, np.float64)[drawn].reshape(OTHERS, -1)[:, :length]


def _drift(since: Series, yaw: Series) -> Series:
    """An orthonormal basis of what changes slowly and with the head: (looks, functions)."""
    span = since[-1] - since[0]
    waves = [
        np.cos(np.pi * wave * (since - since[0]) / span)
        for wave in range(int(2 * span / DRIFT_S) + 1)
    ]
    return np.linalg.qr(np.stack([*waves, yaw - yaw.mean()], axis=1))[0]


def _fits(tone: Series, since: Series, drift: Series, codes: Series) -> tuple[Series, Series]:
    """Of each code at its best delay: how clear the fit is (a t value), and how strong."""
    free = max(1, len(tone) - drift.shape[1] - 1)
    clearest = np.full(len(codes), -np.inf)
    strength = np.zeros(len(codes))
    for delay in DELAYS_S:
        shown = codes[:, np.floor((since - delay) / CHIP_S).astype(int) % codes.shape[1]]
        shown -= (shown @ drift) @ drift.T
        power = np.maximum((shown**2).sum(1), 1e-9)
        slope = shown @ tone / power
        left = np.maximum(tone @ tone - slope**2 * power, 1e-12)
        clear = slope * np.sqrt(power * free / left)
        better = clear > clearest
        clearest = np.where(better, clear, clearest)
        strength = np.where(better, slope, strength)
    return clearest, strength
