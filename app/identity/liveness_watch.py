"""Runs a liveness step over frames: finds the face, measures its likeness, steps the test."""

from collections import deque
from dataclasses import replace

from app.domain.identity import Liveness, Problem
from app.domain.media import Image
from app.domain.screen_light import LightPlan
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.continuity import LivenessSample
from app.identity.flatness import proportion
from app.identity.light_answer import ToneLook, light_answer
from app.identity.liveness import LivenessTest
from app.perception.embedding import Embedding, FaceEmbedder
from app.perception.face_tone import face_tone
from app.perception.faces import FaceTracker, FoundFace, mouth_opening
from app.perception.held_edges import edges_around
from app.perception.likeness import LikenessMeter
from app.perception.screen_grid import regularity
from app.perception.shown_on import FACE_SQUARES, DeviceFinder
from app.perception.speech_digits import Said
from app.perception.spoof import TRUSTED_MODELS

LIKENESS_EVERY_S = 0.5
"""How often the face is compared with the first one: 15 ms of one core each time."""

SIGNS_EVERY_S = 0.5
"""How often it is looked whether the face is shown on something: 50 ms of one core each time."""

_Signs = tuple[float | None, float | None, float | None]

SPOOF_WITHHELD = Problem(
    "SPOOF-WITHHELD",
    "No passive spoof score: no model at hand has been measured to be reliable",
)


class LivenessWatch:
    """One liveness step over frames of one camera. Used by one thread."""

    def __init__(
        self,
        tracker: FaceTracker,
        embedder: FaceEmbedder,
        devices: DeviceFinder,
        test: LivenessTest,
        person: Embedding | None = None,
        light: LightPlan | None = None,
    ) -> None:
        """Begin.

        Args:
            tracker: follows the face.
            embedder: measures likeness.
            devices: looks for a telephone or a screen round the face.
            test: the step, which is stepped here and asked by the caller.
            person: who it has to be; None takes the face that the step begins with.
            light: what the screen sheds meanwhile; None for nothing.
        """
        self._tracker = tracker
        self._meter = LikenessMeter(embedder, person, LIKENESS_EVERY_S)
        self._devices = devices
        self._around: deque[float] = deque(maxlen=len(FACE_SQUARES))
        self._square = 0
        self._signs_s = float("-inf")
        self._light = light
        self.tones: list[ToneLook] = []
        self.test = test

    def see(self, image: Image, at: MonotonicNs, said: Said | None = None) -> None:
        """Take the next frame in.

        Args:
            image: the frame.
            at: its capture time.
            said: when the digits asked for were said, in seconds of the same clock.
        """
        at_s = at / NS_PER_S
        faces = self._tracker.find(image, at)
        due = self.test.wants_likeness
        likeness = self._meter.measure(image, faces[0], at_s, due=due) if faces else None
        tone = face_tone(image, faces[0].points) if faces else None
        if tone is not None:
            self.tones.append(ToneLook(at_s, tone, faces[0].seen.yaw_deg))
        self.test.step(
            LivenessSample(
                at_s,
                faces[0].seen if faces else None,
                likeness,
                max(0, len(faces) - 1),
                proportion(faces[0].points) if faces else None,
                mouth_opening(faces[0].points) if faces else None,
                said,
                *(self._signs(image, faces[0], at_s) if faces else (None, None, None)),
            )
        )

    def _signs(self, image: Image, face: FoundFace, at_s: float) -> _Signs:
        """What tells of a screen or a print, every `SIGNS_EVERY_S`; grid, edges, device.

        Whether the face is good enough to be compared does not matter: a blurred one on a
        screen is on a screen.
        """
        if at_s - self._signs_s < SIGNS_EVERY_S:
            return None, None, None
        self._signs_s = at_s
        return (
            regularity(face_part(image, face)),
            edges_around(image, face.seen.box),
            self._device(image, face),
        )

    def _device(self, image: Image, face: FoundFace) -> float | None:
        """How surely a device surrounds the face, over the last looks; None before there are all.

        0..4, the sum over the squares that are looked at in turn.
        """
        self._around.append(self._devices.around_face(image, face.seen.box, self._square))
        self._square += 1
        return sum(self._around) if len(self._around) == len(FACE_SQUARES) else None

    def result(self) -> Liveness:
        """The outcome so far, without a passive score while no model of it is trusted."""
        withheld = () if TRUSTED_MODELS else (SPOOF_WITHHELD,)
        result = self.test.result(None, withheld)
        light = None if self._light is None else light_answer(self.tones, self._light)
        return replace(result, light=light)


def face_part(image: Image, face: FoundFace) -> Image:
    """The face with a tenth of its size around it, as far as the picture goes."""
    height, width = image.shape[:2]
    left, top, wide, high = face.seen.box
    return image[
        max(0, round((top - 0.1 * high) * height)) : round((top + 1.1 * high) * height),
        max(0, round((left - 0.1 * wide) * width)) : round((left + 1.1 * wide) * width),
    ]
