"""What the live monitor is measured on: real clips with their truth, and scenes made from them.

The labels are those of the test media's index, looked at by eye. A made scene changes real
pictures only: the person is cut out of them, a hand's colour is laid over them, a moving face of
another clip or a photographed phone is set in, a real look aside is held. What is made so does not
look like every real event: the figures are of these scenes, and of no branch.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from app.bench import monitor_pictures as made
from app.domain.media import Image, Samples
from app.domain.observation import AlertKind
from app.monitoring.measuring import Expected
from app.perception.speech_sound import load_sound
from app.perception.videos import VideoFrame, read_video

LOOKS_PER_S = 5.0
"""As the watcher looks at the candidate's camera. Source: `app.identity.steps`."""
LONGEST_SIDE_PX = 1280
FLUENT_HZ = 12.0
"""Pictures a second of which a loop is made."""

Frames = Callable[[], Iterator[VideoFrame]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene.

    Attributes:
        name: the clip, and what was made of it.
        frames: its pictures, at `LOOKS_PER_S`.
        expected: what has to be told.
        allowed: what is no false alarm here either: the truth is not certain of it.
        made: real pictures, but not a real event.
        held_back: no threshold was ever chosen on this clip.
        sound: what is heard, mono at 16 kHz; None for nothing, and nobody listens.
        likeness: the face is compared with the first one, as after a match.
    """

    name: str
    frames: Frames
    expected: tuple[Expected, ...] = ()
    allowed: frozenset[AlertKind] = field(default_factory=frozenset[AlertKind])
    made: bool = False
    held_back: bool = False
    sound: Callable[[], Samples] | None = None
    likeness: bool = False


_HELD_BACK = ("video_expression", "video_gesture", "phone_image", "face", "environment")
_AWAY: frozenset[AlertKind] = frozenset({"looking_away"})
_CLIPS: tuple[tuple[str, tuple[Expected, ...], frozenset[AlertKind]], ...] = (
    ("video_absence/face_then_none.mov", (Expected("left_frame", 2.4, 6.4),), frozenset()),
    ("video_absence/no_face.mp4", (Expected("left_frame", 0.0, 3.9),), frozenset()),
    ("video_phone/phone_may_sam_1.mp4", (Expected("notes", 4.5, 11.0),), _AWAY),
    ("video_phone/phone_may_sam_2.mp4", (Expected("phone", 0.9, 3.9),), _AWAY),
    ("video_phone/phone_vid_1.mp4", (Expected("phone", 0.7, 1.8),), frozenset()),
    ("video_phone/phone_vid_2.mp4", (Expected("phone", 0.3, 1.9),), frozenset()),
    ("video_liveness/gaze_center_left_center.mp4", (), _AWAY),
)
"""Clips with something in them. Reading a book is looking away; the eyes of the last one are aside
for 4.6 s by eye and for 5 s by its label: either answer is right."""
_CALM = (
    "video_liveness/gaze_center.mp4",
    "video_liveness/carphone_tiny.mp4",
    "video_liveness/webcam_man_expressions_31s.mp4",
    "video_liveness/webcam_man_expressions_53s.mp4",
    "video_people/office_webcam_woman_19frames.mp4",
    "video_talking",
    "video_expression",
    "video_gesture",
)
"""Clips, and folders of clips, in which nothing is to be told: people talk, laugh, pull faces, shut
and roll their eyes, sign with both hands, hold their chin, move back and nearer."""
_MOVING = frozenset({".mp4", ".mov", ".mkv", ".mpg"})


def real_scenes(media: Path) -> Iterator[Scene]:
    """The labelled clips as they are."""
    for name, expected, allowed in _CLIPS:
        yield Scene(name, _clip(media / name), expected, allowed, held_back=is_held_back(name))
    yield from calm_scenes(media)
    for name, top in _STANDING:
        shown = (Expected("phone", 0.0, 4.0),) if name in _WITH_PHONE else ()
        yield Scene(
            f"phone_image/{name}.jpg",
            _photograph(media / "phone_image" / f"{name}.jpg", top),
            shown,
            _AWAY,
            held_back=True,
        )
    for name in ("face/df_couple.jpg", "face/fr_two_people.jpg", "face/az_couple_close.jpg"):
        yield Scene(
            name,
            _photograph(media / name, 0.0),
            (Expected("second_person", 0.0, 4.0),),
            held_back=True,
        )


def calm_scenes(media: Path) -> Iterator[Scene]:
    """The clips in which nothing is to be told, as they are."""
    for name in _CALM:
        path = media / name
        for clip in sorted(path.iterdir()) if path.is_dir() else (path,):
            if clip.suffix in _MOVING:
                told = str(clip.relative_to(media))
                own = _own_sound(clip) if told.startswith(_TALKING) else None
                yield Scene(told, _clip(clip), held_back=is_held_back(told), sound=own)


_WITH_PHONE = frozenset({"room_10", "room_3", "room_4", "room_5", "mirror_selfie"})
_STANDING = (
    ("room_1", 0.16),
    ("room_2", 0.16),
    ("room_3", 0.16),
    ("room_4", 0.16),
    ("room_5", 0.16),
    ("room_7", 0.2),
    ("room_9", 0.2),
    ("room_10", 0.16),
    ("mirror_selfie", 0.02),
)
"""Photographs of one man and of one woman, and where the camera's view begins in them."""

SITTERS = (
    ("video_liveness/webcam_man_expressions_53s.mp4", 0.25),
    ("video_liveness/gaze_center.mp4", 0.6),
    ("video_talking/talk_en_map_man.mp4", 0.35),
    ("video_talking/zh_gesture_asking_a_question.mp4", 0.09),
    ("video_expression/calm_clutter_woman.mp4", 0.18),
    ("video_expression/expr_d9.mp4", 0.46),
    ("video_expression/expr_d0.mp4", 0.45),
    ("video_gesture/asl_book.mkv", 0.09),
)
"""One person each, and how much of the picture's width their face takes; of different light and
background; half of them held back."""
_BLANK_WALL = frozenset(
    {"video_talking/zh_gesture_asking_a_question.mp4", "video_expression/expr_d0.mp4"}
)
"""Behind them all is white, or a green screen: when they are gone there is nothing to see, as when
the lens is covered."""
_GUESTS = (
    "video_talking/talk_en_flag_woman.mp4",
    "video_talking/grid_brbk7n.mpg",
    "video_expression/neutral_to_smile_man.mp4",
    "video_talking/grid_lwbsza.mpg",
)
_LOOKS_ASIDE = (
    ("video_liveness/gaze_center_left_center.mp4", 0.0, 3.0, 6.0, 9.0),
    ("video_people/office_webcam_woman_19frames.mp4", 1.3, 1.58, 0.2, 0.6),
    ("video_phone/phone_vid_2.mp4", 0.0, 0.2, 0.0, 0.2),
)
"""Clip; from and to where the person looks ahead; from and to where aside. The last is a profile
from its first picture on."""
_TALKING = "video_talking"
"""Folder of clips in which who is seen is who is heard."""
EVENT_S = (3.0, 8.0)
WHOLE_S = 11.0


def made_scenes(media: Path) -> Iterator[Scene]:
    """The scenes made from the clips, event by event."""
    for index, (name, face) in enumerate(SITTERS):
        sitter = looped(media / name, 0.0, 6.0, WHOLE_S)
        guest = looped(media / _GUESTS[index % len(_GUESTS)], 0.0, 3.0, WHOLE_S)
        if name not in _BLANK_WALL:
            yield _made(name, "goes away", "left_frame", sitter, made.gone)
        yield _made(name, "dark", "camera_blocked", sitter, made.dark)
        yield _made(name, "covered by a hand", "camera_blocked", sitter, made.covered)
        yield _made(name, "blown out", "camera_blocked", sitter, made.blown_out)
        for width in (0.10, 0.18):
            with_guest = made.guest_beside(guest, width)
            yield _made(name, f"a face of {width:.0%}", "second_person", sitter, with_guest)
        for phone in made.PHONES:
            width = phone.faces_wide * face
            held = made.phone_held(media / "phone_image" / phone.file, phone, width)
            yield _made(name, f"a phone, {phone.file}", "phone", sitter, held)
    for name, ahead_s, ahead_end_s, from_s, to_s in _LOOKS_ASIDE:
        frames = _aside(media / name, (ahead_s, ahead_end_s), (from_s, to_s))
        aside = (Expected("looking_away", 3.0, 15.0),)
        yield Scene(f"{name}, looks aside for 12 s", frames, aside, made=True)
        mirrored = _changed(frames, made.mirrored)
        yield Scene(f"{name}, to the other side", mirrored, aside, made=True)


def worse(scene: Scene, how: str) -> Scene:
    """The same scene by a worse camera: `noisy` (dim, sensor noise) or `coarse` (small, JPEG)."""
    frames = _changed(scene.frames, {"noisy": made.noisy, "coarse": made.coarse}[how])
    return replace(scene, name=f"{scene.name}, {how}", frames=frames)


def _changed(scene: Frames, change: Callable[[Image, int], Image]) -> Frames:
    def frames() -> Iterator[VideoFrame]:
        for number, frame in enumerate(scene()):
            yield VideoFrame(change(frame.image, number), frame.at_s)

    return frames


def _own_sound(clip: Path) -> Callable[[], Samples]:
    return lambda: load_sound(clip)


def is_held_back(name: str) -> bool:
    """Whether no threshold was chosen on that clip."""
    return name.split("/", maxsplit=1)[0] in _HELD_BACK


def _made(name: str, what: str, kind: AlertKind, sitter: Frames, change: made.Change) -> Scene:
    start_s, end_s = EVENT_S

    def frames() -> Iterator[VideoFrame]:
        for frame in sitter():
            inside = start_s <= frame.at_s < end_s
            image = change(frame.image, frame.at_s) if inside else frame.image
            yield VideoFrame(image, frame.at_s)

    return Scene(
        f"{name}, {what}",
        frames,
        (Expected(kind, start_s, end_s),),
        made=True,
        held_back=is_held_back(name),
    )


def _clip(path: Path) -> Frames:
    return lambda: read_video(path, LOOKS_PER_S, LONGEST_SIDE_PX)


def _photograph(path: Path, top: float) -> Frames:
    return lambda: made.photograph(path, top)


def looped(path: Path, from_s: float, to_s: float, seconds: float) -> Frames:
    """Real pictures forth and back, until `seconds` have passed."""

    def frames() -> Iterator[VideoFrame]:
        all_of_it = read_video(path, FLUENT_HZ, LONGEST_SIDE_PX)
        part = [frame.image for frame in all_of_it if from_s <= frame.at_s <= to_s]
        turn = len(part) * 2 - 2 or 1
        for look in range(round(seconds * LOOKS_PER_S)):
            at = round(look * FLUENT_HZ / LOOKS_PER_S) % turn
            yield VideoFrame(part[min(at, turn - at)], look / LOOKS_PER_S)

    return frames


def _aside(path: Path, ahead: tuple[float, float], aside: tuple[float, float]) -> Frames:
    before, meanwhile = looped(path, *ahead, 3.0), looped(path, *aside, 12.0)

    def frames() -> Iterator[VideoFrame]:
        later = (VideoFrame(frame.image, frame.at_s + 3.0) for frame in meanwhile())
        return chain(before(), later)

    return frames
