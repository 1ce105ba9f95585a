"""Kiosk <-> analyst: the process that recognises speech and measures answers."""

from dataclasses import dataclass
from typing import Literal

from app.domain.analysis import AnalysisPart, AnswerAnalysis, Language
from app.domain.assignment import Question
from app.domain.ids import TakeId
from app.domain.observation import Observation
from app.domain.timing import MonotonicNs


@dataclass(frozen=True, slots=True)
class AnalystConfig:
    """Settings of the analyst process.

    Attributes:
        ring: name of the `AudioRing`.
        models: folder of the model files.
        resources: folder of the shipped resources.
        lexicon, models_list: headquarters' own files; empty for the shipped ones.
        off: parts of the analysis that its policy turns off.
    """

    ring: str
    models: str
    resources: str
    lexicon: str = ""
    models_list: str = ""
    off: tuple[AnalysisPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepare:
    """Load the recogniser for this language, if it is not loaded."""

    language: Language
    kind: Literal["prepare"] = "prepare"


@dataclass(frozen=True, slots=True)
class AnalyseAnswer:
    """Analyse one take; its sound is in the shared audio ring between the two times.

    Attributes:
        take: which take.
        question: what was asked.
        position: what the candidate applies for.
        language: spoken.
        start_ns, end_ns: capture times.
        observations: what the live models saw of the candidate in that time.
    """

    take: TakeId
    question: Question
    position: str
    language: Language
    start_ns: MonotonicNs
    end_ns: MonotonicNs
    observations: tuple[Observation, ...]
    kind: Literal["analyse_answer"] = "analyse_answer"


@dataclass(frozen=True, slots=True)
class UseRules:
    """Measure by other rules from now on; sent between two interviews.

    Attributes:
        resources: folder of the shipped lexicon.
        lexicon: headquarters' own; empty for the shipped one.
        off: parts of the analysis that its policy turns off.
    """

    resources: str
    lexicon: str
    off: tuple[AnalysisPart, ...]
    kind: Literal["use_rules"] = "use_rules"


AnalystCommand = Prepare | AnalyseAnswer | UseRules


@dataclass(frozen=True, slots=True)
class AnalystReady:
    """The recogniser for the language is loaded."""

    language: Language
    load_s: float
    kind: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True)
class AnswerAnalysed:
    """The outcome for one take; a failure comes as withheld figures with the reason."""

    take: TakeId
    analysis: AnswerAnalysis
    cpu_s: float
    kind: Literal["answer_analysed"] = "answer_analysed"


AnalystReport = AnalystReady | AnswerAnalysed
