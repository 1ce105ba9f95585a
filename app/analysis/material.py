"""What an analysis is made of, and what it finds, before it becomes an `AnswerAnalysis`."""

import re
from dataclasses import dataclass

from app.domain.analysis import Language, Measure, Transcript, Withheld
from app.domain.assignment import Question
from app.domain.media import Samples
from app.domain.observation import Observation
from app.ports.speech import SPEECH_RATE_HZ, VoiceSegment

_UNIT = {
    "zh": re.compile(r"[㐀-鿿]|[A-Za-z0-9]+"),
    "en": re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)*"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """The sound of an answer and what the speech models made of it.

    Attributes:
        samples: at 16 kHz, from the answer's start to its end.
        missing_s: seconds of silence that stand for sound that was lost.
        segments: where somebody speaks.
        transcript: what was recognised; None when no recogniser ran.
        fillers_kept: whether the recogniser writes hesitations down.
        problem: why there is no transcript; empty when there is one.
    """

    samples: Samples
    missing_s: float
    segments: tuple[VoiceSegment, ...]
    transcript: Transcript | None
    fillers_kept: bool
    problem: str = ""

    @property
    def duration_s(self) -> float:
        """Length of the answer."""
        return len(self.samples) / SPEECH_RATE_HZ

    @property
    def speech_s(self) -> float:
        """Seconds in which somebody speaks."""
        return sum(segment.end_s - segment.start_s for segment in self.segments)


@dataclass(frozen=True, slots=True)
class AnswerMaterial:
    """One answer, ready to be measured.

    Attributes:
        question: what was asked.
        language: what was spoken.
        heard: the sound; None when there was none to be had.
        sound_problem: why there was none; empty otherwise.
        duration_s: length of the answer.
        observations: what the live models saw of the candidate.
        sight_problem: why there are none; empty to go by their number.
    """

    question: Question
    language: Language
    heard: Heard | None
    sound_problem: str
    duration_s: float
    observations: tuple[Observation, ...]
    sight_problem: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Some figures, and those left out."""

    measures: tuple[Measure, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    def __add__(self, other: "Findings") -> "Findings":
        """Both."""
        return Findings(self.measures + other.measures, self.withheld + other.withheld)


def withhold(names: tuple[str, ...], reason: str) -> Findings:
    """Leave out all of these, for one reason."""
    return Findings(withheld=tuple(Withheld(name, reason) for name in names))


def units_of(text: str, language: Language) -> int:
    """How much was said: characters in Chinese (a Latin word counts one), words in English."""
    return len(_UNIT[language].findall(text))
