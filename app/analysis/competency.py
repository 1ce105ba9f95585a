"""A suggestion for a competency, 0..5, with the seconds and words that it rests on.

Rule `coverage-1`: score = 5 x coverage x (0.5 + 0.5 x amount), where coverage is the share of the
question's keywords that were said, and amount is what was said over what is expected of a full
answer, at most 1. Its confidence says how surely the words were heard, not how right the
suggestion is: the recognition confidence, less up to half where keywords were found by sound
only. The rule is ours and is not calibrated: it is for a person to weigh.
"""

from app.analysis.keywords import KeywordHit, find_keywords
from app.analysis.material import Findings, units_of
from app.analysis.settings import AnalysisSettings
from app.domain.analysis import (
    CompetencyScore,
    Evidence,
    Language,
    Measure,
    Transcript,
)
from app.domain.assignment import Question

RULE = "coverage-1"
HITS_SHOWN = 3
"""Places given as evidence for one keyword."""
_UNITS = {"zh": "characters", "en": "words"}


def suggest(
    transcript: Transcript, question: Question, settings: AnalysisSettings
) -> tuple[CompetencyScore, Findings]:
    """The suggestion, and the coverage as a measure.

    Args:
        transcript: recognised well enough to be trusted.
        question: with at least one keyword.
        settings: for the expected amount.
    """
    hits = find_keywords(transcript, question.keywords)
    covered = {hit.keyword for hit in hits}
    names = [keyword.name for keyword in question.keywords]
    coverage = sum(name in covered for name in names) / len(names)
    said = units_of(transcript.text, transcript.language)
    expected = expected_units(question, transcript.language, settings)
    amount = min(1.0, said / expected)
    by_sound = {name for name in covered if all(h.by_sound for h in hits if h.keyword == name)}
    doubt = 0.5 * len(by_sound) / len(covered) if covered else 0.0
    score = CompetencyScore(
        name=question.competency,
        score=round(5 * coverage * (0.5 + 0.5 * amount), 1),
        confidence=round(transcript.confidence * (1 - doubt), 3),
        evidence=(
            *_shown(hits, names),
            _amount_evidence(transcript, said, expected),
        ),
    )
    source = f"keywords said / keywords of the question ({len(covered)} of {len(names)}); {RULE}"
    return score, Findings((Measure("keyword_coverage", round(coverage, 3), "1", source),))


def expected_units(question: Question, language: Language, settings: AnalysisSettings) -> float:
    """Characters or words of a full answer: a share of the time, at an unhurried rate."""
    rate = settings.expected_zh_per_min if language == "zh" else settings.expected_en_per_min
    return max(1.0, question.answer_s / 60 * rate * settings.expected_share)


def _shown(hits: tuple[KeywordHit, ...], names: list[str]) -> list[Evidence]:
    return [
        Evidence(hit.start_s, hit.end_s, hit.words, hit.rule)
        for name in names
        for hit in [hit for hit in hits if hit.keyword == name][:HITS_SHOWN]
    ]


def _amount_evidence(transcript: Transcript, said: int, expected: float) -> Evidence:
    words = transcript.words
    unit = _UNITS[transcript.language]
    rule = f"amount: {said} {unit}, {expected:.0f} expected of a full answer; {RULE}"
    ends = f"{words[0].text} … {words[-1].text}"
    return Evidence(words[0].start_s, words[-1].end_s, ends, rule)
