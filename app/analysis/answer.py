"""One answer's analysis: pure, from what the models heard and saw."""

from app.analysis.competency import suggest
from app.analysis.fluency import (
    FILLER_NAMES,
    PAUSE_NAMES,
    RATE_NAMES,
    measure_fillers,
    measure_pauses,
    measure_rates,
)
from app.analysis.lexicon import Fillers
from app.analysis.material import AnswerMaterial, Findings, Heard, units_of, withhold
from app.analysis.settings import AnalysisSettings
from app.analysis.sight import NAMES as SIGHT_NAMES
from app.analysis.sight import measure_sight
from app.analysis.sound import NAMES as SOUND_NAMES
from app.analysis.sound import measure_sound
from app.domain.analysis import (
    AnswerAnalysis,
    CompetencyScore,
    Measure,
    Transcript,
)
from app.domain.assignment import Question

NOT_COMPUTED = ("expression", "emotion")
"""Never computed unless a policy signed by HQ allows it; there is no code for it here."""

CONFIDENCE = "recognition_confidence"
COVERAGE = "keyword_coverage"


def measure_answer(
    material: AnswerMaterial, fillers: Fillers, settings: AnalysisSettings
) -> AnswerAnalysis:
    """Everything that can be said about an answer, and what is left out and why."""
    if "face" in settings.off:
        sight = Findings()
    elif material.sight_problem:
        sight = withhold(SIGHT_NAMES, material.sight_problem)
    else:
        sight = measure_sight(material.observations, material.duration_s, settings)
    heard = material.heard
    if heard is None:
        names = (CONFIDENCE, *PAUSE_NAMES, *SOUND_NAMES)
        found = withhold(names, material.sound_problem)
        words, score = _without_words(material.question, material.sound_problem)
    else:
        found = measure_pauses(heard, settings) + measure_sound(heard)
        words, score = _measure_words(heard, material.question, fillers, settings)
    found = found + words + sight
    off = tuple(sorted(settings.off))
    unwanted = (COVERAGE, _named(material.question)) if "scores" in off else ()
    return AnswerAnalysis(
        transcript=heard.transcript if heard else None,
        measures=found.measures,
        competencies=(score,),
        withheld=tuple(one for one in found.withheld if one.name not in unwanted),
        not_computed=(*NOT_COMPUTED, *off),
    )


def why_not_trusted(heard: Heard, transcript: Transcript, settings: AnalysisSettings) -> str:
    """Why nothing that rests on the words can be given; empty when they can be trusted."""
    chinese = transcript.language == "zh"
    least = settings.min_confidence_zh if chinese else settings.min_confidence_en
    pace = settings.min_units_per_s_zh if chinese else settings.min_units_per_s_en
    said = units_of(transcript.text, transcript.language)
    if heard.missing_s > settings.max_missing_share * heard.duration_s:
        return f"{heard.missing_s:.1f} s of the sound are missing"
    if heard.speech_s < settings.min_speech_s or said < settings.min_units:
        return f"too little speech: {heard.speech_s:.1f} s, {said} characters or words recognised"
    if transcript.confidence < least:
        return f"low recognition confidence: {transcript.confidence:.2f}, {least:.2f} needed"
    if said / heard.speech_s < pace:
        return (
            f"most of the speech was not understood: {said} characters or words in "
            f"{heard.speech_s:.1f} s"
        )
    return ""


def _measure_words(
    heard: Heard, question: Question, fillers: Fillers, settings: AnalysisSettings
) -> tuple[Findings, CompetencyScore]:
    transcript = heard.transcript
    if transcript is None:
        words, score = _without_words(question, heard.problem)
        return withhold((CONFIDENCE,), heard.problem) + words, score
    reason = "nobody speaks in the sound" if not heard.segments else ""
    reason = reason or why_not_trusted(heard, transcript, settings)
    confidence = _confidence(transcript)
    if reason:
        words, score = _without_words(question, reason)
        return confidence + words, score
    found = confidence + measure_rates(heard, transcript, settings)
    found += measure_fillers(heard, transcript, fillers, settings)
    if "scores" in settings.off:
        return found, _unscored(question)
    if not question.keywords:
        none, score = _without_score(question, "the question has no keywords")
        return found + none, score
    score, coverage = suggest(transcript, question, settings)
    said = units_of(transcript.text, transcript.language)
    if said < settings.min_scored_units:
        reason = f"too little was said to score: {said} characters or words"
        return found + coverage + withhold((_named(question),), reason), _unscored(question)
    return found + coverage, score


def _confidence(transcript: Transcript) -> Findings:
    if not transcript.words:
        return withhold((CONFIDENCE,), "no words were recognised")
    source = f"mean of the words', by duration; {transcript.model.name}"
    return Findings((Measure(CONFIDENCE, round(transcript.confidence, 3), "1", source),))


def _without_words(question: Question, reason: str) -> tuple[Findings, CompetencyScore]:
    none, score = _without_score(question, reason)
    return withhold((*RATE_NAMES, *FILLER_NAMES), reason) + none, score


def _without_score(question: Question, reason: str) -> tuple[Findings, CompetencyScore]:
    return withhold((COVERAGE, _named(question)), reason), _unscored(question)


def _named(question: Question) -> str:
    return f"competency: {question.competency}"


def _unscored(question: Question) -> CompetencyScore:
    return CompetencyScore(question.competency, None, 0.0, ())
