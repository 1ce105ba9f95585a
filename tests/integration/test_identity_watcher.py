"""The watcher with its real models, over pipes and shared memory, in a thread of the test."""

import datetime as dt
import os
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.demo.media_cards import Specimen, card_back, card_front
from app.demo.media_held import code_sheet, held_card, held_sheet
from app.domain.analysis import Language
from app.domain.media import AudioBlock, Frame, Image, Samples
from app.domain.messages import watcher as w
from app.domain.messages.watcher import WatcherConfig
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.loading import load_still_faces
from app.identity.portrait import crop_portrait
from app.identity.worker import MODELS, run
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import ModelMissingError
from app.perception.speech_sound import load_sound
from app.perception.videos import read_video
from app.ports.speech import SPEECH_RATE_HZ
from app.processes.channel import Channel, WorkerLink
from app.processes.shared import AudioRing, FrameSlot
from devices.clock import SystemClock
from devices.code_reader import QrCodeReader
from devices.fake.system import fake_devices
from tests.documents import passport, td3

ROOM_NAME = "no-such-slot"
ON = dt.date(2026, 11, 22)
"""A day on which the specimens are valid."""


class PipeLink(WorkerLink):
    """A worker's link over a pair of pipes instead of the process's own."""

    def __init__(self, reader: int, writer: int, config: WatcherConfig) -> None:
        self._reader = os.fdopen(reader, "rb")
        self._writer = os.fdopen(writer, "wb")
        self._config = config

    def config(self, of: type[Any]) -> Any:
        assert of is WatcherConfig
        return self._config

    def close(self) -> None:
        self._reader.close()
        self._writer.close()


