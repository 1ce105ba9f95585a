"""Faces by MediaPipe's Face Landmarker: where, how turned, how open the eyes and the mouth.

The landmarker overlooks a face that is small in a wide picture, and one that fills the picture to
its edges. Still pictures therefore get a second chance on enlarged parts and on a framed copy; a
tracker gets it on every few of the frames in which it sees nobody, after it looked closer where the
face was.

Source: MediaPipe Face Landmarker model card (478 points, 52 blendshapes, pose matrix).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from app.domain.media import Image
from app.domain.observation import SeenFace
from app.domain.timing import MonotonicNs
from app.perception.errors import VisionModelError
from app.perception.mediapipe_tasks import close_task, kept

Points = NDArray[np.float32]
"""float32, shape (478, 2): x to the right and y down, in pixels of the picture given."""

Box = tuple[float, float, float, float]
"""Left, top, width, height as fractions 0..1 of the picture."""

MAX_FACES = 4
"""Faces looked for in a picture; a booth holds one."""

SAME_FACE_OVERLAP = 0.3
"""Intersection over union at which two findings are the same face."""

SECOND_CHANCE_EVERY = 4
"""A tracker that sees nobody looks closer on every fourth frame: five extra looks cost as much as
about five frames, so it stays within twice its usual cost."""

REMEMBERED_FRAMES = 8
"""For so many frames a tracker looks closer at the place where the face was: one look each. Source:
docs/measurements-monitor.md, a covered face: a mask put on a face of 60 px loses it for the tracker
mostly, and is found there."""

_FRAME_FRACTION = 0.4
_MIN_PART_PX = 64
_LEFT_EYE = "eyeBlinkLeft"
_TOP, _CHIN, _UPPER_LIP, _LOWER_LIP = 10, 152, 13, 14
"""MediaPipe's points: top of the forehead, chin, and the inner edges of the lips."""


@dataclass(frozen=True, slots=True)
class FoundFace:
    """A face with its points.

    Attributes:
        seen: the values other rooms use.
        points: see `Points`.
        width_px: width of the face (of its points) in pixels of the picture given.
    """

    seen: SeenFace
    points: Points
    width_px: float


