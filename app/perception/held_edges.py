"""Whether straight edges close round a face, as those of a telephone, a tablet or a print do.

Behind a person who sits there are straight lines too, but the head and the shoulders stand before
them: they hardly ever close. Segments are OpenCV's, those of one line are joined, and every four
lines above, below and beside the face are tried as the sides of a frame.

Source of the segments: LSD (von Gioi et al., IEEE TPAMI 2010), `cv2.createLineSegmentDetector`.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.media import Image
from app.perception.faces import Box

SIDE_PX = 480
"""Longer side of the picture that is looked at; reduced to it, never enlarged."""

MIN_SIDE_PX, MIN_FACE_PX = 300, 80
"""A picture or a face smaller than this is not judged: every line is a few pixels long there, and
four of them close by chance. Measured: a clip of 176 x 144 reaches 0.70, no larger one 0.50."""

MIN_SIDE_SEEN = 0.3
"""Least share of each side that has to be seen. Own choice, with which the figures were measured:
a finger or a dark picture beside a dark frame hides more than half of one side."""

NEAREST_FACES, FURTHEST_FACES = 0.5, 3.0
"""Distance of a side from the face's middle, in the face's longer side."""

_TILT_DEG = 25.0
_SHORTEST_FACES = 0.12
_LINES_A_SIDE = 8
_SAME_LINE_PX, _SAME_LINE_SLOPE = 3.0, 0.02
_OUTSIDE = 0.08
"""A corner may lie so far outside of the picture, in its longer side ..."""
_SIDE_INSIDE = 0.6
"""... as long as so much of each side is inside."""

_NECK_FACES, _HIDDEN = 0.35, 0.5
"""Half of what a neck hides of a line behind it, from the face's middle. A line of which less than
half is seen there, and something on both sides, is behind the person."""

_Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Line:
    """One straight line, of which stretches are seen.

    Attributes:
        at: a point of it, pixels.
        along: unit vector.
        stretches: shape (n, 2), from and to along it, pixels from `at`.
    """

    at: _Vector
    along: _Vector
    stretches: _Vector

    @property
    def seen_px(self) -> float:
        """Sum of the stretches' lengths."""
        return float((self.stretches[:, 1] - self.stretches[:, 0]).sum())


@dataclass(frozen=True, slots=True)
class _Place:
    """The face's middle and longer side, and the picture's width and height, all in pixels."""

    middle: _Vector
    face: float
    size: tuple[int, int]


def edges_around(image: Image, face: Box) -> float | None:
    """How much of four straight sides round the face is seen: the mean of the best four, 0..1.

    0 where no four close; None where picture or face are too small to say. 10 to 60 ms of one core.
    """
    high, wide = image.shape[:2]
    scale = min(1.0, SIDE_PX / max(high, wide))
    place = _Place(
        np.array([(face[0] + face[2] / 2) * wide, (face[1] + face[3] / 2) * high]) * scale,
        max(face[2] * wide, face[3] * high) * scale,
        (round(wide * scale), round(high * scale)),
    )
    if min(high, wide) < MIN_SIDE_PX or place.face < MIN_FACE_PX * min(1.0, scale):
        return None
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, place.size, interpolation=cv2.INTER_AREA)
    segments = cv2.createLineSegmentDetector().detect(small)[0]
    if np.size(segments) < 4:  # noqa: PLR2004 - none at all is None, whatever the types say
        return 0.0
    sides = _sides(np.asarray(segments, np.float64).reshape(-1, 4), place)
    return _closed(sides, place) if all(sides) else 0.0


def _sides(segments: _Vector, place: _Place) -> tuple[list[_Line], ...]:
    """Lines above, below, left and right of the face, those most seen first."""
    step = segments[:, 2:] - segments[:, :2]
    segments = segments[np.hypot(*step.T) > _SHORTEST_FACES * place.face]
    step = segments[:, 2:] - segments[:, :2]
    slope = np.degrees(np.arctan2(step[:, 1], step[:, 0])) % 180
    level = np.minimum(slope, 180 - slope) < _TILT_DEG
    upright = np.abs(slope - 90) < _TILT_DEG
    above, below = _beside(_joined(segments[level], 0), place, 1)
    left, right = _beside(_joined(segments[upright], 1), place, 0)
    return above, below, left, right


def _joined(segments: _Vector, axis: int) -> Iterator[_Line]:
    """The lines that the segments lie on, the longest first; `axis` is the one they run along."""
    ends = np.where(segments[:, axis] <= segments[:, axis + 2], 1, -1)
    first = np.where((ends > 0)[:, None], segments[:, :2], segments[:, 2:])
    last = np.where((ends > 0)[:, None], segments[:, 2:], segments[:, :2])
    left = np.ones(len(segments), bool)
    for index in np.argsort(-np.hypot(*(last - first).T)):
        if not left[index]:
            continue
        step: _Vector = last[index] - first[index]
        mine = left & _near(first, first[index], step) & _near(last, first[index], step)
        left &= ~mine
        yield _through(first[mine], last[mine])


