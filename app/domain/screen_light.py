"""The colours that the candidate's screen sheds during the gestures, by chance.

A face before the screen answers them; one that was recorded elsewhere, or that shines by itself,
does not know them. See docs/adr/0029-the-screen-sheds-light.md.
"""

import itertools
from dataclasses import dataclass
from typing import Literal

from app.domain.timing import NS_PER_S, MonotonicNs

Tint = Literal[-1, 0, 1]
"""Cool, none, warm."""

CHIP_S = 0.4
"""How long a colour stays. At most 1.25 times a second the same one comes back, so that nothing
flashes. Source: WCAG 2.2, 2.3.1 allows three flashes a second, of more contrast."""

BLOCKS: tuple[tuple[Tint, ...], ...] = tuple(
    tuple(1 if place in warm else -1 for place in range(4))
    for warm in itertools.combinations(range(4), 2)
)
"""The six orders of two warm and two cool: each 1.6 s holds as much of both, so that what drifts
slowly (clouds, the camera's white balance) is told from them."""


ANSWERED = 0.02
"""`LightAnswer.chance` up to which a face has answered. Own choice: one recording in fifty does so
by chance, besides the gestures; what is found of light of some strength is in
docs/measurements-vision.md, the screen's light."""


@dataclass(frozen=True, slots=True)
class LightPlan:
    """What the screen shows, and since when.

    Attributes:
        begins_ns: when the first colour is shown, on the machine's monotonic clock.
        code: the colours, `CHIP_S` each, over and over.
    """

    begins_ns: MonotonicNs
    code: tuple[Tint, ...]

    def tint_at(self, at_ns: int) -> Tint:
        """The colour due then; none before the begin."""
        since_s = (at_ns - self.begins_ns) / NS_PER_S
        return 0 if since_s < 0 else self.code[int(since_s / CHIP_S) % len(self.code)]


@dataclass(frozen=True, slots=True)
class LightAnswer:
    """How the face's colour went with the screen's.

    Attributes:
        strength: half of the change of ln(red / blue) between cool and warm, at the delay where it
            is clearest.
        chance: share of other codes that fit as clearly, 0..1: small where the face answers.
        looks: at the face.
        seconds: from the first to the last of them.
    """

    strength: float
    chance: float
    looks: int
    seconds: float

    @property
    def answered(self) -> bool:
        """Whether the face answered."""
        return self.chance <= ANSWERED
