"""A flash and a beep at the same moment: how far apart the devices saw and heard them.

The screens show white for a third of a second and play a tone. What is found is the offset between
the two cameras (both see the same flash), and between picture and sound with the sound card's own
output delay in it: a cross-check, not a calibration (docs/measurements-recording.md).
"""

import threading
from collections import deque
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain.media import AudioBlock, Planes
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.recording.pictures import brightness, luma_of

REMEMBERED_S = 12.0
BEEP_HZ = 1000.0
BEEP_S = 0.2
FLASH_STEP_LUMA = 4.0
"""A rise of the mean luma (0..255) within two pictures that may be a flash. Source: a screen that
turns white lifted the generated scene by 20 and more; lamps and automatic exposure move it by less
than 1 a picture (measured on the media's talking heads)."""
FLASH_OVER_NOISE = 6.0
"""And at least so many times the usual change from picture to picture (median)."""
BEEP_SHARE = 0.5
"""Of the sound's energy in a window that lies at `BEEP_HZ`: a tone has 0.9, speech below 0.3."""
WINDOW_S = 0.004
"""Four periods of the tone."""
QUIETEST_BEEP = 30.0
"""RMS, of 32768 (-61 dBFS): quieter cannot be told from the room."""
BEFORE_NS = NS_PER_S // 2
"""Pictures from before the flash, to see it rise."""
_STEP = 16


class FlashWatch:
    """Mean light of one camera's pictures over the last seconds. Any thread may look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lumas: deque[tuple[MonotonicNs, float]] = deque()

    def picture(self, planes: Planes, captured_ns: MonotonicNs) -> None:
        """Remember how bright it was."""
        luma = brightness(luma_of(planes)[::_STEP, ::_STEP])
        with self._lock:
            self._lumas.append((captured_ns, luma))
            while seconds_between(self._lumas[0][0], captured_ns) > REMEMBERED_S:
                self._lumas.popleft()

    def find(self, since_ns: MonotonicNs) -> MonotonicNs | None:
        """Capture time of the first picture of the clearest flash since then."""
        with self._lock:
            seen = [one for one in self._lumas if one[0] >= since_ns - BEFORE_NS]
        return find_flash(seen, since_ns)


class BeepWatch:
    """The sound of the last seconds. Any thread may look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks: deque[AudioBlock] = deque()

    def sound(self, block: AudioBlock) -> None:
        """Remember it."""
        with self._lock:
            self._blocks.append(block)
            while seconds_between(self._blocks[0].captured_ns, block.captured_ns) > REMEMBERED_S:
                self._blocks.popleft()

    def find(self, since_ns: MonotonicNs) -> MonotonicNs | None:
        """When the first beep since then began."""
        with self._lock:
            heard = [block for block in self._blocks if block.captured_ns >= since_ns]
        return find_beep(heard)


def find_flash(
    lumas: Sequence[tuple[MonotonicNs, float]], since_ns: MonotonicNs
) -> MonotonicNs | None:
    """Capture time of the first picture of the clearest flash; None when there is none.

    Args:
        lumas: capture time and mean luma of each picture, in order; some from before the flash.
        since_ns: no flash before this counts.
    """
    rises = [
        (later[1] - earlier[1], later[0])
        for earlier, later in pairwise(lumas)
        if later[0] >= since_ns
    ]
    if len(rises) < 5:  # noqa: PLR2004 - too few to know what is usual
        return None
    usual = float(np.median([abs(rise) for rise, _ in rises]))
    best = max(rises)
    if best[0] < max(FLASH_STEP_LUMA, FLASH_OVER_NOISE * usual):
        return None
    first = next(rise for rise in rises if rise[0] >= best[0] / 2)
    return first[1]


def find_beep(blocks: Sequence[AudioBlock]) -> MonotonicNs | None:
    """When the first tone of `BEEP_HZ` began; None when there is none.

    Args:
        blocks: in order, of one rate.
    """
    if not blocks:
        return None
    rate = blocks[0].rate_hz
    window = round(WINDOW_S * rate)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        samples = block.samples
        if following is not None:
            samples = np.concatenate([samples, following.samples[:window]])
        at = _tone_at(samples.astype(np.float64), rate, window)
        if at is not None and at < len(block.samples):
            return MonotonicNs(block.captured_ns + round(at * NS_PER_S / rate))
    return None


def _tone_at(samples: NDArray[np.float64], rate: int, window: int) -> int | None:
    """Index at which the tone begins, to a quarter of a window."""
    step = max(1, window // 4)
    turn = np.exp(-2j * np.pi * BEEP_HZ * np.arange(window) / rate)
    for at in range(0, len(samples) - window + 1, step):
        piece = samples[at : at + window]
        energy = float(np.sum(piece * piece))
        if energy / window < QUIETEST_BEEP**2:
            continue
        tone = 2 * abs(complex(np.dot(piece, turn))) ** 2 / window
        if tone / energy >= BEEP_SHARE:
            return at
    return None


def found_mark(
    flash: MonotonicNs | None,
    room: MonotonicNs | None,
    beep: MonotonicNs | None,
    *,
    has_room: bool,
) -> tuple[float | None, float | None, str]:
    """Offsets of the room camera and of the sound against the candidate's camera, ms; and why not.

    Args:
        flash: when the candidate's camera saw it.
        room: when the room camera saw it.
        beep: when the microphone heard it.
        has_room: whether there is a room camera.

    Returns:
        `room_ms`, `sound_ms`, `reason`, see `app.domain.quality.SyncMark`.
    """
    missing = [
        words
        for words, at in (
            ("the candidate's camera saw no flash", flash),
            ("the room camera saw no flash", room if has_room else MonotonicNs(1)),
            ("the microphone heard no beep", beep),
        )
        if at is None
    ]
    if not has_room:
        missing.append("there is no room camera")
    room_ms = None if flash is None or room is None else round((room - flash) / 1e6, 1)
    sound_ms = None if flash is None or beep is None else round((beep - flash) / 1e6, 1)
    return room_ms, sound_ms, "; ".join(missing)
