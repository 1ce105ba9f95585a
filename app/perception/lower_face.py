"""Whether nose and mouth are covered: a line drawn between faces with masks and faces without.

A mask has folds, prints and a seam, so that "little is to be seen" does not tell it. What tells it
is where the edges of a face's lower half lie (under the nose, between the lips, round the chin) and
how its colours differ from those round the eyes. 58 such figures of the aligned face are weighed
and added.

Source: logistic regression on photographs, docs/measurements-vision.md, real masks; the figures
are made by `python -m tests.measurements.masks fit`.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.faces import Points
from app.perception.lower_face_weights import BIAS, WEIGHTS

Plane = NDArray[np.float32]

_LEFT, _TOP, _RIGHT, _BOTTOM = 14, 54, 98, 112
_COLUMNS, _ROWS, _DIRECTIONS = 6, 4, 4
"""The lower half of the aligned face of 112 pixels, in cells; edges in four directions."""

_NOISE = 1.2
"""Strength of edges, in luma, that is as good as none: a blank sheet is not all noise."""

FOREHEAD, _UNDER_EYES = (151, 108, 337), (118, 347)
_NOSE, BESIDE_MOUTH, _CHIN = (4, 5, 195), (206, 426, 212, 432), (200, 199)
_LIPS = (0, 17, 37, 267, 84, 314, 13, 14)
MOUTH, _NOSTRILS = (61, 291, 0, 17), (98, 327, 2, 164)
_TIP = (4,)
"""MediaPipe's points."""

PATCH_PX, _NOSE_PX, _LIP_PX = 4, 3, 1
_SMALL = 3.0
"""Differences up to this count in full, larger ones less and less (luma and colour of Lab)."""


def covered_score(face: Image, at: Points) -> float:
    """How much speaks for a covered nose and mouth: log odds, over 0 for more likely covered.

    Args:
        face: BGR, uint8, aligned, 112 x 112.
        at: its points in it.
    """
    return float(figures_of(face, at) @ np.array(WEIGHTS)) + BIAS


def figures_of(face: Image, at: Points) -> NDArray[np.float64]:
    """The figures that are weighed; float64, shape (58,)."""
    lab = cv2.cvtColor(face, cv2.COLOR_BGR2LAB).astype(np.float32)
    outside = cv2.dilate((face.max(axis=2) == 0).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.concatenate([_edges(lab[..., 0], outside > 0), _differences(lab, at)])


def _edges(luma: Plane, outside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How strong edges are, by cell and direction, as shares of all; both sides added."""
    smooth = cv2.GaussianBlur(luma, (0, 0), 1.0)
    across, down = np.zeros_like(smooth), np.zeros_like(smooth)
    across[:, 1:-1] = smooth[:, 2:] - smooth[:, :-2]
    down[1:-1] = smooth[2:] - smooth[:-2]
    strength = np.hypot(across, down)
    strength[outside] = 0
    turn = (np.arctan2(down, across) % np.pi) / np.pi * _DIRECTIONS
    first = np.floor(turn).astype(int) % _DIRECTIONS
    part = turn - np.floor(turn)
    shares = [
        (first == k) * (1 - part) + ((first + 1) % _DIRECTIONS == k) * part
        for k in range(_DIRECTIONS)
    ]
    cells = np.stack([_cells(strength * share) for share in shares], axis=-1)
    mirrored = cells[:, ::-1][..., [-k % _DIRECTIONS for k in range(_DIRECTIONS)]]
    both = (cells + mirrored)[:, : _COLUMNS // 2].ravel().astype(np.float64)
    shares_of_all = both / (float(np.linalg.norm(both)) + _NOISE * len(both) ** 0.5)
    return np.asarray(np.sqrt(shares_of_all), np.float64)


def _cells(strength: Plane) -> NDArray[np.float64]:
    """Means over the cells of the lower half."""
    lower = strength[_TOP:_BOTTOM, _LEFT:_RIGHT]
    cells = cv2.resize(lower, (_COLUMNS, _ROWS), interpolation=cv2.INTER_AREA)
    return np.asarray(cells, np.float64)


def _differences(lab: Plane, at: Points) -> NDArray[np.float64]:
    """Colours of the lower half from those above it, lips from what is beside them, and lines."""
    unit = max(float(lab[..., 0].mean()), 1.0) / 100
    forehead, eyes = (median_around(lab, at, marks, PATCH_PX) for marks in (FOREHEAD, _UNDER_EYES))
    nose = median_around(lab, at, _NOSE, _NOSE_PX)
    beside, chin = (median_around(lab, at, marks, PATCH_PX) for marks in (BESIDE_MOUTH, _CHIN))
    mouth = part_between(lab[..., 0], at, MOUTH)
    along = float(np.abs(np.diff(mouth, axis=0)).mean())
    level = float(np.abs(np.diff(mouth, axis=1)).mean())
    dark = float(np.percentile(part_between(lab[..., 0], at, _NOSTRILS), 5))
    figures = [
        *(
            float(np.linalg.norm((a - b)[1:]))
            for a in (nose, beside, chin)
            for b in (forehead, eyes)
        ),
        float(median_around(lab, at, _LIPS, _LIP_PX)[1] - beside[1]),
        (along - level) / unit,
        along / unit,
        (dark - float(median_around(lab, at, _TIP, _NOSE_PX)[0])) / unit,
    ]
    values = np.array(figures)
    return np.asarray(np.sign(values) * np.log1p(np.abs(values) / _SMALL), np.float64)


def median_around(
    lab: Plane, at: Points, marks: tuple[int, ...], reach_px: int
) -> NDArray[np.float32]:
    """Median luma, a and b of the patches around these points."""
    side = lab.shape[0] - reach_px - 1
    patches = [
        lab[y - reach_px : y + reach_px + 1, x - reach_px : x + reach_px + 1].reshape(-1, 3)
        for x, y in np.clip(at[list(marks)].astype(int), reach_px, side)
    ]
    return np.asarray(np.median(np.concatenate(patches), axis=0), np.float32)


def part_between(luma: Plane, at: Points, marks: tuple[int, ...]) -> Plane:
    """The part that these points span: two rows and columns at least, inside of the picture."""
    last = np.array([luma.shape[1] - 2, luma.shape[0] - 2])
    first = np.clip(at[list(marks)].min(axis=0).astype(int), 0, last)
    end = np.maximum(at[list(marks)].max(axis=0).astype(int) + 1, first + 2)
    return luma[first[1] : end[1], first[0] : end[0]]
