"""Gestures that nobody asked for, while somebody is asked for others.

Whoever sits here makes the gesture that is asked, and hardly another. A recording that does not
know what is asked goes through its own.
"""

from collections.abc import Collection

from app.domain.identity import Challenge
from app.identity.gestures import FaceSample, Gesture, Rest, gesture_for

DELIBERATE: tuple[Challenge, ...] = ("turn_left", "turn_right", "open_mouth")
"""Those that do not come by themselves, as a blink does; and a head that turns often dips as well,
which is measured as a nod. Source: talk_en_headturns_woman, in both of her turns."""


class OtherGestures:
    """Counts them. Stepped with every look at the face."""

    def __init__(self, allowed: int) -> None:
        """None was made yet; so many may be."""
        self._allowed = allowed
        self._gestures: dict[Challenge, Gesture] = {}
        self.made = 0

    @property
    def too_many(self) -> bool:
        """More than may happen to somebody who does as asked."""
        return self.made > self._allowed

    def step(self, sample: FaceSample, rest: Rest, asked: Collection[Challenge]) -> None:
        """Take a look in.

        Args:
            sample: the face.
            rest: its resting values.
            asked: what is asked now, and was asked before: who turned may turn twice.
        """
        for challenge in DELIBERATE:
            if challenge in asked:
                self._gestures.pop(challenge, None)
                continue
            gesture = self._gestures.setdefault(challenge, gesture_for(challenge))
            if gesture.step(sample, rest):
                del self._gestures[challenge]
                self.made += 1
