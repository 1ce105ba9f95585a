"""Speech as the application hears it: where somebody speaks, and what was said."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.analysis import Language, ModelRef, Transcript
from app.domain.media import Samples

SPEECH_RATE_HZ = 16_000
"""Samples per second that every recogniser and voice detector takes."""


@dataclass(frozen=True, slots=True)
class VoiceSegment:
    """A stretch in which somebody speaks, in seconds from the start of the sound given."""

    start_s: float
    end_s: float


class VoiceDetector(Protocol):
    """Tells speech from everything else."""

    def segments(self, samples: Samples) -> tuple[VoiceSegment, ...]:
        """Where somebody speaks, in time order and not overlapping.

        Args:
            samples: at `SPEECH_RATE_HZ`.
        """
        ...


class Recognizer(Protocol):
    """Turns speech of one language into words. Used by one thread."""

    @property
    def language(self) -> Language:
        """The language it recognises."""
        ...

    @property
    def model(self) -> ModelRef:
        """The model that does it."""
        ...

    @property
    def longest_s(self) -> float:
        """How much sound is best given at once, in seconds."""
        ...

    @property
    def keeps_fillers(self) -> bool:
        """Whether it writes hesitations down, so that they can be counted."""
        ...

    def transcribe(self, samples: Samples) -> Transcript:
        """What is said in the sound.

        Args:
            samples: at `SPEECH_RATE_HZ`; taken as speech, so cut out the rest before.
        """
        ...
