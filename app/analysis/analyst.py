"""Runs the speech models over an answer and measures it. A failing model costs its figures only."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.analysis.answer import measure_answer
from app.analysis.lexicon import Fillers
from app.analysis.material import AnswerMaterial, Heard
from app.analysis.settings import AnalysisSettings
from app.domain.analysis import AnalysisPart, AnswerAnalysis, Language, Transcript
from app.domain.assignment import Question
from app.domain.errors import BoothError
from app.domain.media import Samples
from app.domain.observation import Observation
from app.perception.speech_gate import recognise
from app.perception.speech_sound import SILENT_DBFS, loudest_dbfs
from app.ports.speech import SPEECH_RATE_HZ, Recognizer, VoiceDetector

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerSound:
    """The sound of an answer.

    Attributes:
        samples: at 16 kHz.
        missing_s: seconds of silence in it that stand for lost sound.
    """

    samples: Samples
    missing_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """Length of the answer."""
        return len(self.samples) / SPEECH_RATE_HZ


@dataclass(frozen=True, slots=True)
class NoSound:
    """There is no sound to be had, and why.

    Attributes:
        reason: one English sentence for the withheld figures.
        duration_s: length of the answer.
    """

    reason: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of the candidate, or why nothing was.

    Attributes:
        observations: what the models saw.
        problem: why there are none; empty to go by their number.
    """

    observations: tuple[Observation, ...] = ()
    problem: str = ""


class Analyst:
    """Analyses answers; keeps each language's recogniser once loaded. Used by one thread."""

    def __init__(
        self,
        open_detector: Callable[[], VoiceDetector],
        open_recognizer: Callable[[Language], Recognizer],
        fillers: Fillers,
        settings: AnalysisSettings | None = None,
    ) -> None:
        """Load nothing yet.

        Args:
            open_detector: loads the voice detector.
            open_recognizer: loads a language's recogniser.
            fillers: the lexicon.
            settings: thresholds.
        """
        self._open_detector = open_detector
        self._open_recognizer = open_recognizer
        self._detector: VoiceDetector | None = None
        self._recognizers: dict[Language, Recognizer] = {}
        self._fillers = fillers
        self._settings = settings or AnalysisSettings()

    def use(self, fillers: Fillers, off: frozenset[AnalysisPart]) -> None:
        """Measure by another lexicon, and leave other parts out, from now on."""
        self._fillers = fillers
        self._settings = replace(self._settings, off=off)

    def prepare(self, language: Language) -> Recognizer:
        """Load what this language needs, once.

        Raises:
            BoothError: a model is missing or cannot be loaded.
        """
        if self._detector is None:
            self._detector = self._open_detector()
        if language not in self._recognizers:
            self._recognizers[language] = self._open_recognizer(language)
        return self._recognizers[language]

    def hear(self, sound: AnswerSound, language: Language) -> Heard:
        """Where somebody speaks and what is said; a failing model is told in `problem`."""
        if loudest_dbfs(sound.samples) < SILENT_DBFS:
            return _unheard(sound, "the sound is silent")
        try:
            recognizer = self.prepare(language)
            return self._heard(sound, recognizer)
        except BoothError as error:
            _LOG.warning("Recognition in %s failed: %s", language, error.code)
            return _unheard(sound, f"no recognition: {error.what} ({error.code})")
        except Exception as error:  # noqa: BLE001 - the fence between the models and an answer
            _LOG.exception("Recognition in %s failed", language)
            return _unheard(sound, f"the recogniser failed ({type(error).__name__})")

    def analyse(
        self, question: Question, language: Language, sound: AnswerSound | NoSound, sight: Sight
    ) -> AnswerAnalysis:
        """One answer's analysis; never raises for what a model does."""
        heard = self.hear(sound, language) if isinstance(sound, AnswerSound) else None
        material = AnswerMaterial(
            question=question,
            language=language,
            heard=heard,
            sound_problem=sound.reason if isinstance(sound, NoSound) else "",
            duration_s=sound.duration_s,
            observations=sight.observations,
            sight_problem=sight.problem,
        )
        return measure_answer(material, self._fillers, self._settings)

    def _heard(self, sound: AnswerSound, recognizer: Recognizer) -> Heard:
        segments = self._detector.segments(sound.samples) if self._detector else ()
        transcript: Transcript = recognise(recognizer, sound.samples, segments)
        return Heard(sound.samples, sound.missing_s, segments, transcript, recognizer.keeps_fillers)


def _unheard(sound: AnswerSound, problem: str) -> Heard:
    return Heard(sound.samples, sound.missing_s, (), None, fillers_kept=False, problem=problem)
