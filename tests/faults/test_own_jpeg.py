"""The camera's own Motion JPEG, written as it comes by a real recorder that is killed."""

import signal
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bench.faults import laboratory
from app.bench.lab import Lab, played
from app.bench.parts import Part, skipped
from app.bench.table import Trial
from app.domain.messages.recorder import EncoderChosen, PartOpened, QualityStepped, Tallied
from app.recording.ladder import OWN_JPEG
from app.recording.limits import VideoLimits
from devices.clock import SystemClock
from tests.faults.test_laboratory import PROGRAM
from tests.faults.test_laboratory import pytestmark as needs_sound
from tests.faults.test_players import CHROMIUM, SIZE, chromium_seeks, probed

OWN = VideoLimits(preset="ultrafast", own_jpeg=True)
MOST_LOST_S = 0.5
pytestmark = needs_sound


@pytest.fixture(scope="module")
def lab() -> Generator[Lab]:
    with laboratory(PROGRAM, SystemClock(), SIZE) as made:
        yield made


@dataclass(frozen=True)
class Cut:
    """What a killed recorder left."""

    plain: Path
    part: Part
    trial: Trial
    opened: PartOpened


@pytest.fixture(scope="module")
def cut(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Cut:
    media = lab.trial_folder("own")
    with lab.recording(media, video=OWN) as rig:
        lab.begin(rig, 4.0)
        struck = lab.clock.monotonic_ns()
        rig.recorder.process.send_signal(signal.SIGKILL)
        rig.recorder.process.wait()
        (part,) = rig.parts()
        trial = lab.lost_at(rig, struck)
        plain = tmp_path_factory.mktemp("own") / "cut.mkv"
        plain.write_bytes(rig.plain(media / part.name)[0])
        (opened,) = rig.said(PartOpened)
        assert rig.said(EncoderChosen)[0].choice.encoder.startswith(OWN_JPEG)
    return Cut(plain, part, trial, opened)


def test_all_that_a_kill_left_plays_without_a_picture_missing(cut: Cut) -> None:
    assert not cut.part.complete
    assert cut.opened.encoder.startswith(f"{OWN_JPEG} 4:2:0, aac")
    assert len(cut.part.numbers) > 60
    assert cut.trial.plays
    assert cut.trial.skipped == 0
    assert cut.trial.lost_s is not None
    assert cut.trial.lost_s <= MOST_LOST_S
    assert cut.part.sound_s == pytest.approx(cut.part.times[-1], abs=0.5)


def test_ffprobe_opens_the_original(cut: Cut) -> None:
    video, sound = probed(cut.plain)["streams"]
    assert (video["codec_name"], sound["codec_name"]) == ("mjpeg", "aac")
    assert (video["pix_fmt"], video["width"], video["height"]) == ("yuvj420p", *SIZE)
    assert int(video["nb_read_packets"]) == len(cut.part.numbers)


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt install chromium")
def test_chromium_plays_and_seeks_what_headquarters_makes_of_it(cut: Cut) -> None:
    chromium_seeks(cut.plain, cut.part)


def test_a_change_of_size_opens_a_new_part_and_torn_pictures_are_counted(lab: Lab) -> None:
    with lab.recording(lab.trial_folder("size"), video=OWN) as rig:
        lab.begin(rig, 1.0)
        lab.camera.behave("size")
        rig.need(PartOpened, lambda opened: opened.height_px == 480)
        rig.listen(1.0)
        lab.camera.behave("corrupt")
        rig.listen(1.5)
        lab.camera.behave("ok")
        rig.listen(1.5)
        rig.stop()
        parts = rig.parts()
        (tally,) = rig.said(Tallied)[-1].tally.cameras
    assert all(part.complete for part in parts)
    assert [part.whole for part in parts][:2] == [True, True]
    assert tally.dropped >= 1, "half of the corrupt ones end in the middle"
    assert tally.captured == tally.encoded + tally.dropped
    assert sum(len(part.numbers) for part in parts) <= tally.encoded


def test_a_camera_that_takes_too_much_is_encoded_from_then_on(lab: Lab) -> None:
    tight = VideoLimits(preset="ultrafast", own_jpeg=True, max_kbit_s=800, camera_kbit_s=1000)
    with lab.recording(lab.trial_folder("rate"), video=tight) as rig:
        lab.begin(rig, 0.5)
        _, stepped = rig.need(QualityStepped)
        _, opened = rig.need(PartOpened)
        rig.listen(1.0)
        rig.stop()
        parts = rig.parts()
    assert stepped.reason == "camera_rate"
    assert opened.encoder.startswith("libx264 ultrafast")
    assert played(parts)
    (first, second) = parts
    assert skipped([first.numbers[-1], second.numbers[0]]) == 0
