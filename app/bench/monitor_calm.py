"""People who do nothing wrong, seen differently: what the live monitor must not tell anything of.

Each clip in which nothing is to be told is seen again mirrored, darker and lighter, nearer to one
side and tilted: other pictures for the models, but the same people and the same movements. What is
heard stays. A clip without a sound of its own is played forth and back for twelve seconds at least,
so that a rule that wants five seconds has them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import cv2
import numpy as np

from app.bench.monitor_pictures import mirrored
from app.bench.monitor_scenes import LOOKS_PER_S, Frames, Scene, calm_scenes
from app.domain.media import Image
from app.domain.observation import AlertKind
from app.perception.videos import VideoFrame

LIGHT = (0.75, 1.0, 1.25)
"""Of the picture's own."""
VIEWS = ("whole", "left", "right", "tilted")
NEARER = 0.88
"""Width and height of what is seen of the picture, towards one side."""
TILT_DEG = 5.0
LEAST_S = 12.0
_AWAY: frozenset[AlertKind] = frozenset({"looking_away"})
_BEGIN_ASIDE = ("video_people/office_webcam_woman_19frames.mp4",)
"""Under a second from profile to nearly ahead: forth and back that is looking away."""


@dataclass(frozen=True, slots=True)
class Variation:
    """How a clip is seen.

    Attributes:
        turned: left and right changed.
        light: times the picture's own.
        view: of `VIEWS`.
    """

    turned: bool
    light: float
    view: str

    def __str__(self) -> str:
        """As a scene's name has it."""
        return f"{'mirrored, ' if self.turned else ''}light {self.light:g}, {self.view}"


AS_IT_IS = Variation(turned=False, light=1.0, view="whole")


def varied_scenes(media: Path) -> Iterator[Scene]:
    """Each calm clip, in every variation but as it is."""
    for scene in calm_scenes(media):
        frames = scene.frames if scene.sound else _forth_and_back(scene.frames)
        for turned, light, view in product((False, True), LIGHT, VIEWS):
            how = Variation(turned, light, view)
            if how == AS_IT_IS:
                continue
            allowed = _AWAY if scene.name in _BEGIN_ASIDE else scene.allowed
            shown = _seen(frames, how)
            yield replace(scene, name=f"{scene.name}, {how}", frames=shown, allowed=allowed)


def varied(image: Image, how: Variation) -> Image:
    """A picture in a variation, of the same size."""
    if how.turned:
        image = mirrored(image, 0)
    if how.light != 1.0:
        image = np.clip(image * how.light, 0, 255).astype(np.uint8)
    if how.view == "whole":
        return image
    height, width = image.shape[:2]
    if how.view == "tilted":
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), TILT_DEG, 1.0)
        turned = cv2.warpAffine(image, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        return turned.astype(np.uint8, copy=False)
    wide, high = round(NEARER * width), round(NEARER * height)
    left = 0 if how.view == "left" else width - wide
    top = (height - high) // 2
    part = image[top : top + high, left : left + wide]
    return cv2.resize(part, (width, height)).astype(np.uint8, copy=False)


def _seen(frames: Frames, how: Variation) -> Frames:
    def seen() -> Iterator[VideoFrame]:
        for frame in frames():
            yield VideoFrame(varied(frame.image, how), frame.at_s)

    return seen


def _forth_and_back(frames: Frames) -> Frames:
    """Played once where it is long enough; otherwise forth and back until it is."""

    def longer() -> Iterator[VideoFrame]:
        pictures = [frame.image for frame in frames()]
        turn = max(1, len(pictures) * 2 - 2)
        for look in range(max(len(pictures), round(LEAST_S * LOOKS_PER_S))):
            at = look % turn
            yield VideoFrame(pictures[min(at, turn - at)], look / LOOKS_PER_S)

    return longer
