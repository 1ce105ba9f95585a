"""A session as people read it: every figure beside the second of the recording it comes from."""

from dataclasses import dataclass

from app.domain.analysis import CompetencyScore, Evidence, Word
from app.domain.observation import Alert
from app.domain.record import AnswerRecord, MediaPart, SessionRecord
from app.hq.playback import STILL_DELAY_S, part_at
from app.ports.archive import Integrity

LOW_CONFIDENCE = 0.6
"""A word the recogniser was less sure of is marked for the reader's ear.

Source: ours, not calibrated; it changes nothing but the look of the word.
"""
SHOWN_CARD_FIELDS = ("name", "number", "authority", "valid_from", "valid_to")
"""Fields of the ID card that are shown. Sex, ethnicity, birth and address were checked and are
kept in the record; a reviewer does not need them and should not be swayed by them (PIPL art. 6)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a media part.

    Attributes:
        part: index in `SessionRecord.media`.
        at_s: seconds in the part.
    """

    part: int
    at_s: float


@dataclass(frozen=True, slots=True)
class WordView:
    """One word of a transcript.

    Attributes:
        start_s, end_s: seconds in the answer's media part.
        low: the recogniser was not sure of it.
        space: a space stands before it.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float
    low: bool
    space: bool


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence, with where it can be seen; `spot` None where nothing was recorded."""

    evidence: Evidence
    session_s: float
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One suggestion with its evidence."""

    suggestion: CompetencyScore
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class WithheldView:
    """Figures withheld for the same reason."""

    reason: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One take of one question.

    Attributes:
        number: 1, 2, ... in the order given.
        spot: where it begins in the recording; None when none was running.
        end_s: where it ends, seconds in the same part.
        still_s: where its picture is taken, seconds in the same part.
    """

    number: int
    record: AnswerRecord
    spot: Spot | None
    end_s: float
    still_s: float
    words: tuple[WordView, ...]
    suggestions: tuple[SuggestionView, ...]
    withheld: tuple[WithheldView, ...]


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert, with where it can be seen."""

    number: int
    alert: Alert
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on the timeline, in per cent of its length.

    Attributes:
        kind: `candidate`, `room`, `answer`, `alert` or `fault`.
        label: the code or number it stands for.
        at_s, end_s: session seconds.
        href: the place in the page that tells more; empty for none.
    """

    kind: str
    label: str
    left: float
    width: float
    at_s: float
    end_s: float
    href: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it.

    Attributes:
        length_s: seconds from the session's start to the last thing known of it.
        ticks: (per cent, session seconds) for the timeline's scale.
    """

    record: SessionRecord
    integrity: Integrity
    answers: tuple[AnswerView, ...]
    alerts: tuple[AlertView, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, float], ...]
    length_s: float


def masked(number: str) -> str:
    """An ID number of which only the first three and last four characters can be read."""
    hidden = max(0, len(number) - 7)
    return number[:3] + "*" * hidden + number[3 + hidden :]


def spot_at(record: SessionRecord, at_s: float) -> Spot | None:
    """Where the candidate's camera recorded that session second."""
    part = part_at(record.media, at_s)
    if part is None:
        return None
    return Spot(record.media.index(part), at_s - part.starts_at_s)


def _alert_spot(record: SessionRecord, alert: Alert) -> Spot | None:
    parts = [part for part in record.media if part.camera == alert.camera]
    begun = [part for part in parts if part.starts_at_s <= alert.start_s]
    part = max(begun, key=lambda item: item.starts_at_s, default=None)
    if part is None:
        return None
    return Spot(record.media.index(part), alert.start_s - part.starts_at_s)


def _words(words: tuple[Word, ...], offset_s: float) -> tuple[WordView, ...]:
    shown: list[WordView] = []
    before = ""
    for word in words:
        text = word.text.strip()
        latin = bool(before) and before[-1].isascii() and text[:1].isascii()
        shown.append(
            WordView(
                text=text,
                start_s=offset_s + word.start_s,
                end_s=offset_s + word.end_s,
                confidence=word.confidence,
                low=word.confidence < LOW_CONFIDENCE,
                space=latin,
            )
        )
        before = text or before
    return tuple(shown)


