"""Straight edges round the face: the table of docs/measurements-vision.md.

Run `python -m tests.measurements.edges`; it prints Markdown. Needs the models and the real media.
"""

import itertools
import statistics
import time
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from app.bench.attacks import WAYS, presentation
from app.domain.media import Image
from app.identity.loading import load_still_faces
from app.identity.screen_signs import HELD_EDGES
from app.perception.faces import Box
from app.perception.held_edges import edges_around
from app.perception.images import load_image
from app.perception.videos import read_video
from tests.measurements.vision import MEDIA, catalogue, head, say

GREEN = "video_expression/expr_d0.mp4"
"""A man before a green screen: whatever is wanted can stand behind him."""
BOARDS = ((2.2, 0.5), (2.2, 0.6), (3.0, 0.5), (3.0, 0.6), (4.0, 0.5), (4.0, 0.6))
"""Width of a framed board behind the head and how far it reaches below the middle, in faces."""


class Measured:
    """Looks with the step's own face finder."""

    def __init__(self) -> None:
        self.finder = load_still_faces(catalogue())
        self.spent: list[float] = []

    def look(self, image: Image) -> float | None:
        found = self.finder.find(image)
        if not found:
            return None
        began = time.process_time()
        edges = edges_around(image, found[0].seen.box)
        self.spent.append(time.process_time() - began)
        return edges

    def all(self, images: Iterable[Image]) -> list[float]:
        return [edges for image in images if (edges := self.look(image)) is not None]


def row(name: str, edges: list[float]) -> None:
    if not edges:
        say(name, 0, "-", "-")
        return
    over = sum(one > HELD_EDGES for one in edges)
    spread = f"{min(edges):.2f}..{statistics.median(edges):.2f}..{max(edges):.2f}"
    say(name, len(edges), spread, f"{over} of {len(edges)}")


def clips(measured: Measured) -> None:
    """Six pictures of each clip, and the median of each clip that has four."""
    singles: list[tuple[float, str]] = []
    medians: list[tuple[float, str]] = []
    for path in sorted(itertools.chain(MEDIA.glob("video_*/*.mp4"), MEDIA.glob("video_*/*.mpg"))):
        frames = [frame.image for frame in read_video(path, 2, 1280)]
        edges = measured.all(frames[:: max(1, len(frames) // 6)][:6])
        singles += [(one, path.name) for one in edges]
        medians += [(statistics.median(edges), path.name)] if len(edges) >= 4 else []
    row("live, pictures of clips", [one for one, _ in singles])
    row("live, median of a clip", [one for one, _ in medians])
    for one, name in sorted(singles, reverse=True)[:3]:
        say(f"highest: {name}", 1, f"{one:.2f}", "")


CANVAS = (1280, 720)
SCALE = 0.8
BAR_PX = 30
"""The clip's lower edge is a black bar."""


def keyed(image: Image, behind: Image) -> Image:
    """The man, without the green, at the foot of another picture."""
    part = cv2.resize(image[:-BAR_PX], None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_AREA)
    hsv = cv2.cvtColor(part, cv2.COLOR_BGR2HSV)
    green = cv2.inRange(hsv, np.array((35, 60, 40)), np.array((90, 255, 255)))
    soft = cv2.GaussianBlur(green, (5, 5), 0)[..., None].astype(np.float32) / 255
    whole = behind.copy()
    top, left = CANVAS[1] - part.shape[0], (CANVAS[0] - part.shape[1]) // 2
    under = whole[top:, left : left + part.shape[1]]
    under[:] = (part * (1 - soft) + under * soft).astype(np.uint8)
    return whole


def board(face: Box, wide: float, below: float) -> Image:
    """A wall with a framed notice board behind the head."""
    wall = np.full((CANVAS[1], CANVAS[0], 3), (170, 180, 185), np.uint8)
    middle = (face[0] + face[2] / 2) * CANVAS[0], (face[1] + face[3] / 2) * CANVAS[1]
    faces = max(face[2] * CANVAS[0], face[3] * CANVAS[1])
    left, right = (round(middle[0] + side * wide * faces / 2) for side in (-1, 1))
    top, bottom = round(middle[1] - 1.2 * faces), round(middle[1] + below * faces)
    cv2.rectangle(wall, (left, top), (right, bottom), (60, 70, 80), -1)
    cv2.rectangle(wall, (left + 6, top + 6), (right - 6, bottom - 6), (210, 215, 220), -1)
    return cv2.GaussianBlur(wall, (3, 3), 0).astype(np.uint8, copy=False)


def boards(measured: Measured) -> None:
    frames = [frame.image for frame in read_video(MEDIA / GREEN, 4, 640)]
    plain = np.full((CANVAS[1], CANVAS[0], 3), 180, np.uint8)
    face = measured.finder.find(keyed(frames[0], plain))[0].seen.box
    for wide, below in BOARDS:
        behind = board(face, wide, below)
        row(
            f"live before a board {wide} faces wide, {below} below the middle (made up); "
            f"the board alone {edges_around(behind, face):.2f}",
            measured.all(keyed(frame, behind) for frame in frames),
        )


def photographs() -> list[Path]:
    return sorted(itertools.chain(MEDIA.glob("face/*.jpg"), MEDIA.glob("face/*.png")))


def main() -> None:
    measured = Measured()
    head("shown", "pictures", "least..median..most", f"over {HELD_EDGES}")
    clips(measured)
    row("live_woman.jpg", measured.all([load_image(MEDIA / "attack/live_woman.jpg")]))
    row("the real attack", measured.all([load_image(MEDIA / "attack/attack_screen_woman.jpg")]))
    boards(measured)
    chosen = photographs()[::8][:12]
    for way in WAYS:
        middles = (list(presentation(load_image(path), way))[45][1] for path in chosen)
        row(f"photograph {way} (simulated)", measured.all(middles))
    say(
        "CPU-ms a look, median",
        len(measured.spent),
        f"{statistics.median(measured.spent) * 1e3:.0f}",
        "",
    )


if __name__ == "__main__":
    main()