@dataclass
class Stage:
    """What camera and microphone get: pictures in turn at 25 a second, and their sound."""

    slot: FrameSlot
    ring: AudioRing
    pictures: list[Image] = field(default_factory=list)
    sound: Samples = field(default_factory=lambda: np.zeros(0, np.int16))
    stop: threading.Event = field(default_factory=threading.Event)
    changed: threading.Event = field(default_factory=threading.Event)

    def show(self, pictures: list[Image], sound: Samples | None = None) -> None:
        """Change the pictures, and return when the first new one is there."""
        self.pictures = pictures
        self.sound = np.zeros(0, np.int16) if sound is None else sound
        self.changed.clear()
        assert self.changed.wait(5)

    def run(self) -> None:
        number, heard_ns = 0, time.monotonic_ns()
        while not self.stop.wait(0.04):
            now = MonotonicNs(time.monotonic_ns())
            if pictures := self.pictures:
                # with sound the clip's own time counts, however late this thread comes round
                at = now * 25 // NS_PER_S if len(self.sound) else number
                self.slot.publish(Frame(pictures[at % len(pictures)], now, number))
                self.changed.set()
            if len(self.sound):
                ends = [ns * SPEECH_RATE_HZ // NS_PER_S for ns in (heard_ns, now)]
                block = self.sound[np.arange(*ends) % len(self.sound)]
                begun = MonotonicNs(ends[0] * NS_PER_S // SPEECH_RATE_HZ)
                self.ring.publish(AudioBlock(block, SPEECH_RATE_HZ, begun, number))
            heard_ns = now
            number += 1


@dataclass
class Kiosk:
    """The other end of the watcher."""

    channel: Channel[w.WatcherCommand, w.WatcherReport]
    stage: Stage

    def send(self, command: w.WatcherCommand) -> None:
        self.channel.send(command)

    def wait_for(self, kind: type[Any], within_s: float = 150.0) -> Any:
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            report = self.channel.receive(0.2)
            if isinstance(report, kind):
                return report
        pytest.fail(f"no {kind.__name__} within {within_s} s")


@pytest.fixture(scope="module")
def catalogue(models: Path, resources: Path) -> ModelCatalogue:
    found = ModelCatalogue(models, resources)
    try:
        for name in (*MODELS, "portrait"):
            found.path(name)
    except ModelMissingError as error:
        pytest.skip(str(error))
    return found


@pytest.fixture(scope="module")
def kiosk(catalogue: ModelCatalogue) -> Iterator[Kiosk]:
    slot = FrameSlot.create(f"test-{secrets.token_hex(4)}")
    ring = AudioRing.create(f"test-{secrets.token_hex(4)}", SPEECH_RATE_HZ)
    stage = Stage(slot, ring)
    publisher = threading.Thread(target=stage.run)
    down, up = os.pipe(), os.pipe()
    config = WatcherConfig(
        slot.name,
        ROOM_NAME,
        str(catalogue.models_dir),
        str(catalogue.resources_dir),
        ring=ring.name,
    )
    link = PipeLink(down[0], up[1], config)
    devices = replace(fake_devices(SystemClock()), code_reader=QrCodeReader())
    worker = threading.Thread(target=run, args=(link, devices, SystemClock()))
    reader, writer = os.fdopen(up[0], "rb"), os.fdopen(down[1], "wb")
    channel: Channel[w.WatcherCommand, w.WatcherReport] = Channel(
        reader, writer, w.WatcherCommand, w.WatcherReport
    )
    publisher.start()
    worker.start()
    yield Kiosk(channel, stage)
    channel.close()
    worker.join(30)
    stage.stop.set()
    publisher.join(5)
    slot.close()
    ring.close()
    link.close()
    reader.close()
    assert not worker.is_alive()


@pytest.fixture(scope="module")
def person(catalogue: ModelCatalogue) -> Image:
    picture = np.asarray(cv2.imread(str(catalogue.path("portrait"))), np.uint8)
    return np.asarray(cv2.resize(picture, (720, 720)), np.uint8)


@pytest.fixture(scope="module")
def candidate(person: Image) -> Image:
    return np.asarray(
        cv2.copyMakeBorder(person, 0, 0, 280, 280, cv2.BORDER_CONSTANT, value=(90, 90, 90)),
        np.uint8,
    )


@pytest.fixture(scope="module")
def printed(catalogue: ModelCatalogue, person: Image) -> Image:
    finder = load_still_faces(catalogue)
    portrait = crop_portrait(person, finder.find(person)[0])
    finder.close()
    return portrait


def test_ready_names_the_models(kiosk: Kiosk) -> None:
    ready = kiosk.wait_for(w.WatcherReady)
    assert len(ready.models) == len(MODELS)
    assert all(len(digest) == 64 for _, digest in ready.models)
    assert "zh" in ready.hears


def test_a_code_is_told_once(kiosk: Kiosk, candidate: Image) -> None:
    kiosk.stage.show(list(held_sheet(code_sheet("booth:invitation"), iter([candidate] * 4))))
    kiosk.send(w.ReadCode())
    assert kiosk.wait_for(w.CodeSeen).untrusted_text == "booth:invitation"
    assert kiosk.channel.receive(0.5) is None


def test_matching_without_a_portrait_is_a_problem(kiosk: Kiosk) -> None:
    kiosk.send(w.MatchFace())
    assert kiosk.wait_for(w.WatcherProblem).problem.code == "PORTRAIT-MISSING"


def test_an_empty_hand_gets_hints_until_told_otherwise(kiosk: Kiosk, candidate: Image) -> None:
    kiosk.stage.show([candidate])
    kiosk.send(w.ReadCard("front", ON))
    hints = {kiosk.wait_for(w.CardHint).hint for _ in range(3)}
    assert "no_card" in hints


def test_the_front_is_read_from_a_held_card(kiosk: Kiosk, candidate: Image, printed: Image) -> None:
    held = held_card(card_front(Specimen(), printed), iter([candidate] * 25))
    kiosk.stage.show(list(held))
    kiosk.send(w.ReadCard("front", ON))
    outlined = kiosk.wait_for(w.CardOutlined)
    while not outlined.good:
        outlined = kiosk.wait_for(w.CardOutlined)
    # a card of 66 % of the width, its middle a little under the picture's
    assert np.allclose(np.ptp(outlined.outline, axis=0), (0.67, 0.75), atol=0.05)
    assert np.allclose(np.mean(outlined.outline, axis=0), (0.5, 0.52), atol=0.02)
    seen = kiosk.wait_for(w.CardSeen)
    assert seen.card.number == Specimen().number
    assert seen.card.name == Specimen().name
    assert seen.card.authority == ""
    assert seen.portrait
    assert seen.card.problems == ()
    assert [name.split()[0] for name in seen.model.split(", ")] == ["ocr_rec", "ocr_second"]


def test_the_wrong_side_is_named_and_the_back_read(kiosk: Kiosk, candidate: Image) -> None:
    kiosk.send(w.ReadCard("back", ON))
    assert kiosk.wait_for(w.CardHint).hint == "wrong_side"
    kiosk.stage.show(list(held_card(card_back(Specimen()), iter([candidate] * 25))))
    seen = kiosk.wait_for(w.CardSeen)
    assert seen.card.authority == Specimen().authority
    assert seen.card.valid_to == "2043-04-18"


def test_the_live_face_matches_the_portrait(kiosk: Kiosk, candidate: Image) -> None:
    kiosk.stage.show([candidate])
    kiosk.send(w.MatchFace())
    match = kiosk.wait_for(w.FaceMatched).match
    assert match.match
    assert match.score is not None
    assert match.score > match.threshold


def test_a_held_passport_is_read_and_its_portrait_matches(
    kiosk: Kiosk, candidate: Image, printed: Image
) -> None:
    page = passport(td3(expiry="260101"), printed)
    kiosk.stage.show(list(held_sheet(page, iter([candidate] * 25))))
    kiosk.send(w.ReadCard("front", ON, document="passport"))
    seen = kiosk.wait_for(w.CardSeen)
    assert (seen.card.document, seen.card.number) == ("passport", "E12345678")
    assert (seen.card.name, seen.card.birth) == ("WANG XIAOMING", "1990-01-01")
    assert [problem.code for problem in seen.card.problems] == ["CARD-EXPIRED"]
    assert seen.portrait
    kiosk.stage.show([candidate])
    kiosk.send(w.MatchFace())
    assert kiosk.wait_for(w.FaceMatched).match.match


def test_a_new_command_ends_the_step_at_once(kiosk: Kiosk) -> None:
    kiosk.send(w.ReadCard("back", ON))
    kiosk.wait_for(w.CardHint)
    kiosk.send(w.WatchFor(objects=True))
    observed = kiosk.wait_for(w.Observed, 30.0)
    assert len(observed.observation.faces) == 1
    assert observed.observation.camera == "candidate"
    assert observed.observation.objects is not None


def test_a_still_picture_is_not_alive(kiosk: Kiosk) -> None:
    kiosk.send(w.TestLiveness(("blink", "turn_left"), 3.0, pauses=(0.0, 1.0)))
    shown = [kiosk.wait_for(w.ChallengeShown) for _ in range(3)]
    assert [(one.challenge, one.index) for one in shown] == [
        ("blink", 0),
        (None, 1),
        ("turn_left", 1),
    ]
    liveness = kiosk.wait_for(w.LivenessTested).liveness
    assert not liveness.passed
    assert liveness.spoof_score is None


TURNED_S, STILL_FRAMES = 2.5, 24


def test_rest_forgets_the_person_and_another_passes_the_gestures(kiosk: Kiosk, media: Path) -> None:
    clip = media / "video_talking" / "talk_en_headturns_woman.mp4"
    # she looks at the camera, turns to her right once, and back; more would be unasked gestures.
    # Forth and back, since where a loop is cut the head would be elsewhere from picture to picture
    frames = [frame.image for frame in read_video(clip, 25, 640) if frame.at_s < TURNED_S]
    still = frames[:STILL_FRAMES]
    kiosk.send(w.Rest())
    kiosk.stage.show([*3 * (*still, *still[::-1]), *frames, *frames[::-1]])
    kiosk.send(w.TestLiveness(("turn_right", "blink"), 60.0))
    liveness = kiosk.wait_for(w.LivenessTested).liveness
    assert liveness.passed, [problem.code for problem in liveness.problems]
    kiosk.send(w.MatchFace())
    assert kiosk.wait_for(w.WatcherProblem).problem.code == "PORTRAIT-MISSING"


@pytest.mark.parametrize(
    ("clip", "voice", "digits", "language"),
    [
        ("zh_gesture_delivering_sell_link.mp4", "", "321", "zh"),
        # nobody counts in English in our clips: one speaker's lips, another's digits
        ("talk_en_map_man.mp4", "speech_mixed/vosk_test_digits_8s.wav", "902", "en"),
    ],
)
def test_digits_are_heard_in_the_ring_and_seen_on_the_lips(
    kiosk: Kiosk, media: Path, clip: str, voice: str, digits: str, language: Language
) -> None:
    seen = media / "video_talking" / clip
    frames = [frame.image for frame in read_video(seen, 25, 960)]
    sound = load_sound(media / voice if voice else seen)
    kiosk.stage.show(frames, sound[: len(frames) * SPEECH_RATE_HZ // 25])
    for _ in range(3):  # as a candidate may: where the clip's loop is cut the head is elsewhere
        kiosk.send(w.TestLiveness(("say_digits",), 60.0, digits, language))
        liveness = kiosk.wait_for(w.LivenessTested).liveness
        if "LIVENESS-FACE-CHANGED" not in {problem.code for problem in liveness.problems}:
            break
    assert liveness.passed, [problem.code for problem in liveness.problems]
    (said,) = liveness.challenges
    assert said.at_s is not None