class StillFaceFinder:
    """Finds faces in single pictures. Not safe for use by two threads at once."""

    def __init__(self, model: Path, max_faces: int = MAX_FACES) -> None:
        """Load the model.

        Args:
            model: the `face_landmarker` task file.
            max_faces: how many faces to look for.

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        self._landmarker = _load(model, vision.RunningMode.IMAGE, max_faces)

    def find(self, image: Image) -> tuple[FoundFace, ...]:
        """Every face, largest first; with a second chance when there seems to be none.

        Where several are found, each must be found again in its own part of the picture: patterns
        of a background are at times taken for a second face.
        """
        found = self._look(image)
        if len(found) > 1:
            return tuple(face for face in found if self._confirms(image, face)) or found[:1]
        return found or self.look_closer(image)

    def look_closer(self, image: Image) -> tuple[FoundFace, ...]:
        """Faces in enlarged parts of the picture and in a framed copy, largest first."""
        found: list[FoundFace] = []
        for view in _closer_views(image):
            for face in _place(self._look(view.image), view, image):
                if all(
                    overlap(face.seen.box, other.seen.box) < SAME_FACE_OVERLAP for other in found
                ):
                    found.append(face)
        return _largest_first(found)

    def look_around(self, image: Image, box: Box) -> tuple[FoundFace, ...]:
        """Faces in the enlarged surroundings of a box in which a face was before."""
        view = _view_around(image, box)
        return _largest_first(tuple(_place(self._look(view.image), view, image)))

    def close(self) -> None:
        """Let the model go."""
        close_task(self._landmarker)

    def _confirms(self, image: Image, face: FoundFace) -> bool:
        again = self.look_around(image, face.seen.box)
        return any(overlap(face.seen.box, other.seen.box) >= SAME_FACE_OVERLAP for other in again)

    def _look(self, image: Image) -> tuple[FoundFace, ...]:
        return _found_faces(self._landmarker.detect(_as_mediapipe(image)), image)


class FaceTracker:
    """Follows faces through the frames of one camera. Used by one thread."""

    def __init__(self, model: Path, max_faces: int = 2) -> None:
        """Load the model (twice: tracking, and looking closer).

        Raises:
            VisionModelError: the file is not a model of this kind.
        """
        self._landmarker = _load(model, vision.RunningMode.VIDEO, max_faces)
        self._closer = StillFaceFinder(model, max_faces)
        self._last_ms = -1
        self._misses = 0
        self._seen_at: Box | None = None

    def find(self, image: Image, at: MonotonicNs) -> tuple[FoundFace, ...]:
        """Every face of this frame, largest first.

        Args:
            image: the frame.
            at: its capture time; never earlier than the last one's.
        """
        self._last_ms = max(self._last_ms + 1, at // 1_000_000)
        result = self._landmarker.detect_for_video(_as_mediapipe(image), self._last_ms)
        found = _found_faces(result, image)
        if not found and self._seen_at:
            found = self._closer.look_around(image, self._seen_at)
        if not found:
            self._misses += 1
            due = self._misses % SECOND_CHANCE_EVERY == 1
            found = self._closer.look_closer(image) if due else ()
        if found:
            self._seen_at, self._misses = found[0].seen.box, 0
        elif self._misses >= REMEMBERED_FRAMES:
            self._seen_at = None
        return found

    def close(self) -> None:
        """Let the models go."""
        close_task(self._landmarker)
        self._closer.close()


def mouth_opening(points: Points) -> float:
    """Distance of the lips' inner edges over the face's height."""
    height = float(np.linalg.norm(points[_TOP] - points[_CHIN]))
    return float(np.linalg.norm(points[_UPPER_LIP] - points[_LOWER_LIP])) / max(height, 1.0)


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes (left, top, width, height), 0..1."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (one[2] * one[3] + other[2] * other[3] - both)


# ------------------------------------------------------------------ the second chance


@dataclass(frozen=True, slots=True)
class _View:
    """A part of a picture, `scale` times as large, whose origin lies at `left`, `top` in it."""

    image: Image
    left: float
    top: float
    scale: float


def _closer_views(image: Image) -> Iterator[_View]:
    height, width = image.shape[:2]
    side_w, side_h = round(width * 0.55), round(height * 0.55)
    if min(side_w, side_h) >= _MIN_PART_PX:
        lefts = (0, width - side_w, (width - side_w) // 2)
        tops = (0, height - side_h, (height - side_h) // 2)
        corners = [(x, y) for x in lefts[:2] for y in tops[:2]] + [(lefts[2], tops[2])]
        for left, top in corners:
            part = np.ascontiguousarray(image[top : top + side_h, left : left + side_w])
            yield _enlarged(part, left, top)
    margin = round(_FRAME_FRACTION * max(height, width))
    framed = cv2.copyMakeBorder(
        image, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(127, 127, 127)
    )
    yield _enlarged(framed.astype(np.uint8, copy=False), -margin, -margin)


def _view_around(image: Image, box: Box) -> _View:
    height, width = image.shape[:2]
    left = max(0, round((box[0] - box[2] * 0.6) * width))
    top = max(0, round((box[1] - box[3] * 0.6) * height))
    right = min(width, round((box[0] + box[2] * 1.6) * width))
    bottom = min(height, round((box[1] + box[3] * 1.6) * height))
    return _enlarged(np.ascontiguousarray(image[top:bottom, left:right]), left, top)


def _enlarged(image: Image, left: float, top: float) -> _View:
    scale = max(1.0, 640 / max(image.shape[:2]))
    if scale > 1.0:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(
            np.uint8, copy=False
        )
    return _View(image, left, top, scale)


def _place(found: Sequence[FoundFace], view: _View, image: Image) -> Iterator[FoundFace]:
    """The faces found in a view, in the coordinates of the whole picture."""
    for face in found:
        points = face.points / np.float32(view.scale) + np.array([view.left, view.top], np.float32)
        seen = face.seen
        yield FoundFace(
            SeenFace(
                box=_box_of(points, image),
                yaw_deg=seen.yaw_deg,
                pitch_deg=seen.pitch_deg,
                blink=seen.blink,
                jaw_open=seen.jaw_open,
                smile=seen.smile,
                gaze_x=seen.gaze_x,
                gaze_down=seen.gaze_down,
            ),
            points.astype(np.float32, copy=False),
            face.width_px / view.scale,
        )


# ------------------------------------------------------------------ from MediaPipe's words to ours


def _load(model: Path, mode: vision.RunningMode, max_faces: int) -> vision.FaceLandmarker:
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=mode,
        num_faces=max_faces,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    try:
        return kept(vision.FaceLandmarker.create_from_options(options))
    except (RuntimeError, ValueError, OSError) as error:
        raise VisionModelError(f"{model.name} cannot be loaded as a face landmarker") from error


def _as_mediapipe(image: Image) -> mp.Image:
    rgb = np.ascontiguousarray(image[:, :, ::-1])
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)


def _found_faces(result: vision.FaceLandmarkerResult, image: Image) -> tuple[FoundFace, ...]:
    height, width = image.shape[:2]
    faces: list[FoundFace] = []
    for marks, shapes, pose in zip(
        result.face_landmarks,
        result.face_blendshapes,
        result.facial_transformation_matrixes,
        strict=True,
    ):
        points = np.array([(mark.x * width, mark.y * height) for mark in marks], np.float32)
        scores = {shape.category_name: shape.score for shape in shapes}
        faces.append(
            FoundFace(
                _seen_face(_box_of(points, image), scores.__getitem__, pose),
                points,
                float(np.ptp(points[:, 0])),
            )
        )
    return _largest_first(faces)


def _seen_face(
    box: Box,
    shape: Callable[[str], float],
    pose: NDArray[np.float32],
) -> SeenFace:
    yaw_deg, pitch_deg = pose_angles(pose)
    towards_left = (shape("eyeLookOutLeft") + shape("eyeLookInRight")) / 2
    towards_right = (shape("eyeLookInLeft") + shape("eyeLookOutRight")) / 2
    return SeenFace(
        box=box,
        yaw_deg=yaw_deg,
        pitch_deg=pitch_deg,
        blink=(shape(_LEFT_EYE) + shape("eyeBlinkRight")) / 2,
        jaw_open=shape("jawOpen"),
        smile=(shape("mouthSmileLeft") + shape("mouthSmileRight")) / 2,
        gaze_x=towards_left - towards_right,
        gaze_down=(shape("eyeLookDownLeft") + shape("eyeLookDownRight")) / 2,
    )


def pose_angles(pose: NDArray[np.float32]) -> tuple[float, float]:
    """Yaw and pitch in degrees of a pose matrix.

    Args:
        pose: float32, shape (4, 4): from the face's own axes (x to the person's left, y up, z out
            of the face) to the camera's (x to the picture's right, y up, z towards the viewer).

    Returns:
        Yaw, positive towards the person's left (the picture's right), and pitch, positive upwards.
    """
    ahead = pose[:3, 2] / np.linalg.norm(pose[:3, 2])
    yaw = math.degrees(math.atan2(float(ahead[0]), float(ahead[2])))
    pitch = math.degrees(math.asin(max(-1.0, min(1.0, float(ahead[1])))))
    return yaw, pitch


def _box_of(points: Points, image: Image) -> Box:
    height, width = image.shape[:2]
    size = np.array([width, height], np.float32)
    first = np.clip(points.min(axis=0) / size, 0.0, 1.0)
    last = np.clip(points.max(axis=0) / size, 0.0, 1.0)
    return (
        float(first[0]),
        float(first[1]),
        float(last[0] - first[0]),
        float(last[1] - first[1]),
    )


def _largest_first(faces: Sequence[FoundFace]) -> tuple[FoundFace, ...]:
    return tuple(sorted(faces, key=lambda face: face.width_px, reverse=True))
