"""A card's lines put upright and gathered into rows."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from app.identity.script import simplified
from app.perception.text import Quad, TextLine

_APART = re.compile(r"[\s:：|]")
"""Put between printed groups."""
_ROW_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, upright: left, right, top, bottom in the rotated picture's pixels.

    `quad` is its place in the picture as it was read; `characters` are as sure as `TextLine`'s.
    """

    text: str
    confidence: float
    left: float
    right: float
    top: float
    bottom: float
    quad: Quad = field(compare=False)
    characters: tuple[float, ...] = field(default=(), compare=False)

    @property
    def sure(self) -> list[float]:
        """Of each character of `plain(text)`; the mean where the engine does not tell."""
        each = self.characters or (self.confidence,) * len(self.text)
        return [
            value
            for value, character in zip(each, self.text, strict=True)
            if not _APART.match(character)
        ]

    @property
    def middle(self) -> float:
        """Height of its middle line."""
        return (self.top + self.bottom) / 2


Row = tuple[Piece, ...]


def upright(lines: Sequence[TextLine]) -> list[Piece]:
    """The lines turned by the middle angle of the longer ones, so that rows are level."""
    angles = [
        math.atan2(*(line.quad[1] - line.quad[0])[::-1].tolist())
        for line in lines
        if np.linalg.norm(line.quad[1] - line.quad[0])
        > 2 * np.linalg.norm(line.quad[3] - line.quad[0])
    ]
    angle = float(np.median(angles)) if angles else 0.0
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    pieces: list[Piece] = []
    for line in lines:
        corners = line.quad @ turn.T
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        pieces.append(
            Piece(
                line.text,
                line.confidence,
                float(left),
                float(right),
                float(top),
                float(bottom),
                line.quad,
                line.characters,
            )
        )
    return pieces


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces at one height are one row, left to right; rows from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda item: item.middle):
        for row in rows:
            height = min(piece.bottom - piece.top, row[-1].bottom - row[-1].top)
            if any(abs(piece.middle - other.middle) < _ROW_OVERLAP * height for other in row):
                row.append(piece)
                break
        else:
            rows.append([piece])
    return [tuple(sorted(row, key=lambda item: item.left)) for row in rows]


def plain(text: str) -> str:
    """Simplified, without spaces and separators that are put between printed groups."""
    return _APART.sub("", simplified(text))


def joined(row: Row) -> str:
    """The row's text, plain."""
    return "".join(plain(piece.text) for piece in row)


def mean_confidence(row: Row) -> float:
    """Of the row's characters, 0..1."""
    sizes = [max(1, len(plain(piece.text))) for piece in row]
    return sum(piece.confidence * size for piece, size in zip(row, sizes, strict=True)) / max(
        1, sum(sizes)
    )
