"""What was computed about an answer, with the evidence for every figure."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
"""A language that can be recognised offline."""
AnalysisPart = Literal["face", "scores"]
"""What a policy may turn off: measures of the face; suggested scores."""


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    Attributes:
        text: as recognised; for Chinese one or more characters.
        start_s, end_s: seconds from the start of the sound given.
        confidence: 0..1 by the recogniser.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model: its name with version, and the SHA-256 of its file."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said.

    Attributes:
        language: what was asked of the recogniser.
        text: words joined (no spaces in Chinese).
        words: in time order.
        confidence: duration-weighted mean of the words', 0..1; 0 with no words.
        model: the recogniser.
    """

    language: Language
    text: str
    words: tuple[Word, ...]
    confidence: float
    model: ModelRef


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure about an answer.

    Attributes:
        name: stable snake_case (`speech_rate`).
        value: the figure.
        unit: `characters/min`, `words/min`, `s`, `1`, `Hz`, `dB`, ...
        source: the rule or paper that defines it.
    """

    name: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure not given because it cannot be trusted for this answer."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a score is what it is: a second of the recording, the words, the rule.

    Attributes:
        start_s, end_s: seconds from the answer's start.
        words: what was said there.
        rule: the rule that counted it (`keyword: 风险`).
    """

    start_s: float
    end_s: float
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class CompetencyScore:
    """A machine's suggestion for a person to weigh; it decides nothing.

    Attributes:
        name: the competency as named in the question.
        score: 0..5; None when withheld.
        confidence: 0..1.
        evidence: what the score rests on.
    """

    name: str
    score: float | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AnswerAnalysis:
    """Everything computed for one answer.

    Attributes:
        transcript: None when recognition was not run or not possible (see `withheld`).
        measures: the figures.
        competencies: the suggestions.
        withheld: figures left out, with the reason.
        not_computed: what policy forbids (`expression`, `emotion`), as proof of absence.
    """

    transcript: Transcript | None
    measures: tuple[Measure, ...]
    competencies: tuple[CompetencyScore, ...]
    withheld: tuple[Withheld, ...]
    not_computed: tuple[str, ...]
