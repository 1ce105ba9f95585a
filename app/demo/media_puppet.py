"""A portrait that moves: turned by the depth of its landmarks, eyelids painted, jaw lowered.

Nothing of it is meant to deceive a person or to be a likeness in motion; it is there so that the
real detectors have something to see where there is no camera.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.domain.media import Image

Landmarks = NDArray[np.float32]
"""float32, shape (478, 3): x right, y down, z away from the camera, pixels; MediaPipe's order."""
Plane = NDArray[np.float32]
"""float32, shape (height, width): one value a pixel."""

_GRID_PX = 4
"""The field of movement is kept at a quarter of the picture's size: it is smooth."""
_ROUNDS = 3
"""Rounds of the fixed-point inversion; the third changes less than a tenth of a pixel."""
JAW_DROP = 0.20
"""How far the jaw falls at most, in face widths."""

# MediaPipe's numbers of the outlines, left to right in the picture
_LIDS = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263)),
)
_LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
_CHIN = 152
_EDGE = cv2.BORDER_REPLICATE
_LASH_BGR = (45, 55, 75)
_MOUTH_BGR = (38, 30, 62)


@dataclass(frozen=True, slots=True)
class Pose:
    """How the head is held and the face moved.

    Attributes:
        yaw_deg: turn of the mesh, positive towards the person's left (the picture's right); the
            landmarker measures about seven tenths of it.
        pitch_deg: positive upwards.
        roll_deg: positive clockwise in the picture.
        shift_x_px, shift_y_px: of the whole head, right and down.
        lids: 0 open .. 1 shut.
        jaw: 0 as in the portrait .. 1 wide open.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    shift_x_px: float = 0.0
    shift_y_px: float = 0.0
    lids: float = 0.0
    jaw: float = 0.0

    def rounded(self) -> "Pose":
        """To a thousandth of each unit, which nobody sees: equal poses are then equal values."""
        return Pose(
            round(self.yaw_deg, 3),
            round(self.pitch_deg, 3),
            round(self.roll_deg, 3),
            round(self.shift_x_px, 3),
            round(self.shift_y_px, 3),
            round(self.lids, 3),
            round(self.jaw, 3),
        )


def _plane(values: ArrayLike) -> Plane:
    return np.asarray(values, np.float32)


def _smooth(values: ArrayLike) -> Plane:
    """0 below 0, 1 above 1, without a kink between."""
    clipped = np.clip(_plane(values), 0.0, 1.0)
    return _plane(clipped * clipped * (3.0 - 2.0 * clipped))


def _numbered(rows: int, columns: int) -> tuple[Plane, Plane]:
    """Column and row number of every pixel."""
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    return x, y


class Puppet:
    """One portrait with its landmarks, drawn in any pose."""

    def __init__(self, portrait: Image, landmarks: Landmarks) -> None:
        """Measure the face.

        Args:
            portrait: see `Image`, one face seen from the front.
            landmarks: of that face.
        """
        self._portrait = portrait
        self._marks = landmarks[:468]
        self._width = float(np.ptp(self._marks[:, 0]))
        self._centre = self._marks.mean(axis=0)
        self._left, self._top, right, bottom = self._reach(portrait)
        self._head = (slice(self._top, bottom), slice(self._left, right))
        self._fields()

    def _reach(self, portrait: Image) -> tuple[int, int, int, int]:
        """The part of the picture that ever moves."""
        height, width = portrait.shape[:2]
        first = self._marks[:, :2].min(axis=0) - self._width
        last = self._marks[:, :2].max(axis=0) + self._width
        return (
            max(0, int(first[0])),
            max(0, int(first[1])),
            min(width, int(last[0])),
            min(height, int(last[1])),
        )

    def _fields(self) -> None:
        """Depth, and how much each place follows the head, on the coarse grid."""
        rows, columns = self._portrait[self._head].shape[:2]
        down, across = rows // _GRID_PX, columns // _GRID_PX
        self._scale = (columns / across, rows / down)
        self._coarse, self._fine = _numbered(down, across), _numbered(rows, columns)
        self._x = _plane(self._left + (self._coarse[0] + 0.5) * self._scale[0])
        self._y = _plane(self._top + (self._coarse[1] + 0.5) * self._scale[1])
        hull = cv2.convexHull(np.ascontiguousarray(self._marks[:, :2]))
        outside = np.full((down, across), 255, np.uint8)
        at = (hull - (self._left, self._top)) / self._scale
        cv2.fillConvexPoly(outside, at.astype(np.int32), (0,))
        away = cv2.distanceTransform(outside, cv2.DIST_L2, 5) * _GRID_PX / self._width
        inside = cv2.distanceTransform(255 - outside, cv2.DIST_L2, 5) * _GRID_PX / self._width
        # near the edge the depth is spread widely: single landmarks would show as bumps
        sharp = _smooth(inside / 0.06)
        self._depth = sharp * self._depth_map(0.05) + (1.0 - sharp) * self._depth_map(0.1)
        self._turns = 1.0 - _smooth(away / 0.7)
        self._shifts = 1.0 - _smooth((away - 0.35) / 0.6)

    def _depth_map(self, reach: float) -> Plane:
        """The landmarks' depth spread over the grid, nearer ones (in face widths) counting more."""
        weight = np.zeros_like(self._x)
        depth = np.zeros_like(self._x)
        soft = (reach * self._width) ** 2
        for x, y, z in self._marks - (0.0, 0.0, self._centre[2]):
            near = 1.0 / ((self._x - x) ** 2 + (self._y - y) ** 2 + soft) ** 2
            weight += near
            depth += near * z
        return _plane(depth / weight)

    def draw(self, pose: Pose) -> Image:
        """The portrait in `pose`; the same size."""
        picture = self._portrait.copy()
        if pose.jaw > 0.0:
            self._lower_jaw(picture, pose.jaw)
        if pose.lids > 0.0:
            for upper, lower in _LIDS:
                self._paint_lid(picture, upper, lower, pose.lids)
        self._move_head(picture, pose)
        return picture

    # -------------------------------------------------------------- the head

    def _move_head(self, picture: Image, pose: Pose) -> None:
        """Pull every pixel from where it was before the head moved."""
        dx, dy = self._displacement(pose)
        across, down = self._scale
        base_x, base_y = self._coarse
        back_x, back_y = dx, dy
        for _ in range(_ROUNDS):
            at_x, at_y = base_x - back_x / across, base_y - back_y / down
            back_x = _plane(cv2.remap(dx, at_x, at_y, cv2.INTER_LINEAR, borderMode=_EDGE))
            back_y = _plane(cv2.remap(dy, at_x, at_y, cv2.INTER_LINEAR, borderMode=_EDGE))
        part = picture[self._head]
        rows, columns = part.shape[:2]
        full_x, full_y = self._fine
        from_x = full_x - cv2.resize(back_x, (columns, rows), interpolation=cv2.INTER_LINEAR)
        from_y = full_y - cv2.resize(back_y, (columns, rows), interpolation=cv2.INTER_LINEAR)
        picture[self._head] = cv2.remap(
            part, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )

    def _displacement(self, pose: Pose) -> tuple[Plane, Plane]:
        """How far each grid point of the portrait moves, in pixels."""
        yaw, pitch = math.radians(pose.yaw_deg), math.radians(pose.pitch_deg)
        x = self._x - self._centre[0]
        y = self._y - self._centre[1]
        z = self._depth
        turned_x = x * math.cos(yaw) - z * math.sin(yaw)
        turned_z = x * math.sin(yaw) + z * math.cos(yaw)
        turned_y = y * math.cos(pitch) + turned_z * math.sin(pitch)
        roll = math.radians(pose.roll_deg)
        neck = y - 1.1 * self._width
        sway_x, sway_y = -neck * math.sin(roll), x * math.sin(roll)
        dx = self._turns * (turned_x - x) + self._shifts * (sway_x + pose.shift_x_px)
        dy = self._turns * (turned_y - y) + self._shifts * (sway_y + pose.shift_y_px)
        return dx.astype(np.float32), dy.astype(np.float32)

    # -------------------------------------------------------------- eyes and mouth

    def _paint_lid(
        self, picture: Image, upper: tuple[int, ...], lower: tuple[int, ...], shut: float
    ) -> None:
        """Paint skin over an eye from above, closed by a line of lashes."""
        top, bottom = self._marks[list(upper), :2], self._marks[list(lower), :2]
        edge = top + shut * (bottom - top)
        unit = self._width / 226.0
        raised = top - (0.0, 6.0 * unit)
        low = int(bottom[:, 1].max() + 18 * unit)
        left, right = int(bottom[:, 0].min()), int(bottom[:, 0].max())
        cheek = picture[low : low + int(12 * unit), left:right].reshape(-1, 3)
        skin = np.median(cheek, axis=0) * 0.95
        margin = int(14 * unit)
        area = (
            slice(int(raised[:, 1].min()) - margin, low),
            slice(left - margin, right + margin),
        )
        origin = (area[1].start, area[0].start)
        part = picture[area]
        mask = np.zeros(part.shape[:2], np.uint8)
        outline = (np.vstack([raised, edge[::-1]]) - origin).astype(np.int32)
        cv2.fillPoly(mask, [outline], (255,))
        soft = cv2.GaussianBlur(mask, (0, 0), 2.0 * unit)[..., None] / 255.0
        part[:] = (part * (1.0 - soft) + skin * soft).astype(np.uint8)
        line = (edge - origin).astype(np.int32)
        thickness = max(1, round(2 * unit))
        cv2.polylines(
            part, [line], isClosed=False, color=_LASH_BGR, thickness=thickness, lineType=cv2.LINE_AA
        )

    def _lower_jaw(self, picture: Image, jaw: float) -> None:
        """Pull the lower lip and the chin down; what opens between is dark."""
        lip = self._marks[list(_LOWER_LIP), :2]
        half = float(lip[-1, 0] - lip[0, 0]) / 2
        middle = float(lip[-1, 0] + lip[0, 0]) / 2
        chin = float(self._marks[_CHIN, 1])
        drop = jaw * JAW_DROP * self._width
        area = (
            slice(int(lip[:, 1].min()) - 2, min(picture.shape[0], int(chin + self._width))),
            slice(int(middle - 3 * half), int(middle + 3 * half)),
        )
        part = picture[area]
        rows, columns = part.shape[:2]
        x, y = _numbered(rows, columns)
        away = (x + area[1].start - middle) / half
        lip_y = np.interp(_plane(x[0] + area[1].start), _plane(lip[:, 0]), _plane(lip[:, 1]))
        line = np.asarray(lip_y, np.float32) - area[0].start
        below = _plane(y - line[None, :])
        gap = drop * np.sqrt(np.clip(1.0 - away**2, 0.0, 1.0))
        follow = drop * np.exp(-((away / 1.7) ** 2))
        ramp = _smooth((below - gap) / (0.3 * self._width))
        fade = 1.0 - _smooth((y + area[0].start - chin) / (0.5 * self._width))
        moved = (gap + (follow - gap) * ramp) * fade
        source_y = _plane(np.where(below > gap, y - moved, y))
        lowered = cv2.remap(part, x, source_y, cv2.INTER_LINEAR, borderMode=_EDGE)
        opened = _plane((below > 0.0) & (below <= gap))
        soft = 1.2 * self._width / 226.0
        opened = _plane(cv2.GaussianBlur(opened, (0, 0), soft))[..., None]
        part[:] = (lowered * (1.0 - opened) + np.array(_MOUTH_BGR) * opened).astype(np.uint8)
