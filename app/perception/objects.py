"""Objects of interest by EfficientDet-Lite0 (COCO), in the whole picture and in enlarged parts.

A phone that is small in the picture is overlooked: the model sees 320 pixels across. So each call
looks at one part, in turn: the whole, its halves, and two squares around the candidate's chest.
Where a part shows something the next call looks there again. Measured on photographed phones in
hands: no one part shows more than half of them, all together most; pictures without one score 0
nearly everywhere. A hand has to be at it, and around it where a badge would hang: a badge looks
like a phone too. A noisy or coarse picture is cleaned first. What is found is one sample: a rule
asks for several in a row. Papers, books and tablets come out of the same looks
(`app.perception.flat_things`); what else may be read from, out of a look of its own
(`app.perception.reading_matter`).

Source: EfficientDet (Tan et al., CVPR 2020); MediaPipe object detector model card.
"""

from dataclasses import replace
from pathlib import Path

import mediapipe as mp
import numpy as np

from app.domain.media import Image
from app.domain.observation import SeenObject
from app.perception.cleaning import COARSE_SIDE_PX, PART_PX, shrunk, without_blocks
from app.perception.detector import load_detector
from app.perception.faces import Box, overlap
from app.perception.flat_things import BOOK, FLAT, FLAT_MIN_SCORE, may_be_read, square_under
from app.perception.hands import HandFinder
from app.perception.mediapipe_tasks import close_task
from app.perception.reading_matter import ReadingMatter

PHONE, REMOTE, PERSON = "cell phone", "remote", "person"
"""COCO labels that a live rule asks about. A person is only told where no face is seen. A white
phone, or one at an angle, is a remote control to the model more often than a phone."""
HELD = frozenset({PHONE, REMOTE})

MIN_SCORE = 0.2
"""Score from which a finding is told at all: a reason to look again at once. What counts is for the
rule to say (0.3; measured: 59 of 60 phones of 90-250 px, see above)."""

SMALLEST_FACES = 0.12
"""Least area of what is held, in areas of the candidate's face: smaller ones are neither told nor
looked at again. Source: measured 0.25 for a phone seen flat, 0.09 and more at an angle; 0.02-0.10
for earrings, which the model takes for phones in a picture that the face fills."""

MOST = 8
"""Findings of a part at most: books on a shelf must not take the place of a phone. Own choice."""

HELD_LOOKS = 15
"""A hand that was seen at a thing counts for so many looks (3 s of the watcher's); from half of
them on it is looked for again. Not where a badge would hang: there it counts for its own look.
Source: as for `app.perception.hands.CROPS`."""

HANGS_ASIDE, HANGS_BELOW = 0.4, (0.5, 2.5)
"""Where a badge hangs: its middle so many face widths from the face's, its top so many face heights
under the chin. Own choice around the one there is (0.03 and 1.2)."""

WORN_ASIDE, WORN_DOWN, WORN_WIDE = 0.25, (0.5, 1.0), 0.6
"""Where a mask is worn: its middle at most so many face widths from the face's and so many face
heights under the face's top, and wider than so many face widths. It is no phone to us, held or not:
who touches the mask has a hand at it. Source: docs/measurements-monitor.md, masks: the detector
takes 15 of 451 for a phone there, and 2 of 580 findings of real phones lie there."""

UNHELD_LOOKS = 4
"""A part whose thing no hand was seen at is looked at so often in a row, then the next."""

BODY_FACES = (3.0, 5.0)
"""Sides of the squares around the chest, in face widths: hands before the body, and on a table."""

FACE_LOOKS = 15
"""A face that is lost still says for so many looks where things would be read: who lowers the head
to read is not found. Own choice: 3 s of the watcher's looks, as `HELD_LOOKS`."""

SAME_OBJECT_OVERLAP = 0.4
"""Intersection over union at which two findings are one object."""


