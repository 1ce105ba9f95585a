"""A session as bars on a line."""

from dataclasses import dataclass

from app.domain.record import SessionRecord
from app.hq.footage import Piece

_SHORTEST_BAR = 0.4
"""Per cent of the timeline: a shorter bar could not be seen or hit."""
_TICK_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on the timeline, in per cent of its length.

    Attributes:
        kind: `answer`, `alert`, `fault`, or a camera; with `-safety` where its copy is shown.
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


def length_of(record: SessionRecord, pieces: tuple[Piece, ...]) -> float:
    """Seconds from the session's start to the last thing known of it."""
    ends = [(record.ended - record.started).total_seconds(), 1.0]
    ends += [answer.ends_at_s for answer in record.answers]
    ends += [alert.end_s or alert.start_s for alert in record.alerts]
    ends += [piece.to_s for piece in pieces]
    ends += [fault.at_s + fault.cost_s for fault in record.faults]
    return max(ends)


def draw_bars(record: SessionRecord, pieces: tuple[Piece, ...], length_s: float) -> tuple[Bar, ...]:
    """What was recorded, answered and noticed, each as a bar."""

    def bar(kind: str, label: str, at_s: float, end_s: float, href: str = "") -> Bar:
        left = min(100.0 - _SHORTEST_BAR, max(0.0, at_s / length_s * 100))
        width = min(100.0 - left, max(_SHORTEST_BAR, (end_s - at_s) / length_s * 100))
        return Bar(kind, label, round(left, 3), round(width, 3), at_s, end_s, href)

    def piece_bar(piece: Piece) -> Bar:
        kind = f"{piece.camera}-safety" if piece.spot.safety else piece.camera
        entry = record.media[piece.spot.part].entry
        return bar(kind, entry, piece.from_s, piece.to_s, "#media")

    return (
        *(piece_bar(piece) for piece in pieces),
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


def draw_ticks(length_s: float) -> tuple[tuple[float, float], ...]:
    """The timeline's scale: (per cent, session seconds)."""
    step = next((s for s in _TICK_STEPS_S if length_s / s <= _MOST_TICKS), 3600)
    return tuple(
        (round(at / length_s * 100, 3), float(at)) for at in range(0, int(length_s) + 1, step)
    )
