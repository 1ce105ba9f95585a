"""What the room camera would see: the candidate, small, at a desk in a drawn room."""

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo.media_motion import PERIOD_S
from app.domain.media import Image

WIDTH_PX, HEIGHT_PX = 640, 360
RATE_HZ = 15
_PERSON_SCALE = 0.55
"""Of a portrait of 512 pixels: the face is then about 50 pixels wide."""
_CUT_ROUNDS = 4

Mask = NDArray[np.float32]
"""float32, shape (height, width): 1 where the person is, 0 elsewhere."""


def room_frames(portrait: Image) -> Iterator[Image]:
    """One period of the room, the person moving a little.

    Args:
        portrait: head and shoulders, the person's body cut by the lower edge.
    """
    room = _drawn_room()
    person = cv2.resize(
        portrait, None, fx=_PERSON_SCALE, fy=_PERSON_SCALE, interpolation=cv2.INTER_AREA
    ).astype(np.uint8, copy=False)
    mask = _person_in(person)
    count = round(PERIOD_S * RATE_HZ)
    for number in range(count):
        turn = 2 * math.pi * number / count
        shift = (1.5 * math.sin(turn), 0.8 * math.sin(2 * turn))
        yield _desk(_placed(room, person, mask, shift))


def _drawn_room() -> Image:
    rows = np.linspace(0, 1, HEIGHT_PX, dtype=np.float32)[:, None, None]
    wall = np.array((188, 200, 205), np.float32) * (1.05 - 0.2 * rows)
    room = np.broadcast_to(wall, (HEIGHT_PX, WIDTH_PX, 3)).clip(0, 255).astype(np.uint8).copy()
    cv2.rectangle(room, (0, 300), (WIDTH_PX, HEIGHT_PX), (96, 112, 128), -1)
    cv2.rectangle(room, (0, 296), (WIDTH_PX, 300), (150, 160, 165), -1)
    # a window with daylight, a door, a picture
    cv2.rectangle(room, (36, 46), (166, 190), (236, 228, 214), -1)
    cv2.rectangle(room, (36, 46), (166, 190), (120, 128, 132), 4)
    cv2.line(room, (101, 46), (101, 190), (120, 128, 132), 3)
    cv2.rectangle(room, (520, 70), (606, 300), (92, 118, 150), -1)
    cv2.rectangle(room, (520, 70), (606, 300), (70, 90, 118), 3)
    cv2.circle(room, (532, 190), 4, (60, 60, 70), -1)
    cv2.rectangle(room, (440, 90), (494, 130), (140, 120, 96), -1)
    noise = np.random.default_rng(3).normal(0, 2.0, room.shape)
    return (room + noise).clip(0, 255).astype(np.uint8)


def _person_in(person: Image) -> Mask:
    """Cut the person out.

    Source: Rother et al. 2004, GrabCut, as OpenCV has it.
    """
    rows, columns = person.shape[:2]
    marks = np.full((rows, columns), cv2.GC_BGD, np.uint8)
    _oval(marks, (0.45, 0.25, 0.19, 0.24), cv2.GC_PR_FGD)
    body = [(0.3, 0.34), (0.6, 0.34), (0.74, 0.55), (0.8, 1.0), (0.02, 1.0), (0.1, 0.55)]
    outline = (np.array(body) * (columns, rows)).astype(np.int32)
    cv2.fillPoly(marks, [outline], (cv2.GC_PR_FGD,))
    _oval(marks, (0.445, 0.24, 0.07, 0.11), cv2.GC_FGD)
    _oval(marks, (0.44, 0.43, 0.12, 0.09), cv2.GC_FGD)
    models = np.zeros((2, 1, 65), np.float64)
    cv2.grabCut(
        person, marks, (0, 0, 0, 0), models[0], models[1], _CUT_ROUNDS, cv2.GC_INIT_WITH_MASK
    )
    inside = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(inside, (0, 0), 1.0), np.float32)


def _oval(marks: Image, shape: tuple[float, float, float, float], mark: int) -> None:
    """Mark an ellipse: centre and half axes as fractions of the picture's width and height."""
    rows, columns = marks.shape[:2]
    x, y, half_w, half_h = shape
    centre = (round(x * columns), round(y * rows))
    axes = (round(half_w * columns), round(half_h * rows))
    cv2.ellipse(marks, centre, axes, 0, 0, 360, (mark,), -1)


def _placed(room: Image, person: Image, mask: Mask, shift: tuple[float, float]) -> Image:
    rows, columns = person.shape[:2]
    left, top = (WIDTH_PX - columns) // 2 + 12, HEIGHT_PX - rows + 26
    move = np.array([[1, 0, left + shift[0]], [0, 1, top + shift[1]]], np.float32)
    size = (WIDTH_PX, HEIGHT_PX)
    moved = cv2.warpAffine(person, move, size, flags=cv2.INTER_LINEAR)
    over = cv2.warpAffine(mask, move, size, flags=cv2.INTER_LINEAR)
    return cv2.blendLinear(moved, room, over, 1.0 - over).astype(np.uint8, copy=False)


def _desk(room: Image) -> Image:
    top = HEIGHT_PX - 52
    board = np.array([(120, top), (540, top), (600, HEIGHT_PX), (60, HEIGHT_PX)], np.int32)
    cv2.fillConvexPoly(room, board, (104, 132, 168))
    cv2.line(room, (120, top), (540, top), (132, 160, 192), 3)
    cv2.rectangle(room, (392, top - 26), (470, top + 14), (52, 52, 56), -1)
    return room
