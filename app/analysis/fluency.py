"""How an answer was spoken: when it began, its pauses, how fast, with how many fillers."""

from collections.abc import Sequence
from itertools import pairwise

from app.analysis.lexicon import Fillers
from app.analysis.material import Findings, Heard, units_of, withhold
from app.analysis.settings import AnalysisSettings
from app.domain.analysis import Language, Measure, Transcript, Word

PAUSE_NAMES = (
    "time_to_first_word",
    "speaking_share",
    "pause_count",
    "pause_total",
    "pause_longest",
    "pause_share",
)
RATE_NAMES = ("speech_rate", "articulation_rate")
FILLER_NAMES = ("filler_count", "filler_rate")

_UNITS = {"zh": "characters", "en": "words"}


def measure_pauses(heard: Heard, settings: AnalysisSettings) -> Findings:
    """Figures that rest on where somebody speaks, not on the words."""
    if not heard.segments:
        return withhold(PAUSE_NAMES, "nobody speaks in the sound")
    if heard.missing_s > settings.max_missing_share * heard.duration_s:
        return withhold(PAUSE_NAMES, f"{heard.missing_s:.1f} s of the sound are missing")
    gaps = [later.start_s - earlier.end_s for earlier, later in pairwise(heard.segments)]
    pauses = [gap for gap in gaps if gap >= settings.pause_s]
    span_s = _span_s(heard)
    pause_rule = (
        f"gaps of at least {settings.pause_s} s between stretches of speech (Silero VAD); "
        "De Jong and Bosker 2013"
    )
    first, share = heard.segments[0].start_s, heard.speech_s / heard.duration_s
    return Findings(
        (
            Measure("time_to_first_word", round(first, 2), "s", "start of the first speech"),
            Measure("speaking_share", round(share, 3), "1", "time with speech / answer's length"),
            Measure("pause_count", float(len(pauses)), "count", pause_rule),
            Measure("pause_total", round(sum(pauses), 2), "s", pause_rule),
            Measure("pause_longest", round(max(pauses, default=0.0), 2), "s", pause_rule),
            Measure(
                "pause_share",
                round(sum(pauses) / span_s, 3),
                "1",
                "pause_total / time from first to last speech",
            ),
        )
    )


def measure_rates(heard: Heard, transcript: Transcript, settings: AnalysisSettings) -> Findings:
    """Speech rate (pauses included) and articulation rate (pauses excluded).

    Source: Goldman-Eisler 1968; De Jong and Wempe 2009 name them so.
    """
    said = units_of(transcript.text, transcript.language)
    unit = f"{_UNITS[transcript.language]}/min"
    span_s = _span_s(heard)
    gaps = [later.start_s - earlier.end_s for earlier, later in pairwise(heard.segments)]
    talking_s = span_s - sum(gap for gap in gaps if gap >= settings.pause_s)
    return Findings(
        (
            Measure(
                "speech_rate",
                round(said / span_s * 60, 1),
                unit,
                f"{_UNITS[transcript.language]} recognised / time from first to last speech, "
                "pauses included; Goldman-Eisler 1968",
            ),
            Measure(
                "articulation_rate",
                round(said / talking_s * 60, 1),
                unit,
                f"the same without pauses of {settings.pause_s} s and more; Goldman-Eisler 1968",
            ),
        )
    )


def measure_fillers(
    heard: Heard, transcript: Transcript, fillers: Fillers, settings: AnalysisSettings
) -> Findings:
    """How many fillers, and how many a minute of speech."""
    if not heard.fillers_kept:
        return withhold(FILLER_NAMES, "the recogniser for this language leaves fillers out")
    found = find_fillers(transcript.words, transcript.language, fillers, settings)
    rate = len(found) / heard.speech_s * 60
    source = "hesitations, and filler phrases before a pause or repeated (lexicons/fillers.toml)"
    return Findings(
        (
            Measure("filler_count", float(len(found)), "count", source),
            Measure("filler_rate", round(rate, 2), "1/min", f"{source}, a minute of speech"),
        )
    )


def find_fillers(
    words: Sequence[Word], language: Language, fillers: Fillers, settings: AnalysisSettings
) -> tuple[Word, ...]:
    """The words that are fillers."""
    hesitations, phrases = fillers.of(language)
    found: list[Word] = []
    for index, word in enumerate(words):
        said = word.text.lower().strip(".,!?;: ")
        after = words[index + 1] if index + 1 < len(words) else None
        if said in hesitations and word.confidence >= settings.min_filler_confidence:
            found.append(word)
        elif said in phrases and after is not None:
            repeated = after.text.lower().strip(".,!?;: ") == said
            if repeated or after.start_s - word.end_s >= settings.filler_pause_s:
                found.append(word)
    return tuple(found)


def _span_s(heard: Heard) -> float:
    return max(0.1, heard.segments[-1].end_s - heard.segments[0].start_s)
