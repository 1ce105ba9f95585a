"""A name read again, a little wider and by another recogniser, as a rare character may be another.

A recogniser that takes a rare character for a common one like it (赟 for 赞) is seldom sure, but
neither is it of many rare ones that it reads rightly. Two networks of two architectures, and a cut
of other width, seldom err alike. A thin last character that was overlooked shows in a wider cut.

Source: docs/measurements-vision.md, look-alikes.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from app.domain.media import Image
from app.identity.layout import DOT, RawField, read_name
from app.perception.text import Quad, TextLine

SURE_CHARACTER = 0.95
"""Confidence of a name's weakest character under which a look-alike may stand for it: 骉 as 弱.

The mean hides it among the label and the characters beside it. Source: docs/measurements-vision.md,
look-alikes: the highest of wrong names was 0.92 at first, 0.97 later on."""

AGREED_CHARACTER = 0.75
"""Least confidence of the weakest character in every other reading with which they confirm a name
that is not sure by itself. Source: docs/measurements-vision.md, look-alikes: on 4 of 53
wrong names all other readings agreed, with 0.68 at most."""

DISSENTING_CHARACTER = 0.5
"""Confidence of the weakest character in another reading from which another name counts against a
sure one; less is what noise beside the name gives. Source: the same place: the two wrong names over
`SURE_CHARACTER` that were noticed had a dissent of 0.54 and 0.98."""

_RIGHT, _AROUND = 0.25, (0.1, 0.4, 0.1)
"""Of the line's height: added at the right; at the left, at the right, above and below. Source: the
same measurement: with a wider cut both recognisers are surer of what is right."""


class Lines(Protocol):
    """Reads lines of text whose place is known: `LineReader`, `TextReader`."""

    def recognise(self, image: Image, quads: Sequence[Quad]) -> tuple[TextLine, ...]:
        """The lines at these places that can be read."""
        ...


class SecondOpinion:
    """Reads names again. Used by one thread."""

    def __init__(self, first: Lines, other: Lines | None) -> None:
        """Use the recogniser that reads cards, and another one.

        Args:
            first: the one that reads cards.
            other: another one; None where there is none: a name then has to be sure by itself.
        """
        self._first = first
        self._other = other

    def holds(self, image: Image, name: RawField) -> bool:
        """Whether this name can be relied on.

        Args:
            image: uint8, shape (height, width, 3), BGR: the picture that it was read in.
            name: as read there.
        """
        if self._other is None:
            return name.weakest >= SURE_CHARACTER
        beside, around = _wider(name.quads)
        others = (
            read_name(self._other.recognise(image, beside)),
            read_name(self._other.recognise(image, around)),
            read_name(self._first.recognise(image, around)),
        )
        if name.weakest >= SURE_CHARACTER:
            return not any(
                one is not None and one.weakest >= DISSENTING_CHARACTER and not _same(one, name)
                for one in others
            )
        return all(
            one is not None and one.weakest >= AGREED_CHARACTER and _same(one, name)
            for one in others
        )


def _same(again: RawField, name: RawField) -> bool:
    """Whether another reading is the same name.

    A dot that the other reading lacks is no other name: a line begins with it, and the cut's edge
    hides it.
    """
    bare = again.text.replace(DOT, "") == name.text.replace(DOT, "")
    return bare and again.text.count(DOT) <= name.text.count(DOT)


def _wider(quads: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """A name's lines wider at the right, and wider on all sides.

    A name on two lines is in small print: higher, the other line would get into it.
    """
    left, right, across = _AROUND
    if len(quads) > 1:
        right, across = _RIGHT, 0.0
    return (
        [_grown(quad, 0.0, _RIGHT, 0.0) for quad in quads],
        [_grown(quad, left, right, across) for quad in quads],
    )


def _grown(quad: Quad, left: float, right: float, across: float) -> Quad:
    """The quad with so many of its heights more at the left, at the right, above and below."""
    down = quad[3] - quad[0]
    along = quad[1] - quad[0]
    along = along / max(1.0, float(np.linalg.norm(along))) * float(np.linalg.norm(down))
    out = np.stack(
        [
            quad[0] - left * along - across * down,
            quad[1] + right * along - across * down,
            quad[2] + right * along + across * down,
            quad[3] - left * along + across * down,
        ]
    )
    return out.astype(np.float32)
