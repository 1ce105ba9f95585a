"""Loudness and noise of an answer."""

import math

import numpy as np
from numpy.typing import NDArray

from app.analysis.material import Findings, Heard, withhold
from app.domain.analysis import Measure
from app.ports.speech import SPEECH_RATE_HZ

NAMES = ("speech_level", "signal_to_noise", "clipping_share")

MIN_QUIET_S = 0.5
"""Noise is measured on at least this much sound without speech."""
GUARD_S = 0.15
"""Kept away from both ends of speech when noise is measured: its attack and its echo."""
_FULL_SCALE = 32768.0
_CLIPPED = 32_700


def measure_sound(heard: Heard) -> Findings:
    """Level of the speech, its distance to the noise, and how much of it is clipped."""
    speaking, quiet = _masks(heard)
    if not speaking.any():
        return withhold(NAMES, "nobody speaks in the sound")
    speech = heard.samples[speaking].astype(np.float64)
    power = float(np.mean(np.square(speech / _FULL_SCALE)))
    clipped = float(np.mean(np.abs(speech) >= _CLIPPED))
    found = Findings(
        (
            Measure("speech_level", _db(power), "dBFS", "mean power where somebody speaks"),
            Measure("clipping_share", clipped, "1", "share of speech samples at full scale"),
        )
    )
    return found + _signal_to_noise(heard, quiet, power)


def _signal_to_noise(heard: Heard, quiet: NDArray[np.bool_], power: float) -> Findings:
    name = ("signal_to_noise",)
    if quiet.sum() < MIN_QUIET_S * SPEECH_RATE_HZ:
        return withhold(name, f"less than {MIN_QUIET_S} s without speech to measure noise on")
    noise = float(np.mean(np.square(heard.samples[quiet].astype(np.float64) / _FULL_SCALE)))
    if noise <= 0:
        return withhold(name, "the pauses are digital silence: a gate or synthetic sound")
    ratio = _db(max(power - noise, power / 1000) / noise)
    source = f"power with speech less power without, over power without ({GUARD_S} s apart)"
    return Findings((Measure("signal_to_noise", ratio, "dB", source),))


def _masks(heard: Heard) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    speaking = np.zeros(len(heard.samples), np.bool_)
    quiet = np.ones(len(heard.samples), np.bool_)
    for segment in heard.segments:
        speaking[_index(segment.start_s) : _index(segment.end_s)] = True
        quiet[_index(segment.start_s - GUARD_S) : _index(segment.end_s + GUARD_S)] = False
    return speaking, quiet


def _index(at_s: float) -> int:
    return max(0, round(at_s * SPEECH_RATE_HZ))


def _db(ratio: float) -> float:
    return round(10 * math.log10(max(ratio, 1e-12)), 1)
