"""Reading one side of the card before the camera: frames are read in a thread of their own.

The text models take about a second a frame; the watcher must answer commands meanwhile. One frame
is in work at a time: the sharpest since the last.
"""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from app.domain.identity import PORTRAIT_ELSEWHERE, ZONE_DOCUMENTS, CardSide, Outline, Problem
from app.domain.media import Frame, Image
from app.domain.messages import watcher as w
from app.domain.timing import NS_PER_S
from app.identity.card_vote import CardVote
from app.identity.document_vote import DocumentVote
from app.identity.documents import DocumentReading
from app.identity.facematch import FaceLook
from app.identity.framing import Framing, frame_document
from app.identity.idcard import MAX_GLARE, CardReading
from app.identity.steps import IDLE_S, NO_FRAME_S, Memory, Report, Senses
from app.perception.quality import measure_quality, motion_between

LOOK_EVERY_S = 0.1
HINT_EVERY_S = 0.5
"""`CardHint`s at most so often (the message's contract)."""

MAX_MOTION = 10.0
"""Mean difference of two frames 0.1 s apart (luma 0..255 at 80 px) over which nothing is read: the
card is being moved. Source: a card in a generated hand stays under 4, one that appears gives 51;
people who sit and talk have a median of 0.5 to 9."""

STILL_WITHIN_S = 2.0
"""After so long a moving picture is read all the same."""

SMALL_TEXT_PX = 13.0
"""Height of the lines under which the card is called too far away: a quarter of the 48 px that the
recogniser wants. Own choice, like those below: they only choose the hint."""

MAX_TILT_DEG = 20.0
MIN_LINES = 3
"""Fewer lines of small text are something else in the room."""

LOST_AFTER_S = 0.35
"""An outline stays for so long after it was last found: one picture's edges may be missed. Own
choice: three looks."""

READ_HINT_S = 2.0
"""What was read in a picture outweighs what its edges say for so long: until the next reading."""

TURNED_EVERY = 3
"""Every third reading also tries the card upside down."""

