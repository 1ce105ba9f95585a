"""One continuous face: a look in the liveness step, and whether it stays one person's."""

from dataclasses import dataclass

from app.domain.identity import SAME_PERSON, Problem
from app.domain.observation import SeenFace
from app.perception.speech_digits import Said

LOST_S = 2.0
"""The face may be unseen for so long (a turned head) before continuity is broken; whoever is seen
again has to be like before (`CONFIRM_WITHIN_S`). Source: docs/measurements-vision.md, people who
were asked: who turns to the full profile or looks far down is out of sight for 1.3 s."""

JUMP_WIDTHS = 0.8
JUMP_SCALE = 1.5
JUMP_WITHIN_S = 0.5
"""A face that moves by more than so many of its widths, or changes its size by more than this
factor, from one sample to the next, or was not looked at for half a second, may be another's."""

CONFIRM_WITHIN_S = 2.0
"""After a jump the likeness has to be confirmed within so many seconds."""

CHANGED_SAMPLES = 2
"""So many unlike measurements in a row, and it is another face: one may be a blurred frame."""

TWO_FACES_S = 0.5
"""A second face may be seen for less than this (a pattern taken for a face)."""


@dataclass(frozen=True, slots=True)
class LivenessSample:
    """One frame, as the step sees it.

    Attributes:
        at_s: time of the frame in seconds, any origin, never going back.
        face: the largest face; None when there is none.
        likeness: cosine similarity of this face to the person the step began with; None when it
            was not measured on this frame.
        others: further faces in the frame.
        proportion: of the face, see `app.identity.flatness`; None when it was not measured.
        mouth: opening of the lips in heights of the face; None when it was not measured.
        said: when the digits asked for were said, on the clock of `at_s`; None while they were not.
        grid: regularity of the face, see `app.perception.screen_grid`; None when not measured.
        edges: of something held up, see `app.perception.held_edges`; None when not measured.
        device: how surely one surrounds the face, see `app.perception.shown_on`; None when not
            measured.
    """

    at_s: float
    face: SeenFace | None
    likeness: float | None = None
    others: int = 0
    proportion: float | None = None
    mouth: float | None = None
    said: Said | None = None
    grid: float | None = None
    edges: float | None = None
    device: float | None = None


class Continuity:
    """Watches that it is one face all the time. The first break found stays.

    Attributes:
        compared: the face could be compared at least once.
    """

    def __init__(self) -> None:
        self.broken: Problem | None = None
        self.compared = False
        self._last: tuple[float, SeenFace] | None = None
        self._unconfirmed_since: float | None = None
        self._unlike = 0
        self._absent_since: float | None = None
        self._two_since: float | None = None

    @property
    def wants_likeness(self) -> bool:
        """Whether the next sample should carry a likeness, because the face jumped."""
        return self._unconfirmed_since is not None

    def step(self, sample: LivenessSample) -> None:
        """Take a sample in."""
        if self.broken:
            return
        self._check_others(sample)
        if sample.face is None:
            self._check_absence(sample.at_s)
            return
        self._absent_since = None
        self._check_place(sample.at_s, sample.face)
        self._check_likeness(sample)
        self._last = (sample.at_s, sample.face)

    def _check_others(self, sample: LivenessSample) -> None:
        if sample.others == 0:
            self._two_since = None
        elif self._two_since is None:
            self._two_since = sample.at_s
        elif sample.at_s - self._two_since >= TWO_FACES_S:
            self._break("LIVENESS-TWO-FACES", "A second face was in the picture")

    def _check_absence(self, at_s: float) -> None:
        """Lost is who was looked for and not seen; a stalled machine has not looked."""
        if self._absent_since is None:
            self._absent_since = at_s
        if self._last and at_s - self._absent_since > LOST_S:
            self._break("LIVENESS-FACE-LOST", "The face was out of sight")

    def _check_place(self, at_s: float, face: SeenFace) -> None:
        if self._last is None:
            return
        then_s, before = self._last
        if _jumped(before, face) or at_s - then_s > JUMP_WITHIN_S:
            self._unconfirmed_since = at_s

    def _check_likeness(self, sample: LivenessSample) -> None:
        if sample.likeness is not None:
            self.compared = True
            self._unlike = self._unlike + 1 if sample.likeness < SAME_PERSON else 0
            if not self._unlike:
                self._unconfirmed_since = None
        if self._unlike >= CHANGED_SAMPLES:
            self._break("LIVENESS-FACE-CHANGED", "The face became another's")
        since = self._unconfirmed_since
        if since is not None and sample.at_s - since > CONFIRM_WITHIN_S:
            self._break("LIVENESS-FACE-JUMPED", "The face moved at once and could not be confirmed")

    def _break(self, code: str, text: str) -> None:
        self.broken = self.broken or Problem(code, text)


def _jumped(before: SeenFace, now: SeenFace) -> bool:
    width = max(before.box[2], 1e-6)
    height = max(before.box[3], 1e-6)
    across = abs(_centre(now, 0) - _centre(before, 0)) / width
    down = abs(_centre(now, 1) - _centre(before, 1)) / height
    scale = max(now.box[3], 1e-6) / height
    return max(across, down) > JUMP_WIDTHS or not 1 / JUMP_SCALE < scale < JUMP_SCALE


def _centre(face: SeenFace, axis: int) -> float:
    return face.box[axis] + face.box[axis + 2] / 2
