"""The colours that the screen sheds, and whether faces answer them at this kiosk.

How much of the screen's light a face sends back depends on the room's lamps, the screen and the
camera's white balance. So nothing is made of a face that does not answer until nearly all of the
last ones did, here; where they do not (sun through the window), it is not judged.
"""

import secrets
from collections import deque
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.screen_light import ANSWERED, BLOCKS, LightAnswer, LightPlan, Tint
from app.ports.clock import Clock

FILE = "screen-light.json"
LAST, LEAST_ANSWERED = 20, 19
"""Of so many passed steps so many have to have answered. Own choice: by chance alone 19 of 20 are
one in 10^31, and where a tenth of the honest do not answer it is judged four times in ten."""

LIGHT_BLOCKS = 26
"""Blocks of colours drawn: 41 s, longer than four gestures take, and 6 to the 26th codes."""

_FORM: TypeAdapter[list[float]] = TypeAdapter(list[float])


class ScreenLight:
    """Draws the colours; keeps the last chances (`LightAnswer`), and nothing of whom they were."""

    def __init__(self, data: Path, clock: Clock) -> None:
        """Read what is kept in the folder; nothing where the file is missing or damaged."""
        self._path = data / FILE
        self._clock = clock
        self._chances: deque[float] = deque(self._kept(), maxlen=LAST)

    def shed(self) -> LightPlan:
        """Colours from now on, by chance: no recording can know them."""
        chance = secrets.SystemRandom()
        blocks = [chance.choice(BLOCKS) for _ in range(LIGHT_BLOCKS)]
        code: tuple[Tint, ...] = tuple(tint for block in blocks for tint in block)
        return LightPlan(self._clock.monotonic_ns(), code)

    @property
    def judges(self) -> bool:
        """Whether a face that does not answer means something here."""
        answered = sum(chance <= ANSWERED for chance in self._chances)
        return len(self._chances) == LAST and answered >= LEAST_ANSWERED

    def doubts(self, answer: LightAnswer | None) -> bool:
        """Whether a person has to look, because this face did not answer, or was not measured."""
        return self.judges and (answer is None or not answer.answered)

    def take(self, answer: LightAnswer) -> None:
        """Somebody did the gestures, and answered so."""
        self._chances.append(answer.chance)
        write_durably(self._path, _FORM.dump_json(list(self._chances)))

    def _kept(self) -> list[float]:
        try:
            return _FORM.validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return []
