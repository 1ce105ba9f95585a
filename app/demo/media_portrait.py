"""The portrait that the generated media are made from, and portraits for cards."""

from pathlib import Path

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from PIL import Image as Pillow

from app.demo.errors import PortraitUnusableError
from app.demo.media_cards import PORTRAIT_PX
from app.demo.media_puppet import Landmarks
from app.domain.media import Image

WIDTH_PX, HEIGHT_PX = 1280, 720
_SHARPEN = 0.6
"""Enlarging softens; so much of the difference to a blurred copy is added again."""
_CARD_WIDTH = 1.86
"""Width of a card's portrait in widths of the face."""
_CARD_HEADROOM = 0.73
"""Room above the face's topmost landmark, in widths of the face."""


def load_portrait(path: Path) -> Image:
    """The picture, BGR."""
    with Pillow.open(path) as picture:
        rgb = np.asarray(picture.convert("RGB"), np.uint8)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def as_camera_sees(portrait: Image) -> Image:
    """The portrait's upper part as a 1280x720 camera picture: the face is 230 pixels wide."""
    scale = WIDTH_PX / portrait.shape[1]
    large = cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    part = large[:HEIGHT_PX, :WIDTH_PX]
    soft = cv2.GaussianBlur(part, (0, 0), 2.0)
    sharp = cv2.addWeighted(part, 1.0 + _SHARPEN, soft, -_SHARPEN, 0)
    return sharp.astype(np.uint8, copy=False)


def landmarks_of(picture: Image, model: Path) -> Landmarks:
    """The face's landmarks with their depth.

    Args:
        picture: one face.
        model: the `face_landmarker` task file.

    Raises:
        PortraitUnusableError: no face was found.
    """
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.IMAGE,
    )
    landmarker = vision.FaceLandmarker.create_from_options(options)
    try:
        rgb = np.ascontiguousarray(picture[:, :, ::-1])
        found = landmarker.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
    finally:
        landmarker.close()
    if not found.face_landmarks:
        raise PortraitUnusableError("No face was found in the portrait")
    height, width = picture.shape[:2]
    marks = [(mark.x * width, mark.y * height, mark.z * width) for mark in found.face_landmarks[0]]
    return np.array(marks, np.float32)


def for_card(picture: Image, left: float, top: float, width: float) -> Image:
    """Cut head and shoulders as a card's portrait shows them.

    Args:
        picture: the camera picture.
        left: smallest x of the face's landmarks, pixels.
        top: smallest y of them.
        width: from the smallest to the largest x.
    """
    across = _CARD_WIDTH * width
    down = across * PORTRAIT_PX[1] / PORTRAIT_PX[0]
    first_x = round(left + width / 2 - across / 2)
    first_y = round(top - _CARD_HEADROOM * width)
    margin = round(down)
    wide = cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    rows = slice(first_y + margin, first_y + margin + round(down))
    columns = slice(first_x + margin, first_x + margin + round(across))
    return np.ascontiguousarray(wide[rows, columns]).astype(np.uint8, copy=False)
