"""People with and without masks before the live monitor; docs/measurements-monitor.md, masks.

Run `python -m tests.measurements.mask_scenes DATASET` (see `masks`): photographs as still scenes of
eight seconds, moved by some pixels and with a sensor's noise, through the live models and rules.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from app.analysis.footage import Observer
from app.domain.media import Image
from app.domain.observation import Alert
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_still_faces
from app.monitoring.rules import Monitor
from app.perception.faces import StillFaceFinder
from app.perception.images import load_image
from tests.measurements.masks import COVERED
from tests.measurements.vision import catalogue

LABELS = (("with_mask", 60), ("without_mask", 40))
SIZE = (1280, 720)
FACE_PX, LEAST_PX, LEAST_ROOM = 220, 75, 1.5
"""Width of the face in the scene; in the photograph at least, and the photograph's own in faces."""
SEED, SECONDS, LOOKS_PER_S = 11, 8, 5


def chosen(folder: Path, count: int, finder: StillFaceFinder) -> Iterator[tuple[str, Image, float]]:
    """Photographs of one face that is large enough, and its width in pixels."""
    paths = sorted(path for path in folder.iterdir() if path.name not in COVERED)
    order: list[int] = np.random.default_rng(SEED).permutation(len(paths)).tolist()
    for number in order:
        path = paths[number]
        image = load_image(path)
        found = finder.find(image)
        wide = found[0].width_px if found else 0.0
        if len(found) == 1 and wide >= LEAST_PX and image.shape[1] >= LEAST_ROOM * wide:
            yield path.name, image, wide
            count -= 1
        if not count:
            return


def scene(photograph: Image, face_px: float) -> Iterator[Image]:
    """The photograph at the picture's lower edge, its border drawn out to the whole."""
    scale = min(FACE_PX / face_px, SIZE[1] / photograph.shape[0], SIZE[0] / photograph.shape[1])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=way)
    top, aside = SIZE[1] - small.shape[0], SIZE[0] - small.shape[1]
    whole = cv2.copyMakeBorder(small, top, 0, aside // 2, aside - aside // 2, cv2.BORDER_REPLICATE)
    wall = cv2.GaussianBlur(whole, (0, 0), 12)
    wall[top:, aside // 2 : aside // 2 + small.shape[1]] = small
    noise = np.random.default_rng(SEED)
    for look in range(SECONDS * LOOKS_PER_S):
        aside_px, down_px = 4 * np.sin(look / 6), 3 * np.sin(look / 9 + 1)
        moved = np.array([[1, 0, aside_px], [0, 1, down_px]], np.float32)
        shown = cv2.warpAffine(wall, moved, SIZE, borderMode=cv2.BORDER_REPLICATE)
        random = noise.normal(0, 2, (SIZE[1], SIZE[0], 3))
        yield np.clip(shown + random, 0, 255).astype(np.uint8)


def told(photograph: Image, face_px: float) -> tuple[list[Alert], int]:
    """What is told of a scene, and in how many looks a face could be compared."""
    monitor, compared, at_s = Monitor(), 0, 0.0
    changed: list[Alert] = []
    with Observer(catalogue(), objects=True, likeness=True) as observer:
        for number, image in enumerate(scene(photograph, face_px)):
            at_s = number / LOOKS_PER_S
            seen = observer.look(image, MonotonicNs(round(at_s * NS_PER_S)))
            compared += seen.likeness is not None
            changed += monitor.step(seen, at_s)
    changed += monitor.finish(at_s)
    return [alert for alert in changed if alert.end_s is not None], compared


if __name__ == "__main__":
    for label, count in LABELS:
        for name, image, face_px in chosen(
            Path(sys.argv[1]) / label, count, load_still_faces(catalogue())
        ):
            alerts, compared = told(image, face_px)
            kinds = ", ".join(f"{alert.kind} at {alert.start_s:.1f} s" for alert in alerts)
            sys.stdout.write(f"{label} {name}: {kinds or 'nothing'}; compared {compared} times\n")
            sys.stdout.flush()
