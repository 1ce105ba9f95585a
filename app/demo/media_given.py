"""Makes the media from a folder of recordings: `candidate.*` and what lies beside it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import get_args

import av
import av.error
import cv2
import numpy as np

from app.demo.errors import CandidateFaceMissingError, MediaFolderError, MediaLanguageError
from app.demo.media_cards import Specimen, card_back, card_front
from app.demo.media_clips import Clip, ClipReader, write_clip
from app.demo.media_generated import write_picture
from app.demo.media_held import held_card
from app.demo.media_portrait import for_card
from app.demo.media_set import DemoMedia, Scene, Speech, pictures_of
from app.demo.media_sound import RATE_HZ as SOUND_RATE_HZ
from app.demo.media_sound import extract_sound, is_silent, write_wav
from app.domain.analysis import Language
from app.domain.media import Image
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import VideoUnreadableError
from app.perception.faces import FoundFace, StillFaceFinder
from app.perception.images import load_image
from app.perception.videos import read_video

LONGEST_SIDE_PX = 1920
"""Larger recordings are reduced to it: a camera of the booth gives no more."""
SMALLEST_WIDTH_PX = 960
"""Smaller recordings are enlarged to it: a card held to the camera must be readable."""
WHOLE_CLIP = ("idle", "talking", "blink", "turn_left", "turn_right", "nod", "open_mouth")
_RATES_HZ = (5.0, 60.0)
_LOOKS = 16
"""How many frames are looked at for the best face."""
_SILENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class _BestFace:
    picture: Image
    face: FoundFace


def prepare_given(
    folder: Path, work: Path, models: ModelCatalogue, person: Specimen, answers: int
) -> DemoMedia:
    """The media from recordings.

    Args:
        folder: the recordings; see product notes for the names.
        work: folder for what is made of them; made when missing.
        models: the face landmarker.
        person: what the specimen card says where the folder has no card.
        answers: how many answers are to be given.

    Raises:
        MediaFolderError: there is no `candidate.*`.
        VideoUnreadableError, VideoTooLargeError: a video cannot be used.
        CandidateFaceMissingError: there is no face in the candidate's recording.
        InputUnreadableError, ImageUnreadableError: another file cannot be used.
        MediaLanguageError: `lang` names no known language.
    """
    work.mkdir(parents=True, exist_ok=True)
    source = _one(folder, "candidate")
    if source is None:
        raise MediaFolderError(f"{folder} has no file candidate.*")
    language = _language(folder)
    clip = _clip(source, work / "candidate.mjpeg", SMALLEST_WIDTH_PX)
    best = _best_face(clip, models, source.name)
    notes = _size_notes(source, best.picture)
    front = _card_picture(folder, work, "front", person, best)
    back = _card_picture(folder, work, "back", person, best)
    held = [_held(work, side, path, clip) for side, path in (("front", front), ("back", back))]
    room = _one(folder, "room")
    own_card = _one(folder, "idcard_front") is None
    speeches = _speeches(folder, source, work, answers)
    return DemoMedia(
        generated=False,
        language=language,
        scenes=(*(Scene(name, clip) for name in WHOLE_CLIP), *held),
        room=_clip(room, work / "room.mjpeg", 0) if room else None,
        width_px=best.picture.shape[1],
        height_px=best.picture.shape[0],
        name=person.name if own_card else "",
        number=person.number if own_card else "",
        card_front=front,
        card_back=back,
        speeches=speeches,
        notes=(*notes, *_sound_notes(speeches)),
    )


def _one(folder: Path, stem: str) -> Path | None:
    """The file of that name with any ending; the first by name of several."""
    if not folder.is_dir():
        raise MediaFolderError(f"There is no folder {folder}")
    found = sorted(path for path in folder.glob(f"{stem}.*") if path.is_file())
    return found[0] if found else None


def _language(folder: Path) -> Language:
    path = folder / "lang"
    if not path.is_file():
        return "zh"
    text = path.read_text("utf-8", errors="replace").strip().lower()
    for known in get_args(Language):
        if text == known:
            language: Language = known
            return language
    raise MediaLanguageError(f"The file lang says {text[:20]!r}")


# ------------------------------------------------------------------ pictures


def _clip(source: Path, target: Path, smallest_width_px: int) -> Clip:
    rate = min(max(_rate_of(source), _RATES_HZ[0]), _RATES_HZ[1])
    frames = read_video(source, rate, LONGEST_SIDE_PX)
    images = (_fitted(frame.image, smallest_width_px) for frame in frames)
    return write_clip(target, images, rate)


def _rate_of(source: Path) -> float:
    try:
        with av.open(str(source), metadata_errors="replace") as container:
            stream = container.streams.video[0]
            return float(stream.average_rate or stream.guessed_rate or 25)
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        raise VideoUnreadableError(f"{source.name} cannot be decoded as a video") from error


def _fitted(image: Image, smallest_width_px: int) -> Image:
    """Wide enough, and with even sides as video encoders want them."""
    scale = smallest_width_px / image.shape[1]
    if scale > 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(
            np.uint8, copy=False
        )
    height, width = image.shape[:2]
    return np.ascontiguousarray(image[: height // 2 * 2, : width // 2 * 2])


def _best_face(clip: Clip, models: ModelCatalogue, name: str) -> _BestFace:
    """The largest face seen from the front with open eyes, among frames all over the clip."""
    finder = StillFaceFinder(models.path("face_landmarker"))
    reader = ClipReader(clip.path)
    best: _BestFace | None = None
    best_worth = 0.0
    try:
        step = max(1, math.ceil(len(reader) / _LOOKS))
        for number in range(0, len(reader), step):
            data = np.frombuffer(reader.picture(number), np.uint8)
            picture = cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.uint8, copy=False)
            for face in finder.find(picture)[:1]:
                if (worth := _worth(face)) > best_worth:
                    best, best_worth = _BestFace(picture, face), worth
    finally:
        reader.close()
        finder.close()
    if best is None:
        raise CandidateFaceMissingError(f"No face was found in {name}")
    return best


def _worth(face: FoundFace) -> float:
    seen = face.seen
    turned = math.cos(math.radians(seen.yaw_deg)) * math.cos(math.radians(seen.pitch_deg))
    return face.width_px * max(0.01, turned) ** 2 * (1.05 - seen.blink) * (1.05 - seen.jaw_open)


def _card_picture(folder: Path, work: Path, side: str, person: Specimen, best: _BestFace) -> Path:
    """The given picture of the card's side, or a specimen made here."""
    target = work / f"card_{side}.png"
    given = _one(folder, f"idcard_{side}")
    if given is not None:
        write_picture(target, load_image(given))
    elif side == "front":
        left, top = best.face.points.min(axis=0)
        portrait = for_card(best.picture, float(left), float(top), best.face.width_px)
        write_picture(target, card_front(person, portrait))
    else:
        write_picture(target, card_back(person))
    return target