Hint = Literal["no_card", "too_far", "blurred", "glare", "tilted", "hold_still", "wrong_side"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading thread gives back.

    Attributes:
        card: the card, or the document with a zone, as asked for.
        portrait: ready to be compared.
        model: names and versions of the text models.
    """

    card: CardReading | DocumentReading
    portrait: FaceLook | None
    model: str


class Read(Protocol):
    """Reads pictures in a thread of its own."""

    def __call__(
        self, image: Image, *, turns: bool, face: bool, zone_on: date | None
    ) -> Future[Reading]:
        """Read one once those before are read.

        Args:
            image: the picture.
            turns: try it upside down and on its sides too.
            face: measure the portrait, to be compared.
            zone_on: the day, where a document with a machine-readable zone is asked for; None for
                a card.
        """
        ...


class ReadSide:
    """Looks for one side of the document until it is read, or another command comes."""

    def __init__(
        self, senses: Senses, report: Report, memory: Memory, read: Read, command: w.ReadCard
    ) -> None:
        """Begin."""
        side = command.side
        self._face = command.face
        self._senses = senses
        self._report = report
        self._memory = memory
        self._read = read
        self._side: CardSide = side
        self._on = command.on
        self._zone = command.document in ZONE_DOCUMENTS
        self._cards, self._documents = CardVote(side), DocumentVote()
        self._model = ""
        self._pending: Future[Reading] | None = None
        self._sharpest: tuple[float, Frame] | None = None
        self._before: Image | None = None
        self._moving_since_s: float | None = None
        self._hinted_s = self._read_hint_s = self._outlined_s = float("-inf")
        self._hinted: Hint | None = None
        self._outline: Outline = ()
        self._page = command.document == "passport"
        self._reads = 0
        self._portraits: list[FaceLook] = []
        self.done = False

    def tick(self) -> float:
        """See `Step`."""
        now_s = self._senses.clock.monotonic_ns() / NS_PER_S
        self._gather(now_s)
        if self._pending is not None and self._pending.done():
            pending, self._pending = self._pending, None
            self._take(pending.result(), now_s)
        if self._settled(now_s):
            return self._finish()
        if self._pending is None and self._sharpest is not None:
            (_, frame), self._sharpest = self._sharpest, None
            self._reads += 1
            turns = self._reads % TURNED_EVERY == 0
            on = self._on if self._zone else None
            self._pending = self._read(frame.image, turns=turns, face=self._face, zone_on=on)
        return LOOK_EVERY_S if self._before is not None else NO_FRAME_S

    def _gather(self, now_s: float) -> None:
        """Keep the sharpest frame in which nothing moves."""
        frame = self._senses.candidate.newest()
        if frame is None:
            return
        self._follow(frame_document(frame.image, page=self._page), now_s)
        before, self._before = self._before, frame.image
        moving = before is not None and motion_between(before, frame.image) > MAX_MOTION
        if not moving:
            self._moving_since_s = None
        elif self._moving_since_s is None:
            self._moving_since_s = now_s
        if self._moving_since_s is not None and now_s - self._moving_since_s < STILL_WITHIN_S:
            self._sharpest = None
            self._hint("hold_still", now_s)
            return
        sharpness = measure_quality(frame.image).sharpness
        if self._sharpest is None or sharpness >= self._sharpest[0]:
            self._sharpest = (sharpness, frame)

    def _follow(self, framing: Framing | None, now_s: float) -> None:
        """Tell where the document is, and at once what its edges alone say."""
        if framing is None:
            if self._outline and now_s - self._outlined_s >= LOST_AFTER_S:
                self._outline = ()
                self._report(w.CardOutlined(self._side, (), good=False))
            return
        self._outlined_s, self._outline = now_s, framing.outline
        self._report(w.CardOutlined(self._side, framing.outline, good=framing.hint is None))
        if now_s - self._read_hint_s < READ_HINT_S:
            return
        if framing.hint is not None:
            self._hint(framing.hint, now_s)
        elif self._hinted not in {None, "hold_still"}:
            self._hint("hold_still", now_s)

    def _settled(self, now_s: float) -> bool:
        return (self._documents if self._zone else self._cards).is_settled(now_s)

    def _take(self, reading: Reading, now_s: float) -> None:
        self._model = reading.model
        if self._side in reading.card.sides:
            if isinstance(reading.card, DocumentReading):
                self._documents.add(now_s, reading.card)
            else:
                self._cards.add(now_s, reading.card)
            if reading.portrait is not None:
                self._portraits.append(reading.portrait)
        if not self._settled(now_s):
            self._hint_of_reading(hint_for(reading.card, self._side), now_s)

    def _hint_of_reading(self, hint: Hint, now_s: float) -> None:
        """Only reading tells the sides apart; that nothing was read says no more than the edges."""
        if hint == "no_card" and self._outline:
            return
        if hint == "wrong_side":
            self._read_hint_s, self._hinted_s = now_s, float("-inf")
        self._hint(hint, now_s)

    def _hint(self, hint: Hint, now_s: float) -> None:
        if now_s - self._hinted_s >= HINT_EVERY_S:
            self._hinted_s, self._hinted = now_s, hint
            self._report(w.CardHint(self._side, hint))

    def _finish(self) -> float:
        self.done = True
        card = (self._documents if self._zone else self._cards).card(self._on)
        portrait = max(self._portraits, key=_portrait_worth, default=None)
        usable = portrait is not None and portrait.embedding is not None
        if self._side == "front":
            self._memory.portrait = portrait
            self._memory.person = None
            if not usable and self._face and card.document not in PORTRAIT_ELSEWHERE:
                problem = Problem("CARD-PORTRAIT", "No usable face was found in the portrait")
                card = replace(card, problems=(*card.problems, problem))
        self._report(w.CardSeen(self._side, card, usable, self._model))
        return IDLE_S


def hint_for(reading: CardReading | DocumentReading, side: CardSide) -> Hint:
    """What to do better, from what was read of a frame."""
    if not reading.sides:
        far = 0 < reading.text_px < SMALL_TEXT_PX and reading.lines >= MIN_LINES
        return "too_far" if far else "no_card"
    if side not in reading.sides:
        return "wrong_side"
    if reading.glare > MAX_GLARE:
        return "glare"
    if reading.tilt_deg > MAX_TILT_DEG:
        return "tilted"
    return "blurred" if reading.blurred else "hold_still"


def _portrait_worth(look: FaceLook) -> tuple[bool, float]:
    return look.embedding is not None, dict(look.quality).get("face_px", 0.0)