def _suggestions(record: SessionRecord, answer: AnswerRecord) -> tuple[SuggestionView, ...]:
    found = answer.analysis.competencies if answer.analysis else ()
    return tuple(
        SuggestionView(
            each,
            tuple(
                EvidenceView(
                    item,
                    answer.starts_at_s + item.start_s,
                    spot_at(record, answer.starts_at_s + item.start_s),
                )
                for item in each.evidence
            ),
        )
        for each in found
    )


def _withheld(answer: AnswerRecord) -> tuple[WithheldView, ...]:
    by_reason: dict[str, list[str]] = {}
    for item in answer.analysis.withheld if answer.analysis else ():
        by_reason.setdefault(item.reason, []).append(item.name)
    return tuple(WithheldView(reason, tuple(names)) for reason, names in by_reason.items())


def _answer(record: SessionRecord, number: int, answer: AnswerRecord) -> AnswerView:
    spot = spot_at(record, answer.starts_at_s)
    length_s = max(0.0, answer.ends_at_s - answer.starts_at_s)
    start_s = spot.at_s if spot else 0.0
    transcript = answer.analysis.transcript if answer.analysis else None
    return AnswerView(
        number=number,
        record=answer,
        spot=spot,
        end_s=start_s + length_s,
        still_s=start_s + min(STILL_DELAY_S, length_s / 2),
        words=_words(transcript.words if transcript else (), start_s),
        suggestions=_suggestions(record, answer),
        withheld=_withheld(answer),
    )


def _part_end_s(part: MediaPart) -> float:
    return part.starts_at_s + part.duration_s


def _length_s(record: SessionRecord) -> float:
    ends = [(record.ended - record.started).total_seconds(), 1.0]
    ends += [answer.ends_at_s for answer in record.answers]
    ends += [alert.end_s or alert.start_s for alert in record.alerts]
    ends += [_part_end_s(part) for part in record.media]
    ends += [fault.at_s + fault.cost_s for fault in record.faults]
    return max(ends)


_SHORTEST_BAR = 0.4
"""Per cent of the timeline: a shorter bar could not be seen or hit."""


def _bars(record: SessionRecord, length_s: float) -> tuple[Bar, ...]:
    def bar(kind: str, label: str, at_s: float, end_s: float, href: str = "") -> Bar:
        left = min(100.0 - _SHORTEST_BAR, max(0.0, at_s / length_s * 100))
        width = min(100.0 - left, max(_SHORTEST_BAR, (end_s - at_s) / length_s * 100))
        return Bar(kind, label, round(left, 3), round(width, 3), at_s, end_s, href)

    return (
        *(bar(p.camera, p.entry, p.starts_at_s, _part_end_s(p), "#media") for p in record.media),
        *(
            bar("answer", str(number), a.starts_at_s, a.ends_at_s, f"#answer-{number}")
            for number, a in enumerate(record.answers, 1)
        ),
        *(
            bar("alert", a.kind, a.start_s, a.end_s or length_s, f"#alert-{number}")
            for number, a in enumerate(record.alerts, 1)
        ),
        *(bar("fault", f.cause, f.at_s, f.at_s + f.cost_s, "#faults") for f in record.faults),
    )


_TICK_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_TICKS = 9


def _ticks(length_s: float) -> tuple[tuple[float, float], ...]:
    step = next((s for s in _TICK_STEPS_S if length_s / s <= _MOST_TICKS), 3600)
    return tuple(
        (round(at / length_s * 100, 3), float(at)) for at in range(0, int(length_s) + 1, step)
    )


def answers_of(record: SessionRecord) -> tuple[AnswerView, ...]:
    """Every take, in the order given."""
    return tuple(_answer(record, number, each) for number, each in enumerate(record.answers, 1))


def make_dossier(record: SessionRecord, integrity: Integrity) -> Dossier:
    """Put a session's documents in the order people read them."""
    length_s = _length_s(record)
    return Dossier(
        record=record,
        integrity=integrity,
        answers=answers_of(record),
        alerts=tuple(
            AlertView(n, each, _alert_spot(record, each)) for n, each in enumerate(record.alerts, 1)
        ),
        bars=_bars(record, length_s),
        ticks=_ticks(length_s),
        length_s=length_s,
    )
