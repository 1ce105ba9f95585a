"""The watcher's steps: each looks at frames when it is ticked, and reports what it found."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.domain.identity import Challenge, Problem
from app.domain.media import CameraRole, Frame
from app.domain.messages import watcher as w
from app.domain.timing import NS_PER_S
from app.identity.digit_ear import DigitEar
from app.identity.facematch import FaceLook, FaceMatcher
from app.identity.feed import FrameFeed
from app.identity.hearing import Hearing
from app.identity.liveness_watch import LivenessWatch
from app.perception.embedding import Embedding
from app.perception.face_pair import quick_part
from app.perception.faces import FaceTracker, StillFaceFinder
from app.perception.likeness import LikenessMeter
from app.perception.looking import observation_of
from app.perception.objects import ObjectFinder
from app.perception.own_voice import OwnVoice
from app.perception.second_face import SecondFaceFinder
from app.perception.shown_on import DeviceFinder
from app.perception.speech_digits import Said
from app.ports.clock import Clock
from app.ports.devices import CodeReader

Report = Callable[[w.WatcherReport], None]

OBSERVE_EVERY_S = 0.2
ROOM_EVERY_S = 1.0
"""Rates aimed at; the watcher slows down when it would need more than its share of a core."""

CODE_EVERY_S = 0.12
LIVENESS_EVERY_S = 0.04
IDLE_S = 0.25
LOADING_S = 0.1
NO_FRAME_S = 0.02
"""How soon to look again when there is no new frame."""

MATCH_LOOKS = 5
MATCH_LOOK_EVERY_S = 0.2
MATCH_LONGEST_S = 5.0
"""A match takes the best of so many good pictures, or of those within so many seconds."""

CAMERA_SILENT_S = 6.0
"""Without a frame for so long a step that waits for the camera gives up."""

NO_FRAMES = Problem("CAMERA-NO-FRAMES", "No picture came from the camera")
NO_PORTRAIT = Problem("PORTRAIT-MISSING", "No portrait of the card is kept: read the front again")


@dataclass(slots=True)
class Memory:
    """What is kept of a person between steps, in memory only; `Rest` forgets it.

    Attributes:
        portrait: the card's portrait, ready to be compared.
        person: the live face's embedding by the quick engine, once it matched.
        voice: of that person, learnt while they answer.
    """

    portrait: FaceLook | None = None
    person: Embedding | None = None
    voice: OwnVoice | None = None


@dataclass(frozen=True, slots=True)
class Senses:
    """What the steps look with.

    Attributes:
        candidate, room: the cameras' frames.
        still, tracker: face models.
        second: looks for another face beside the candidate's.
        matcher: face comparison.
        objects: object model.
        devices: looks for a telephone or a screen round a face.
        hearing: listens to the microphone.
        codes: reads QR codes.
        clock: the machine's.
    """

    candidate: FrameFeed
    room: FrameFeed
    still: StillFaceFinder
    tracker: FaceTracker
    second: SecondFaceFinder
    matcher: FaceMatcher
    objects: ObjectFinder
    devices: DeviceFinder
    hearing: Hearing
    codes: CodeReader
    clock: Clock

    def close(self) -> None:
        """Let cameras and models go."""
        for each in (
            self.candidate,
            self.room,
            self.still,
            self.tracker,
            self.second,
            self.objects,
            self.devices,
            self.hearing,
        ):
            each.close()


class Step(Protocol):
    """One step."""

    @property
    def done(self) -> bool:
        """Whether it has said all it has to say."""
        ...

    def tick(self) -> float:
        """Look once; seconds until it wants to look again."""
        ...


class Observe:
    """Observes both cameras until another command comes."""

    def __init__(
        self,
        senses: Senses,
        report: Report,
        likeness: LikenessMeter | None,
        own_voice: OwnVoice | None = None,
        *,
        objects: bool,
    ) -> None:
        """Begin.

        Args:
            senses: cameras and models.
            report: where observations go.
            likeness: of the person who was identified; None where nobody was.
            own_voice: theirs; None where nobody was identified by the face.
            objects: look for objects too.
        """
        self._likeness = likeness
        self._own_voice = own_voice
        self._senses = senses
        self._report = report
        self._objects = objects
        self._next_room_s = 0.0
        self._room_was_last = False
        self.done = False

    def tick(self) -> float:
        """See `Step`."""
        now_s = self._senses.clock.monotonic_ns() / NS_PER_S
        if now_s >= self._next_room_s and not self._room_was_last:
            # in turn, or on a busy machine the one that always has a frame, or whose look takes
            # longer than a second, keeps the other from being looked at (both were measured)
            room = self._senses.room.newest()
            if room is not None:
                self._see(room, "room", self._senses.room.dropped)
                self._next_room_s = self._senses.clock.monotonic_ns() / NS_PER_S + ROOM_EVERY_S
                self._room_was_last = True
                return NO_FRAME_S
        self._room_was_last = False
        frame = self._senses.candidate.newest()
        if frame is None:
            return NO_FRAME_S
        self._see(frame, "candidate", self._senses.candidate.dropped)
        return OBSERVE_EVERY_S

    def _see(self, frame: Frame, camera: CameraRole, dropped: int) -> None:
        if camera == "candidate":
            followed = self._senses.tracker.find(frame.image, frame.captured_ns)
            faces = self._senses.second.beside(frame.image, followed)
        else:
            faces = self._senses.still.find(frame.image)
        objects = self._senses.objects if self._objects else None
        observation = observation_of(
            frame.image, frame.captured_ns, camera, faces, objects, self._likeness
        )
        if camera == "candidate":
            voice = self._senses.hearing.until(frame.captured_ns)
            observation = replace(observation, voice=voice)
            if self._own_voice is not None:
                observation = self._senses.hearing.compared(observation, self._own_voice)
        self._report(w.Observed(observation, dropped))


class ReadCodes:
    """Looks for QR codes until another command comes; each text is told once."""

    def __init__(self, senses: Senses, report: Report) -> None:
        """Begin."""
        self._senses = senses
        self._report = report
        self._told: set[str] = set()
        self.done = False

    def tick(self) -> float:
        """See `Step`."""
        frame = self._senses.candidate.newest()
        if frame is None:
            return NO_FRAME_S
        for text in self._senses.codes.read(frame.image):
            if text not in self._told:
                self._told.add(text)
                self._report(w.CodeSeen(text))
        return CODE_EVERY_S


@dataclass(slots=True)
class Match:
    """Compares the best of a few live pictures with the card's portrait, once."""

    senses: Senses
    report: Report
    memory: Memory
    done: bool = False
    _good: list[FaceLook] = field(default_factory=list[FaceLook])
    _last: FaceLook | None = None
    _started_s: float | None = None

    def tick(self) -> float:
        """See `Step`."""
        if self.memory.portrait is None:
            return self._end(w.WatcherProblem(NO_PORTRAIT))
        now_s = self.senses.clock.monotonic_ns() / NS_PER_S
        self._started_s = now_s if self._started_s is None else self._started_s
        frame = self.senses.candidate.newest()
        if frame is not None:
            self._last = self.senses.matcher.look(frame.image)
            if self._last.embedding is not None:
                self._good.append(self._last)
        if len(self._good) >= MATCH_LOOKS or now_s - self._started_s >= MATCH_LONGEST_S:
            return self._compare(self.memory.portrait)
        return MATCH_LOOK_EVERY_S if frame is not None else NO_FRAME_S

    def _compare(self, portrait: FaceLook) -> float:
        best = max(self._good, key=_frontality, default=self._last)
        if best is None:
            return self._end(w.WatcherProblem(NO_FRAMES))
        match = self.senses.matcher.match(best, portrait)
        if match.match and best.embedding is not None:
            self.memory.person = quick_part(best.embedding)
        return self._end(w.FaceMatched(match))

    def _end(self, report: w.WatcherReport) -> float:
        self.done = True
        self.report(report)
        return IDLE_S


