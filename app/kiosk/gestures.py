"""Which gestures are asked for: by chance, a turn of the head among them."""

import secrets
import string
from collections.abc import Sequence

from app.domain.identity import Challenge

TURNS = {"turn_left", "turn_right"}
GESTURES = 3
"""Gestures asked for, in 24 s at most. Of two there would be 12 sequences: an impostor who shows a
recording made for one of them would meet it in three tries once in four; of three, once in twelve.
"""
LEAST_GESTURES = 2
"""With fewer left that a candidate can do, a person decides."""


DIGITS = 3
UNCLEAR_DIGITS = "2"
"""Never asked for: said alone it is taken for 3. Source: docs/measurements-vision.md, digits."""


def draw_digits() -> str:
    """Different digits to be read aloud, by chance: 504 are equally likely."""
    clear = [digit for digit in string.digits if digit not in UNCLEAR_DIGITS]
    return "".join(secrets.SystemRandom().sample(clear, DIGITS))


def draw_challenges(allowed: Sequence[Challenge]) -> tuple[Challenge, ...]:
    """A turn of the head and two other gestures, side, choice and order by chance.

    No recording can know them: of all six, 72 sequences are equally likely. A turn is always among
    them where one is allowed: no picture of a face was ever seen to make one
    (docs/measurements-vision.md).
    """
    chance = secrets.SystemRandom()
    turns: list[Challenge] = [one for one in allowed if one in TURNS]
    others: list[Challenge] = [one for one in allowed if one not in TURNS]
    drawn = chance.sample(turns, min(1, len(turns)))
    drawn += chance.sample(others, min(GESTURES - len(drawn), len(others)))
    chance.shuffle(drawn)
    return tuple(drawn)
