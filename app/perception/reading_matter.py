"""Whether somebody has something before them to read from or to write on.

What the detector tells as a book or a laptop is less than half of it: COCO knows no paper, no
tablet and no pad. What it is not sure of says more: a sheet is a little of a book, a keyboard, a
bench and a knife, and nothing of a cat. Its highest score of each class before somebody's chest is
weighed and added; no hand has to be found, and in half of the pictures none is.

Source: logistic regression on photographs and clips, docs/measurements-monitor.md, papers, books
and tablets; the weights are made by `python -m tests.measurements.reading_matter`.
"""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.domain.observation import SeenObject
from app.perception.detector_scores import CLASSES, DetectorScores
from app.perception.faces import Box
from app.perception.flat_things import ASIDE, LEAST_FACES, square_under
from app.perception.reading_weights import BIAS, WEIGHTS

PAPERS = "papers"
"""The label of what is found so; none of COCO's."""

MIN_SCORE = 0.3
"""Probability under which nothing is told. What counts is for the rule to say."""

SQUARES = ((4.0, 0.3), (5.0, 0.0))
"""The squares looked at in turn: their side, and how far under the face's top they begin, in face
widths. Source: as above; one of 2.5 faces adds nothing, either one alone finds less."""

_MOST_FACES = 12.0
"""Area of a thing at most, in areas of the face: a table is no pad. Own choice."""

_FAINT = 0.008
"""A score that is as good as none: two of the model's steps."""


class ReadingMatter:
    """Looks before one person's chest, at one square a look. Used by one thread."""

    def __init__(self, model: Path) -> None:
        """Load the model.

        Args:
            model: the `object_detector` file.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        self._detector = DetectorScores(model)
        self._turn = 0
        self._before = np.zeros(CLASSES)

    def seen(self, image: Image, face: Box) -> SeenObject | None:
        """What may be read from, in this look or the last one; None for nothing; 20 ms of one core.

        Args:
            image: the picture.
            face: of the candidate.
        """
        square = SQUARES[self._turn % len(SQUARES)]
        now = self.figures_of(image, face, square)
        odds = odds_of(np.maximum(now, self._before))
        self._turn, self._before = self._turn + 1, now
        score = 1.0 / (1.0 + math.exp(-odds))
        if score < MIN_SCORE:
            return None
        left, top, side, _ = square_under(image, face, *square)
        high, wide = image.shape[:2]
        return SeenObject(PAPERS, score, (left / wide, top / high, side / wide, side / high))

    def figures_of(
        self, image: Image, face: Box, square: tuple[float, float]
    ) -> NDArray[np.float64]:
        """The figures that are weighed, of one square; float64, shape (90,), from 0 on.

        Args:
            image: the picture.
            face: of the candidate.
            square: one of `SQUARES`.
        """
        left, top, side, _ = square_under(image, face, *square)
        scores, places = self._detector.of(image[top : top + side, left : left + side])
        size = np.array([image.shape[1], image.shape[0]] * 2, np.float64)
        boxes = (places * side + (left, top, 0, 0)) / size
        best = scores[before_chest(boxes, face)].max(axis=0, initial=0.0).astype(np.float64)
        return np.asarray(np.log(best + _FAINT) - math.log(_FAINT), np.float64)


def odds_of(figures: NDArray[np.float64]) -> float:
    """How much speaks for something to read from: log odds, over 0 for more likely so.

    Args:
        figures: of both squares, the higher of each.
    """
    return float(figures @ np.array(WEIGHTS)) + BIAS


def before_chest(boxes: NDArray[np.float64], face: Box) -> NDArray[np.bool_]:
    """Which of many boxes lie, and are as large, as what somebody reads from under their face."""
    area = boxes[:, 2] * boxes[:, 3] / (face[2] * face[3])
    aside = np.abs(boxes[:, 0] + boxes[:, 2] / 2 - face[0] - face[2] / 2) / face[2]
    under = boxes[:, 1] + boxes[:, 3] / 2 > face[1] + face[3]
    return np.asarray((area >= LEAST_FACES) & (area < _MOST_FACES) & (aside < ASIDE) & under)