def _through(first: _Vector, last: _Vector) -> _Line:
    """The line through segments, of which these are the ends."""
    points = np.concatenate([first, last])
    at: _Vector = points.mean(axis=0)
    straight: _Vector = np.linalg.svd(points - at)[2][0]
    along = straight if straight @ (last[0] - first[0]) > 0 else -straight
    stretches = np.stack([(first - at) @ along, (last - at) @ along], axis=1)
    return _Line(at, along, np.sort(stretches, axis=1))


def _near(points: _Vector, at: _Vector, step: _Vector) -> NDArray[np.bool_]:
    """Whether points lie on a line; the further away, the more its direction may be wrong."""
    away, along = points - at, step / np.hypot(*step)
    off = np.abs(away @ np.array([-along[1], along[0]]))
    near: NDArray[np.bool_] = off < _SAME_LINE_PX + _SAME_LINE_SLOPE * np.abs(away @ along)
    return near


def _beside(lines: Iterator[_Line], place: _Place, axis: int) -> tuple[list[_Line], list[_Line]]:
    """Those before and those behind the face's middle along an axis, at a fitting distance."""
    sides: tuple[list[_Line], list[_Line]] = ([], [])
    for line in lines:
        offset = line.at - place.middle
        normal = np.array([-line.along[1], line.along[0]])
        normal = normal if normal[axis] > 0 else -normal
        faces = float(offset @ normal) / place.face
        behind = axis == 1 and _passes_behind(line, place)
        if NEAREST_FACES < abs(faces) < FURTHEST_FACES and not behind:
            sides[int(faces > 0)].append(line)
    for side in sides:
        side.sort(key=lambda line: line.seen_px, reverse=True)
        del side[_LINES_A_SIDE:]
    return sides


def _closed(sides: Sequence[Sequence[_Line]], place: _Place) -> float:
    """The best mean over every four lines of which each is seen enough."""
    above, below, left, right = sides
    shares = np.stack(
        np.broadcast_arrays(  # axes: above, below, left, right
            _seen(above, left, right, place)[:, None, :, :],
            _seen(below, left, right, place)[None, :, :, :],
            np.moveaxis(_seen(left, above, below, place), 0, -1)[:, :, :, None],
            np.moveaxis(_seen(right, above, below, place), 0, -1)[:, :, None, :],
        )
    )
    return float(np.where(shares.min(axis=0) >= MIN_SIDE_SEEN, shares.mean(axis=0), 0.0).max())


def _seen(
    lines: Sequence[_Line], first: Sequence[_Line], last: Sequence[_Line], place: _Place
) -> _Vector:
    """Share of each line that is seen between two that cross it; shape (lines, first, last)."""
    shares = np.zeros((len(lines), len(first), len(last)))
    for index, line in enumerate(lines):
        begins = [_corner(line, other, place) for other in first]
        ends = [_corner(line, other, place) for other in last]
        for (one, begin), (two, end) in itertools.product(enumerate(begins), enumerate(ends)):
            if begin is not None and end is not None:
                shares[index, one, two] = _seen_share(line, begin, end, place)
    return shares


def _corner(line: _Line, other: _Line, place: _Place) -> _Vector | None:
    """Where two lines meet, which never run alike; None too far outside of the picture."""
    meeting = np.linalg.solve(np.array([line.along, -other.along]).T, other.at - line.at)
    corner = line.at + meeting[0] * line.along
    margin = _OUTSIDE * max(place.size)
    inside = (corner >= -margin).all() and (corner <= np.array(place.size) + margin).all()
    return corner if inside else None


def _seen_share(line: _Line, begin: _Vector, end: _Vector, place: _Place) -> float:
    """Share of the part between two corners that is seen, as far as it is inside of the picture."""
    low, high = sorted((float((begin - line.at) @ line.along), float((end - line.at) @ line.along)))
    whole = high - low
    for axis in (0, 1):
        if abs(line.along[axis]) > 1e-9:  # noqa: PLR2004 - parallel to the picture's edge
            reach = sorted(
                (limit - line.at[axis]) / line.along[axis]
                for limit in (0.0, place.size[axis] - 1.0)
            )
            low, high = max(low, reach[0]), min(high, reach[1])
    if whole < 1 or high - low < _SIDE_INSIDE * whole:
        return 0.0
    return _seen_between(line, low, high)


def _seen_between(line: _Line, low: float, high: float) -> float:
    """Share of a part of a line that its stretches cover."""
    seen, reached = 0.0, low
    for start, stop in line.stretches[np.argsort(line.stretches[:, 0])]:
        seen += max(0.0, min(stop, high) - max(start, reached))
        reached = max(reached, min(stop, high))
    return seen / (high - low)


def _passes_behind(line: _Line, place: _Place) -> bool:
    """Whether a level line is seen on both sides of head, neck or shoulders and not at them."""
    middle = float((place.middle - line.at) @ line.along)
    near, far = _NECK_FACES * place.face, FURTHEST_FACES * place.face
    beside = (
        _seen_between(line, middle - far, middle - near),
        _seen_between(line, middle + near, middle + far),
    )
    hidden = _seen_between(line, middle - near, middle + near) < _HIDDEN
    return hidden and min(beside) * (far - near) > _SHORTEST_FACES * place.face