class ObjectFinder:
    """Finds objects. Used by one thread."""

    def __init__(self, model: Path, hands: Path) -> None:
        """Load the models.

        Args:
            model: the `object_detector` file.
            hands: the `hand_landmarker` file.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        labels = (PHONE, REMOTE, PERSON, *sorted(FLAT))
        self._detector = load_detector(model, labels, most=MOST, least_score=MIN_SCORE)
        self._matter = ReadingMatter(model)
        self._hands = HandFinder(hands)
        self._turn = 0
        self._held_for = 0
        self._unheld = 0
        self._reader: Box | None = None
        self._reader_for = 0
        self._flat: Box | None = None
        self._flat_for = 0

    def find(self, image: Image, face: Box | None, noise: float = 0.0) -> tuple[SeenObject, ...]:
        """What is seen in this call's part of the picture, best first.

        45 ms of one core, up to 80 ms more where there is something that may be held, or 120 ms in
        noise.

        Args:
            image: the picture.
            face: of the candidate; without one the whole is looked at as well, for a person.
            noise: to be taken off, standard deviation in the luma; 0 for none.
        """
        parts = _parts(image, face)
        left, top, wide, high = parts[self._turn % len(parts)]
        part = image[top : top + high, left : left + wide]
        seen = self._look(part, left, top, image, noise)
        found = [
            item
            for item in seen
            if item.label in HELD and not small_beside(item.box, face) and not worn(item.box, face)
        ]
        read = self._read(image, seen, face, noise)
        still = [item for item in found if item.label == REMOTE and self._was_read(item.box)]
        found = self._held(image, [item for item in found if item not in still], face, noise)
        found += read or [replace(item, label=BOOK) for item in still]
        if not found and not 0 < self._unheld < UNHELD_LOOKS:
            self._turn += 1
            self._unheld = 0
        if face is None:
            whole = self._look(image, 0, 0, image, noise)
            found += [
                item
                for item in whole
                if item.label not in FLAT
                and all(overlap(item.box, other.box) < SAME_OBJECT_OVERLAP for other in found)
            ]
        papers = None if face is None else self._matter.seen(image, face)
        found += [] if papers is None else [papers]
        return tuple(sorted(found, key=lambda item: item.score, reverse=True))

    def close(self) -> None:
        """Let the models go."""
        self._hands.close()
        close_task(self._detector)

    def _held(
        self, image: Image, found: list[SeenObject], face: Box | None, noise: float
    ) -> list[SeenObject]:
        """Those in a hand: near them one was seen now or a moment ago; around a badge's place now.

        A hand at one thing says nothing of one that hangs: who signs has hands (which the model
        takes for remote controls at times) before their badge.
        """
        self._held_for = max(0, self._held_for - 1)
        hanging = [item for item in found if hangs(item.box, face)]
        loose = [item for item in found if item not in hanging]
        if self._held_for <= HELD_LOOKS // 2 and any(
            self._hands.at(image, item.box, around=False, noise=noise) for item in loose
        ):
            self._held_for = HELD_LOOKS
        held = loose if self._held_for else []
        held += [
            item for item in hanging if self._hands.at(image, item.box, around=True, noise=noise)
        ]
        self._unheld = self._unheld + 1 if found and not held else 0
        return held

    def _read(
        self, image: Image, seen: list[SeenObject], face: Box | None, noise: float
    ) -> list[SeenObject]:
        """The surest of what may be papers, a book or a tablet, if a hand is at it."""
        self._reader_for = FACE_LOOKS if face is not None else max(0, self._reader_for - 1)
        if face is not None or not self._reader_for:
            self._reader = face
        flat = [
            item
            for item in seen
            if item.label in FLAT
            and item.score >= FLAT_MIN_SCORE
            and may_be_read(item.box, self._reader)
        ]
        best = max(flat, key=lambda item: item.score, default=None)
        self._flat_for = max(0, self._flat_for - 1)
        if best is None or not self._hands.at(image, best.box, around=True, noise=noise):
            return []
        self._flat, self._flat_for = best.box, HELD_LOOKS
        return [best]

    def _was_read(self, box: Box) -> bool:
        """Whether a book was held there a moment ago: from its edge it looks like a remote control.

        Measured: a thin book that is opened and read, at 0.4 to 0.6 in every other look.
        """
        if self._flat is None or not self._flat_for:
            return False
        left, top, wide, high = self._flat
        x, y = box[0] + box[2] / 2 - left, box[1] + box[3] / 2 - top
        return 0 < x < wide and 0 < y < high

    def _look(
        self, part: Image, left: int, top: int, whole: Image, noise: float
    ) -> list[SeenObject]:
        height, width = whole.shape[:2]
        seen = part
        if noise:
            seen = shrunk(part, PART_PX)
        elif max(height, width) <= COARSE_SIDE_PX:
            seen = without_blocks(part)
        scale = part.shape[1] / seen.shape[1]
        rgb = np.ascontiguousarray(seen[:, :, ::-1])
        result = self._detector.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
        return [
            SeenObject(
                label=detection.categories[0].category_name.lower(),
                score=float(detection.categories[0].score),
                box=(
                    (detection.bounding_box.origin_x * scale + left) / width,
                    (detection.bounding_box.origin_y * scale + top) / height,
                    detection.bounding_box.width * scale / width,
                    detection.bounding_box.height * scale / height,
                ),
            )
            for detection in result.detections
        ]


def small_beside(box: Box, face: Box | None) -> bool:
    """Whether a thing is too small beside the candidate's face to be a phone."""
    return face is not None and box[2] * box[3] < SMALLEST_FACES * face[2] * face[3]


def hangs(box: Box, face: Box | None) -> bool:
    """Whether a thing is where a badge would hang, before the chest."""
    if face is None:
        return False
    aside = abs(box[0] + box[2] / 2 - face[0] - face[2] / 2) / face[2]
    below = (box[1] - face[1] - face[3]) / face[3]
    return aside < HANGS_ASIDE and HANGS_BELOW[0] < below < HANGS_BELOW[1]


def worn(box: Box, face: Box | None) -> bool:
    """Whether a thing is where a mask is worn, before nose and mouth."""
    if face is None:
        return False
    aside = abs(box[0] + box[2] / 2 - face[0] - face[2] / 2) / face[2]
    down = (box[1] + box[3] / 2 - face[1]) / face[3]
    wide = box[2] / face[2]
    return aside < WORN_ASIDE and WORN_DOWN[0] < down < WORN_DOWN[1] and wide > WORN_WIDE


def _parts(image: Image, face: Box | None) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of the parts looked at in turn."""
    height, width = image.shape[:2]
    side = min(height, width) if width != height else round(height * 0.7)
    parts = [(0, 0, width, height), (0, 0, side, side), (width - side, height - side, side, side)]
    if face is not None:
        near, far = BODY_FACES
        parts += [square_under(image, face, near, 0.6), square_under(image, face, far, 0.0)]
    return parts