def _frontality(look: FaceLook) -> float:
    """How well a look suits comparison: frontal before all, then sharp."""
    quality = dict(look.quality)
    sharp = min(quality.get("sharpness", 0.0), 200.0) / 20.0
    return sharp - abs(quality.get("yaw_deg", 0.0)) - abs(quality.get("pitch_deg", 0.0))


class Gestures:
    """Asks for gestures and watches them."""

    def __init__(
        self,
        senses: Senses,
        report: Report,
        watch: LivenessWatch,
        command: w.TestLiveness,
        ear: DigitEar | None,
    ) -> None:
        """Begin.

        Args:
            senses: cameras and models.
            report: where it is told.
            watch: holds the test of the command's challenges.
            command: what is asked.
            ear: hears digits; None where none are asked for.
        """
        self._senses = senses
        self._report = report
        self._watch = watch
        self._command = command
        self._ear = ear
        self._said = self._heard()
        self._shown: tuple[int, Challenge | None] | None = None
        self.done = False

    def tick(self) -> float:
        """See `Step`."""
        if self._ear is not None and not self._ear.ready:
            return LOADING_S
        self._show()
        self._said = self._heard() or self._said
        frame = self._senses.candidate.newest()
        if frame is None:
            if self._senses.candidate.silent_s() > CAMERA_SILENT_S:
                self.done = True
                self._report(w.WatcherProblem(NO_FRAMES))
            return NO_FRAME_S
        self._watch.see(frame.image, frame.captured_ns, self._said)
        if self._watch.test.finished:
            self.done = True
            self._report(w.LivenessTested(self._watch.result()))
        else:
            self._show()
        return LIVENESS_EVERY_S

    def _heard(self) -> Said | None:
        """When the digits were said, if they are asked for now."""
        if self._ear is None or not self._ear.ready or not self._watch.test.asks_digits:
            return None
        return self._ear.heard(self._command.digits)

    def _show(self) -> None:
        if not self._watch.test.ready:
            return
        index, asked = self._watch.test.current, self._watch.test.asks
        if (index, asked) != self._shown:
            self._shown = index, asked
            self._report(w.ChallengeShown(asked, index, len(self._command.challenges)))