def _held(work: Path, side: str, card: Path, clip: Clip) -> Scene:
    behind = pictures_of(clip)
    scene = f"card_{side}"
    pictures = held_card(load_image(card), islice(_again(behind), max(25, len(behind))))
    return Scene(scene, write_clip(work / f"{scene}.mjpeg", pictures, clip.rate_hz))


def _again(pictures: list[Image]) -> Iterator[Image]:
    return chain.from_iterable(iter(lambda: pictures, None))


def _size_notes(source: Path, picture: Image) -> tuple[str, ...]:
    with av.open(str(source), metadata_errors="replace") as container:
        context = container.streams.video[0].codec_context
        native = max(context.width, context.height)
    shown = max(picture.shape[:2])
    if abs(native - shown) <= 1:
        return ()
    what = "enlarged" if shown > native else "reduced"
    return (f"The candidate's recording was {what} from {native} to {shown} pixels.",)


# ------------------------------------------------------------------ sound


def _speeches(folder: Path, source: Path, work: Path, answers: int) -> tuple[Speech, ...]:
    """The practice answer is the first answer's sound; each missing answer is the clip's own."""
    files = [_one(folder, f"answer{number}") or source for number in range(1, answers + 1)]
    speeches: dict[Path, Speech] = {}
    for file in files:
        if file not in speeches:
            speeches[file] = _speech(file, work / f"speech-{file.stem}.wav")
    return tuple(speeches[file] for file in (files[0], *files))


def _speech(file: Path, target: Path) -> Speech:
    samples = extract_sound(file)
    silent = is_silent(samples)
    if not samples.size:
        samples = np.zeros(round(_SILENCE_S * SOUND_RATE_HZ), np.int16)
    write_wav(target, samples)
    return Speech(target, len(samples) / SOUND_RATE_HZ, "", silent, file.name)


def _sound_notes(speeches: tuple[Speech, ...]) -> tuple[str, ...]:
    silent = sorted({speech.source for speech in speeches if speech.silent})
    return tuple(f"{name} has no sound: the answer is silence." for name in silent)
