"""What the demonstration shows and says, as one value."""

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from app.demo.errors import SceneUnknownError
from app.demo.media_clips import Clip, ClipReader, write_clip
from app.demo.media_held import code_sheet, held_sheet
from app.domain.analysis import Language
from app.domain.media import Image

CODE_SCENE = "qr"
_CODE_FRAMES = 50


@dataclass(frozen=True, slots=True)
class Scene:
    """A clip under the name by which it is asked for."""

    name: str
    clip: Clip


@dataclass(frozen=True, slots=True)
class Speech:
    """Something to be said into the microphone.

    Attributes:
        wav: 48 kHz mono.
        seconds: how long it is.
        text: the words, where they are known; empty otherwise.
        silent: nothing can be heard in it.
        source: the file it came from, or the voice that said it.
    """

    wav: Path
    seconds: float
    text: str
    silent: bool
    source: str


@dataclass(frozen=True, slots=True)
class DemoMedia:
    """All media of one demonstration.

    Attributes:
        generated: made here, or taken from a folder of recordings.
        language: of what is said.
        scenes: what the candidate's camera can see, all of one size and rate; always `idle`,
            `talking`, `blink`, `turn_left`, `turn_right`, `nod`, `card_front` and `card_back`, and
            `qr` after `with_code`. From a recording all but the cards are the whole clip.
        room: what the room camera sees; None when there is no room camera.
        width_px, height_px: of the scenes' pictures.
        name, number: on the card, where it was made here; empty otherwise.
        card_front, card_back: the cards' pictures.
        speeches: the practice answer, then one an answer.
        notes: what a reader of the result should know, one English sentence each.
    """

    generated: bool
    language: Language
    scenes: tuple[Scene, ...]
    room: Clip | None
    width_px: int
    height_px: int
    name: str
    number: str
    card_front: Path
    card_back: Path
    speeches: tuple[Speech, ...]
    notes: tuple[str, ...]

    @property
    def scene_names(self) -> frozenset[str]:
        """All names that can be asked for."""
        return frozenset(scene.name for scene in self.scenes)

    def clip(self, name: str) -> Clip:
        """The clip of a scene.

        Raises:
            SceneUnknownError: there is none of that name.
        """
        for scene in self.scenes:
            if scene.name == name:
                return scene.clip
        raise SceneUnknownError(f"There is no scene {name}")


def pictures_of(clip: Clip) -> list[Image]:
    """The first pictures of a clip, decoded; as many as a held thing needs."""
    reader = ClipReader(clip.path)
    try:
        data = [reader.picture(number) for number in range(min(_CODE_FRAMES, len(reader)))]
    finally:
        reader.close()
    return [
        cv2.imdecode(np.frombuffer(each, np.uint8), cv2.IMREAD_COLOR).astype(np.uint8, copy=False)
        for each in data
    ]


def with_code(media: DemoMedia, text: str, work: Path) -> DemoMedia:
    """The media with a scene `qr`: a sheet with a code of `text` held to the camera.

    Args:
        media: the others.
        text: what the code says.
        work: folder for the clip; made when missing.
    """
    work.mkdir(parents=True, exist_ok=True)
    idle = media.clip("idle")
    behind = islice(pictures_of(idle), _CODE_FRAMES)
    clip = write_clip(
        work / f"{CODE_SCENE}.mjpeg", held_sheet(code_sheet(text), behind), idle.rate_hz
    )
    others = tuple(scene for scene in media.scenes if scene.name != CODE_SCENE)
    return replace(media, scenes=(*others, Scene(CODE_SCENE, clip)))
