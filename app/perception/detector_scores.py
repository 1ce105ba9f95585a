"""All that the object detector has to say of a square of a picture, however little it is.

MediaPipe tells the surest class of each place, from a least score on. The same file, run by
LiteRT, gives every place's score of every class.

Source: EfficientDet (Tan et al., CVPR 2020): levels, anchors and boxes.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.litert import LiteModel

SIDE_PX = 320
"""What the detector sees across."""

CLASSES = 90
"""COCO's, with its gaps."""

_SCORES, _BOXES = "StatefulPartitionedCall:1", "StatefulPartitionedCall:0"

_LEVELS, _SCALES, _RATIOS, _ANCHOR = range(3, 8), (0, 1 / 3, 2 / 3), (1.0, 2.0, 0.5), 3.0
"""Of the anchors: levels of halving, octaves, widths over heights, sides in cells. Source: the
model's configuration (EfficientDet-Lite0); its boxes were compared with MediaPipe's."""


class DetectorScores:
    """The detector without a least score. Used by one thread."""

    def __init__(self, model: Path) -> None:
        """Load it.

        Args:
            model: the `object_detector` file.

        Raises:
            VisionModelError: the file is no such model.
        """
        self._model = LiteModel(model, (_SCORES, _BOXES))
        self._anchors = _anchors()

    def of(self, square: Image) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Each place's scores and box; 14 ms of one core.

        Args:
            square: a part of a picture, as wide as high.

        Returns:
            float32, shape (19206, 90), 0..1; float64, shape (19206, 4): left, top, width, height as
            fractions of the square.
        """
        small = cv2.resize(square, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_LINEAR)
        rgb = np.ascontiguousarray(small[:, :, ::-1]).astype(np.uint8, copy=False)
        scores, coded = self._model.run(rgb[None])
        return scores[0], _boxes(self._anchors, coded[0])


def _anchors() -> NDArray[np.float64]:
    """float64, shape (19206, 4): middle down and across, height and width, in pixels."""
    levels: list[NDArray[np.float64]] = []
    for level in _LEVELS:
        stride = 2**level
        sides = np.repeat([_ANCHOR * stride * 2**scale for scale in _SCALES], len(_RATIOS))
        roots = np.sqrt(np.tile(_RATIOS, len(_SCALES)))
        sizes = np.stack([sides / roots, sides * roots], axis=1)
        middles = np.arange(stride / 2, SIDE_PX + stride / 2, stride, dtype=np.float64)
        down, across = np.meshgrid(middles, middles, indexing="ij")
        places = np.stack([down.ravel(), across.ravel()], axis=1)
        cells = [np.repeat(places, len(sizes), axis=0), np.tile(sizes, (len(places), 1))]
        levels.append(np.concatenate(cells, axis=1))
    return np.concatenate(levels)


def _boxes(anchors: NDArray[np.float64], coded: NDArray[np.float32]) -> NDArray[np.float64]:
    middle = coded[:, :2] * anchors[:, 2:] + anchors[:, :2]
    size = np.exp(coded[:, 2:]) * anchors[:, 2:]
    return np.concatenate([(middle - size / 2)[:, ::-1], size[:, ::-1]], axis=1) / SIDE_PX
