"""What the live models saw, and what a rule made of it."""

from dataclasses import dataclass
from typing import Literal, get_args

from app.domain.media import CameraRole
from app.domain.timing import MonotonicNs


@dataclass(frozen=True, slots=True)
class SeenFace:
    """One face in one frame.

    Attributes:
        box: left, top, width, height as fractions 0..1 of the picture.
        yaw_deg: head turn; positive towards the person's left (picture's right).
        pitch_deg: positive upwards.
        blink: 0 (open) .. 1 (shut), mean of both eyes' blendshapes.
        jaw_open: 0..1 blendshape.
        smile: 0..1 blendshape, mean of both sides.
        gaze_x: -1..1, positive towards the person's left, from the eyeLook blendshapes.
        gaze_down: 0..1 blendshape.
    """

    box: tuple[float, float, float, float]
    yaw_deg: float
    pitch_deg: float
    blink: float
    jaw_open: float
    smile: float
    gaze_x: float
    gaze_down: float


@dataclass(frozen=True, slots=True)
class SeenObject:
    """One object in one frame.

    Attributes:
        label: the detector's class, lower case (`cell phone`).
        score: 0..1.
        box: left, top, width, height as fractions 0..1.
    """

    label: str
    score: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Observation:
    """What the live models saw in one frame.

    Attributes:
        at_ns: capture time of the frame.
        camera: which camera.
        faces: every face found, largest first.
        objects: objects of interest; None when the object model did not run on this frame.
        brightness: mean luma 0..255.
        sharpness: variance of the Laplacian of the luma at 320 px width.
        structure: how much there is in it, whatever its noise: standard deviation of the luma at
            64 px width around its own blur, 0..128.
        likeness: cosine similarity, -1..1, of the largest face to the one that matched the card;
            None when it was not measured on this frame (most are not), or nobody is known.
        voice: share, 0..1, of the time since the last look in which somebody spoke; None when
            nobody listened.
        width_px: width of the picture looked at.
        noise: standard deviation of the sensor's noise in its luma, 0..255.
        voice_likeness: cosine similarity, -1..1, of the newest 1.6 s of speech to the candidate's
            own voice; None when it was not measured with this look (most are not), or is not known.
        covered: log odds, from -4 to 4, that mouth and nose, or the eyes, of the candidate's face
            are covered; None when that cannot be judged: nobody there, turned away, small, badly
            lit.
    """

    at_ns: MonotonicNs
    camera: CameraRole
    faces: tuple[SeenFace, ...]
    objects: tuple[SeenObject, ...] | None
    brightness: float
    sharpness: float
    structure: float = 128.0
    likeness: float | None = None
    voice: float | None = None
    voice_likeness: float | None = None
    width_px: int = 1280
    noise: float = 0.0
    covered: float | None = None


AlertKind = Literal[
    "left_frame",
    "second_person",
    "different_person",
    "phone",
    "notes",
    "looking_away",
    "face_covered",
    "camera_blocked",
    "second_voice",
    "reads_elsewhere",
    "extra_display",
    "remote_control",
    "virtual_camera",
    "usb_device",
]
ALERT_KINDS: tuple[AlertKind, ...] = get_args(AlertKind)

AlertSource = CameraRole | Literal["pc"]
"""What noticed it: a camera, or the kiosk's own look at its PC."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An irregularity for a person to look at. It stops nothing and scores nothing.

    Attributes:
        kind: which rule fired.
        start_s: seconds from the session's start.
        end_s: the same; None while it lasts.
        confidence: 0..1, the rule's own (see `app.monitoring`).
        camera: which camera saw it; `pc` for what the PC itself showed.
        note: the operator's note on acknowledging it, empty before.
        detail: which program, display or device it was; empty for what a camera saw.
        times: how often it began: again within moments is one alert (`app.monitoring.again`).
    """

    kind: AlertKind
    start_s: float
    end_s: float | None
    confidence: float
    camera: AlertSource = "candidate"
    note: str = ""
    detail: str = ""
    times: int = 1


UnwatchedCause = Literal[
    "watcher_ended",
    "watcher_silent",
    "camera_lost",
    "too_few_looks",
    "face_not_comparable",
    "face_unknown",
    "too_dark",
    "too_coarse",
]
UNWATCHED_CAUSES: tuple[UnwatchedCause, ...] = get_args(UnwatchedCause)
NOT_VERIFIED_CAUSES: tuple[UnwatchedCause, ...] = ("face_not_comparable", "face_unknown")
"""Watched, but not known to be still who was identified."""
POOR_PICTURE_CAUSES: tuple[UnwatchedCause, ...] = ("too_dark", "too_coarse")
"""Watched, but not for every kind (docs/monitor.md)."""


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A stretch in which the live rules could not tell anything.

    Attributes:
        start_s: seconds from the session's start.
        end_s: the same; None while it lasts.
        camera: whose pictures were not looked at.
        cause: `watcher_ended` (its process, which is started again), `watcher_silent` (it runs but
            does not look: hung, or still loading), `camera_lost`, `too_few_looks` (this PC could
            not keep up), `face_not_comparable` (turned, covered, badly lit, or nobody there),
            `face_unknown` (the watcher was started again; the face that matched the card went with
            its memory), `too_dark` (too noisy for phones), `too_coarse` (the face
            too few pixels wide for phones).
    """

    start_s: float
    end_s: float | None
    camera: CameraRole
    cause: UnwatchedCause
