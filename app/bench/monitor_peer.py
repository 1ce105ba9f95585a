"""The peer of the live monitor: the same rules over the faces of MediaPipe's BlazeFace alone."""

from dataclasses import replace
from pathlib import Path
from typing import Self

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from app.domain.media import Image
from app.domain.observation import Observation, SeenFace
from app.perception.mediapipe_tasks import close_task, kept

LEAST_SCORE = 0.5
"""The detector's own default."""


class BlazeFacePeer:
    """Faces by BlazeFace (short range), as it comes. Used by one thread.

    Source: Bazarevsky et al., BlazeFace, 2019; its MediaPipe model card.
    """

    def __init__(self, model: Path) -> None:
        """Load the model (`face_detector`)."""
        options = vision.FaceDetectorOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.IMAGE,
            min_detection_confidence=LEAST_SCORE,
        )
        self._detector = kept(vision.FaceDetector.create_from_options(options))

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the model go."""
        close_task(self._detector)

    def look(self, image: Image, seen: Observation) -> Observation:
        """The same look, with the peer's faces in place of ours: looking ahead, as it cannot tell.

        Args:
            image: the picture.
            seen: what our models saw in it.
        """
        height, width = image.shape[:2]
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        result = self._detector.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
        boxes = [detection.bounding_box for detection in result.detections]
        faces = tuple(
            SeenFace(
                box=(b.origin_x / width, b.origin_y / height, b.width / width, b.height / height),
                yaw_deg=0.0,
                pitch_deg=0.0,
                blink=0.0,
                jaw_open=0.0,
                smile=0.0,
                gaze_x=0.0,
                gaze_down=0.0,
            )
            for b in sorted(boxes, key=lambda b: b.width, reverse=True)
        )
        return replace(seen, faces=faces, objects=None)
