"""Which gestures are asked for: by chance, a turn of the head among them."""

import secrets
import string
from collections.abc import Sequence

from app.domain.identity import Challenge

TURNS = {"turn_left", "turn_right"}
GESTURES = 4
"""Gestures asked for, in 38 s at most. Source: docs/measurements-vision.md, liveness: attacks
(recordings that know nothing pass thirteen times as often with three)."""
PAUSE_LEAST_S, PAUSE_MOST_S = 0.5, 1.5
"""Before each gesture: time to look at the camera again, and not to be foreseen. Source: the same
table."""
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
    """A turn of the head and three other gestures, side, choice and order by chance.

    No recording can know them: of all six, 192 sequences are equally likely, 48 where digits are
    not heard. A turn is always among them where one is allowed: no picture of a face was ever seen
    to make one (docs/measurements-vision.md).
    """
    chance = secrets.SystemRandom()
    turns: list[Challenge] = [one for one in allowed if one in TURNS]
    others: list[Challenge] = [one for one in allowed if one not in TURNS]
    drawn = chance.sample(turns, min(1, len(turns)))
    drawn += chance.sample(others, min(GESTURES - len(drawn), len(others)))
    chance.shuffle(drawn)
    return tuple(drawn)


def draw_pauses(gestures: int) -> tuple[float, ...]:
    """Seconds before each of so many gestures, by chance, in hundredths."""
    chance = secrets.SystemRandom()
    return tuple(round(chance.uniform(PAUSE_LEAST_S, PAUSE_MOST_S), 2) for _ in range(gestures))
