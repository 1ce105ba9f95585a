"""Attacks on the liveness step, made from photographs and recordings of real people.

A photograph is shown as a print or a tablet would be: a plane before a pinhole camera, in a hand
that trembles, turned, tilted, moved, bent, or with a strip drawn over its eyes. A recording is
played as it is: the picture of a perfect screen, the hardest case for the step.

Source: species as in ISO/IEC 30107-3 (instruments of presentation attack).
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.faces import Box

RATE_HZ = 15.0
SECONDS = 6.0
WIDTH_PX, HEIGHT_PX = 640, 480
FOCAL_PX = 700.0
"""Of a webcam with 50 degrees across at that width."""
PRINT_WIDTH_M = 0.20
DISTANCE_M = 0.45
TABLET_FACES = 2.4
"""Width of what a tablet shows, in widths of the face: head and shoulders, as in the one real
attack there is."""
TABLET_DISTANCE_M = 0.5
STILL_S = 1.5
"""The picture is held straight for so long before it is moved, as by somebody who is asked."""

Way = Literal["held", "turned", "tilted", "moved", "nearer", "rolled", "bent", "strip"]
WAYS: tuple[Way, ...] = (
    "held", "turned", "tilted", "moved", "nearer", "rolled", "bent", "strip",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pose:
    """Of the plane: radians, metres."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    across: float = 0.0
    down: float = 0.0
    distance: float = DISTANCE_M


def presentation(photo: Image, way: Way) -> Iterator[tuple[float, Image]]:
    """What the camera sees: time in seconds and picture, for `SECONDS`."""
    for number in range(round(SECONDS * RATE_HZ)):
        at_s = number / RATE_HZ
        moved_s = max(0.0, at_s - STILL_S)
        picture = photo
        if way == "bent":
            picture = _bent(photo, 0.35 * math.sin(2.0 * moved_s))
        elif way == "strip":
            picture = _strip(photo, moved_s)
        yield at_s, _seen(picture, _pose(way, at_s, moved_s))


def on_a_tablet(frames: Iterable[tuple[float, Image]], face: Box) -> Iterator[tuple[float, Image]]:
    """A recording as a tablet in a hand shows it: its head and shoulders, a dark frame around them.

    Args:
        frames: time in seconds and picture.
        face: where the face is in them, as fractions.

    Yields:
        what a camera of 1280 x 960 sees of it, before a wall.
    """
    for at_s, image in frames:
        high, wide = image.shape[:2]
        side = TABLET_FACES * face[2] * wide
        left = max(0, round((face[0] + face[2] / 2) * wide - side / 2))
        top = max(0, round((face[1] + face[3] / 2) * high - side / 2))
        part = image[top : top + round(side * 1.2), left : left + round(side)]
        shown = cv2.resize(part, (600, round(600 * part.shape[0] / part.shape[1])))
        framed = cv2.copyMakeBorder(shown, 30, 30, 30, 30, cv2.BORDER_CONSTANT, value=(18, 18, 18))
        pose = replace(_pose("held", at_s, 0.0), distance=TABLET_DISTANCE_M)
        yield at_s, _seen(np.asarray(framed, np.uint8), pose, 2)


def _pose(way: Way, at_s: float, moved_s: float) -> _Pose:
    yaw, pitch = 0.01 * math.sin(7 * at_s), 0.01 * math.sin(5 * at_s + 1)
    roll = 0.008 * math.sin(6 * at_s)
    match way:
        case "turned":
            return _Pose(yaw + math.radians(45) * math.sin(1.6 * moved_s), pitch, roll)
        case "tilted":
            return _Pose(yaw, pitch + math.radians(40) * math.sin(2.5 * moved_s), roll)
        case "moved":
            across, down = 0.06 * math.sin(2 * moved_s), 0.04 * math.sin(3 * moved_s)
            return _Pose(yaw, pitch, roll, across, down)
        case "nearer":
            return _Pose(yaw, pitch, roll, distance=DISTANCE_M * (1 + 0.27 * math.sin(2 * moved_s)))
        case "rolled":
            return _Pose(yaw, pitch, roll + math.radians(20) * math.sin(2 * moved_s))
        case "held" | "bent" | "strip":
            return _Pose(yaw, pitch, roll)


def _seen(photo: Image, pose: _Pose, larger: int = 1) -> Image:
    """The plane through a pinhole camera, before a wall, a little blurred by the lens."""
    seen = (WIDTH_PX * larger, HEIGHT_PX * larger)
    height, width = photo.shape[:2]
    half = PRINT_WIDTH_M / 2
    tall = half * height / width
    corners = np.array(
        [[-half, -tall, 0], [half, -tall, 0], [half, tall, 0], [-half, tall, 0]], np.float64
    )
    turn = _axis(0, 0, pose.roll) @ _axis(pose.pitch, 0, 0) @ _axis(0, pose.yaw, 0)
    placed = corners @ turn.T + np.array([pose.across, pose.down, pose.distance])
    flat = FOCAL_PX * larger * placed[:, :2] / placed[:, 2:] + np.array(seen) / 2
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, flat.astype(np.float32))
    wall = np.full((*seen[::-1], 3), (150, 160, 165), np.uint8)
    shown = cv2.warpPerspective(
        photo, matrix, seen, dst=wall, borderMode=cv2.BORDER_TRANSPARENT,
        flags=cv2.INTER_AREA,
    )  # fmt: skip
    return cv2.GaussianBlur(shown, (3, 3), 0).astype(np.uint8, copy=False)


def _axis(about_x: float, about_y: float, about_z: float) -> NDArray[np.float64]:
    matrix, _ = cv2.Rodrigues(np.array([about_x, about_y, about_z], np.float64))
    return matrix.astype(np.float64, copy=False)


def _bent(photo: Image, bend: float) -> Image:
    """A print bent about its upright middle: its sides come nearer together, more so outwards."""
    height, width = photo.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32)
    angle = across * np.float32(abs(bend) * 2 + 1e-3)
    from_x = np.sin(angle) / np.sin(np.float32(abs(bend) * 2 + 1e-3))
    shifted = across + np.float32(bend) * (from_x - across) * 2
    map_x = np.tile((shifted + 1) / 2 * (width - 1), (height, 1)).astype(np.float32)
    map_y = np.tile(np.arange(height, dtype=np.float32)[:, None], (1, width))
    return cv2.remap(photo, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
        np.uint8, copy=False
    )


def _strip(photo: Image, moved_s: float) -> Image:
    """A strip of the forehead's colour pulled down over the eyes and up again, once a second."""
    height, width = photo.shape[:2]
    drawn = photo.copy()
    if moved_s <= 0 or moved_s % 1.0 > 0.2:  # noqa: PLR2004 - a fifth of each second
        return drawn
    top, bottom = round(height * 0.30), round(height * 0.48)
    left, right = round(width * 0.2), round(width * 0.8)
    colour = photo[round(height * 0.22) : top, left:right].reshape(-1, 3).mean(axis=0)
    drawn[top:bottom, left:right] = colour.astype(np.uint8)
    return drawn
