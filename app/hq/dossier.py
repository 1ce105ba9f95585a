"""A session as people read it: every figure beside the second of the recording it comes from."""

from dataclasses import dataclass

from app.domain.analysis import CompetencyScore, Evidence, Word
from app.domain.media import CameraRole
from app.domain.observation import Alert
from app.domain.record import AnswerRecord, SessionRecord
from app.hq.footage import Footage, Piece, Spot
from app.hq.playback import STILL_DELAY_S
from app.hq.timeline import Bar, draw_bars, draw_ticks, length_of
from app.ports.archive import Integrity

LOW_CONFIDENCE = 0.6
"""A word the recogniser was less sure of is marked for the reader's ear.

Source: ours, not calibrated; it changes nothing but the look of the word.
"""
SHOWN_CARD_FIELDS = ("name", "number", "authority", "valid_from", "valid_to")
"""Fields of the ID card that are shown. Sex, ethnicity, birth and address were checked and are
kept in the record; a reviewer does not need them and should not be swayed by them (PIPL art. 6)."""


@dataclass(frozen=True, slots=True)
class WordView:
    """One word of a transcript.

    Attributes:
        spot: where it is heard; None where nothing was recorded.
        end_s: where it ends, seconds in the same part.
        low: the recogniser was not sure of it.
        space: a space stands before it.
    """

    text: str
    spot: Spot | None
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
        pieces: what shows it, in order; empty when nothing was recorded.
        still: where its picture is taken; None when nothing was recorded.
    """

    number: int
    record: AnswerRecord
    pieces: tuple[Piece, ...]
    still: Spot | None
    words: tuple[WordView, ...]
    suggestions: tuple[SuggestionView, ...]
    withheld: tuple[WithheldView, ...]

    @property
    def spot(self) -> Spot | None:
        """Where it begins; None when nothing was recorded."""
        return self.pieces[0].spot if self.pieces else None

    @property
    def filled(self) -> tuple[Piece, ...]:
        """The pieces that the second disk's copy shows."""
        return _from_copy(self.pieces)


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert, with where it can be seen."""

    number: int
    alert: Alert
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it.

    Attributes:
        pieces: what a player of the whole session shows, one camera after the other.
        length_s: seconds from the session's start to the last thing known of it.
        ticks: (per cent, session seconds) for the timeline's scale.
    """

    record: SessionRecord
    integrity: Integrity
    answers: tuple[AnswerView, ...]
    alerts: tuple[AlertView, ...]
    pieces: tuple[Piece, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, float], ...]
    length_s: float

    @property
    def filled(self) -> tuple[Piece, ...]:
        """The pieces that the second disk's copy shows."""
        return _from_copy(self.pieces)


def _from_copy(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.spot.safety)


def masked(number: str) -> str:
    """An ID number of which only the first three and last four characters can be read."""
    hidden = max(0, len(number) - 7)
    return number[:3] + "*" * hidden + number[3 + hidden :]


def _words(words: tuple[Word, ...], answer: AnswerRecord, footage: Footage) -> tuple[WordView, ...]:
    shown: list[WordView] = []
    before = ""
    for word in words:
        text = word.text.strip()
        latin = bool(before) and before[-1].isascii() and text[:1].isascii()
        spot = footage.spot("candidate", answer.starts_at_s + word.start_s)
        shown.append(
            WordView(
                text=text,
                spot=spot,
                end_s=spot.at_s + word.end_s - word.start_s if spot else 0.0,
                confidence=word.confidence,
                low=word.confidence < LOW_CONFIDENCE,
                space=latin,
            )
        )
        before = text or before
    return tuple(shown)


def _suggestions(answer: AnswerRecord, footage: Footage) -> tuple[SuggestionView, ...]:
    found = answer.analysis.competencies if answer.analysis else ()
    return tuple(
        SuggestionView(
            each,
            tuple(
                EvidenceView(
                    item,
                    answer.starts_at_s + item.start_s,
                    footage.spot("candidate", answer.starts_at_s + item.start_s),
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


def _answer(number: int, answer: AnswerRecord, footage: Footage) -> AnswerView:
    start_s, end_s = answer.starts_at_s, max(answer.starts_at_s, answer.ends_at_s)
    transcript = answer.analysis.transcript if answer.analysis else None
    pieces = footage.pieces("candidate", start_s, end_s)
    still = footage.spot("candidate", start_s + min(STILL_DELAY_S, (end_s - start_s) / 2))
    return AnswerView(
        number=number,
        record=answer,
        pieces=pieces,
        still=still or (pieces[0].spot if pieces else None),
        words=_words(transcript.words if transcript else (), answer, footage),
        suggestions=_suggestions(answer, footage),
        withheld=_withheld(answer),
    )


def answers_of(record: SessionRecord, footage: Footage) -> tuple[AnswerView, ...]:
    """Every take, in the order given."""
    return tuple(_answer(number, each, footage) for number, each in enumerate(record.answers, 1))


def _camera_of(alert: Alert) -> CameraRole:
    """Which camera shows it; what the PC noticed, the candidate's shows best."""
    return "candidate" if alert.camera == "pc" else alert.camera


def make_dossier(record: SessionRecord, integrity: Integrity, footage: Footage) -> Dossier:
    """Put a session's documents in the order people read them."""
    pieces = footage.whole()
    length_s = length_of(record, pieces)
    return Dossier(
        record=record,
        integrity=integrity,
        answers=answers_of(record, footage),
        alerts=tuple(
            AlertView(n, each, footage.spot(_camera_of(each), each.start_s))
            for n, each in enumerate(record.alerts, 1)
        ),
        pieces=pieces,
        bars=draw_bars(record, pieces, length_s),
        ticks=draw_ticks(length_s),
        length_s=length_s,
    )
