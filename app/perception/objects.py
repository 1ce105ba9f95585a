"""Objects of interest by EfficientDet-Lite0 (COCO), in the whole picture and in enlarged parts.

A phone of 60 pixels is found in 3 of 15 pictures, one of 90 pixels and more in 59 of 60 (measured
with pasted phones at a score of 0.3); therefore each call also looks at one half of a wide
picture, the halves taking turns. What is found is one sample: a rule asks for several in a row.

Source: EfficientDet (Tan et al., CVPR 2020); MediaPipe object detector model card.
"""

from pathlib import Path

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from app.domain.media import Image
from app.domain.observation import SeenObject
from app.perception.errors import VisionModelError
from app.perception.faces import overlap
from app.perception.mediapipe_tasks import close_task, kept

OBJECTS_OF_INTEREST = ("cell phone",)
"""COCO labels that a live rule asks about."""

MIN_SCORE = 0.2
"""Score from which a finding is told at all: a reason to look again at once. What counts is for the
rule to say (0.3; measured: 59 of 60 phones of 90-250 px, see above)."""

SAME_OBJECT_OVERLAP = 0.4
"""Intersection over union at which two findings are one object."""


class ObjectPace:
    """When to look for objects: seldom, and on every look while there may be one.

    Two looks cost five times what following a face does, and a phone that is taken up for a
    second must still be seen more than once before it is told.
    """

    def __init__(self, every_s: float) -> None:
        """Look at once, then every `every_s` seconds."""
        self._every_s = every_s
        self._next_s = 0.0

    def due(self, now_s: float) -> bool:
        """Whether to look on this picture."""
        return now_s >= self._next_s

    def looked(self, now_s: float, found: tuple[SeenObject, ...]) -> None:
        """Take what a look found."""
        self._next_s = now_s if found else now_s + self._every_s


class ObjectFinder:
    """Finds objects. Used by one thread."""

    def __init__(self, model: Path, labels: tuple[str, ...] = OBJECTS_OF_INTEREST) -> None:
        """Load the model.

        Args:
            model: the `object_detector` file.
            labels: COCO labels looked for.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        options = vision.ObjectDetectorOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.IMAGE,
            max_results=5,
            score_threshold=MIN_SCORE,
            category_allowlist=list(labels),
        )
        try:
            self._detector = kept(vision.ObjectDetector.create_from_options(options))
        except (RuntimeError, ValueError, OSError) as error:
            raise VisionModelError(f"{model.name} cannot be loaded as object detector") from error
        self._turn = 0

    def find(self, image: Image) -> tuple[SeenObject, ...]:
        """Objects in the picture, best first; one half of it is looked at more closely.

        Two looks, about 50-65 ms of one core each.
        """
        height, width = image.shape[:2]
        found = list(self._look(image, 0, 0, image))
        side = min(height, width) if width != height else round(height * 0.7)
        left, top = ((width - side) * self._turn, (height - side) * self._turn)
        self._turn = 1 - self._turn
        part = np.ascontiguousarray(image[top : top + side, left : left + side])
        for item in self._look(part, left, top, image):
            if all(overlap(item.box, other.box) < SAME_OBJECT_OVERLAP for other in found):
                found.append(item)
        return tuple(sorted(found, key=lambda item: item.score, reverse=True))

    def close(self) -> None:
        """Let the model go."""
        close_task(self._detector)

    def _look(self, part: Image, left: int, top: int, whole: Image) -> list[SeenObject]:
        height, width = whole.shape[:2]
        rgb = np.ascontiguousarray(part[:, :, ::-1])
        result = self._detector.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
        return [
            SeenObject(
                label=detection.categories[0].category_name.lower(),
                score=float(detection.categories[0].score),
                box=(
                    (detection.bounding_box.origin_x + left) / width,
                    (detection.bounding_box.origin_y + top) / height,
                    detection.bounding_box.width / width,
                    detection.bounding_box.height / height,
                ),
            )
            for detection in result.detections
        ]
