"""A tone on the machine's default output, by PortAudio."""

import numpy as np

RATE_HZ = 48_000
AMPLITUDE = 0.25
"""Of full scale (-12 dBFS): clearly heard, not startling. Source: own."""
EDGE_S = 0.002
"""Faded in and out over this: no click, and the beginning is still sharp to 2 ms."""


def play_tone(hz: float, seconds: float) -> bool:
    """Begin to play; return without waiting for the end.

    Args:
        hz: of the tone.
        seconds: how long.

    Returns:
        False where there is no output or no sound library.
    """
    try:
        import sounddevice  # noqa: PLC0415 - fails where PortAudio is missing

        at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
        edge = np.clip(np.minimum(at, seconds - at) / EDGE_S, 0, 1)
        tone = (AMPLITUDE * edge * np.sin(2 * np.pi * hz * at)).astype(np.float32)
        sounddevice.play(tone, RATE_HZ)
    except Exception:  # noqa: BLE001 - fence: OSError without PortAudio, PortAudioError by host API
        return False
    return True
