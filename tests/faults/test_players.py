"""Independent players open what was recorded: ffprobe and ffmpeg, and Chromium."""

import base64
import json
import shutil
import signal
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Error, sync_playwright

from app.bench.faults import laboratory
from app.bench.lab import Lab
from app.bench.parts import Part
from app.bench.pictures import number_in
from app.domain.messages.recorder import MarkFound
from app.hq.playback import remux
from devices.clock import SystemClock
from tests.faults.test_laboratory import PROGRAM
from tests.integration.test_hq_console_browser import FLAGS

CHROMIUM = shutil.which("chromium")
RATE_HZ = 8000
HALF_S = 1 / 60
STEADY_S = (0.025, 0.045)
"""A burst from a busy machine's camera is shown too shortly to seek one of its pictures."""
SIZE = (640, 360)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ffprobe") is None, reason="no ffmpeg: apt install ffmpeg"),
    pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="pulseaudio is not installed"),
]
FRAMES_JS = """async (times) => {
  const video = document.querySelector('video'), found = [];
  if (video.readyState < 2)
    await new Promise((done) => video.addEventListener('loadeddata', done, {once: true}));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  for (const time of times) {
    const sought = new Promise((done) => video.addEventListener('seeked', done, {once: true}));
    video.currentTime = time;
    await sought;
    pen.drawImage(video, 0, 0);
    const rows = pen.getImageData(0, 0, canvas.width, canvas.height / 8).data;
    found.push(Array.from(rows.filter((_, at) => at % 4 === 1)));
  }
  return {duration: video.duration, error: video.error && video.error.message, found};
}"""


@dataclass(frozen=True)
class Recorded:
    """A part as headquarters unsealed it, and what we know of it."""

    plain: Path
    part: Part
    mark: MarkFound | None


def recorded(lab: Lab, name: str, folder: Path, *, cut: bool) -> Recorded:
    media = lab.trial_folder(name)
    mark = None
    with lab.recording(media) as rig:
        lab.begin(rig, 1.0)
        if not cut:
            mark = lab.mark(rig)
            rig.listen(1.0)
            rig.stop()
        else:
            rig.listen(3.0)
            rig.recorder.process.send_signal(signal.SIGKILL)
            rig.recorder.process.wait()
        (part,) = rig.parts()
        assert part.complete is not cut
        plain = folder / f"{name}.mkv"
        plain.write_bytes(rig.plain(media / part.name)[0])
    return Recorded(plain, part, mark)


@pytest.fixture(scope="module", params=["whole", "cut"])
def tape(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Recorded]:
    with laboratory(PROGRAM, SystemClock(), SIZE) as lab:
        folder = tmp_path_factory.mktemp("tape")
        yield recorded(lab, request.param, folder, cut=request.param == "cut")


def steady(part: Part) -> tuple[list[float], list[int]]:
    """Three moments, each in the middle of a picture with even ones before it; their numbers."""
    even = [STEADY_S[0] < b - a < STEADY_S[1] for a, b in pairwise(part.times)]
    good = [at for at in range(6, len(even)) if all(even[at - 6 : at + 1])]
    chosen = [good[0], good[len(good) // 2], good[-1]]
    return [part.times[at] + HALF_S for at in chosen], [part.numbers[at] for at in chosen]


def probed(path: Path) -> dict[str, Any]:
    asked = ["ffprobe", "-v", "error", "-count_packets", "-show_streams", "-show_format"]
    told = subprocess.run([*asked, "-of", "json", str(path)], capture_output=True, check=True)
    assert told.stderr == b"", "it plays without a complaint"
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def picture_at(path: Path, second: float) -> NDArray[np.uint8]:
    asked = ["ffmpeg", "-v", "error", "-ss", f"{second:.3f}", "-i", str(path), "-frames:v", "1"]
    raw = subprocess.run(
        [*asked, "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=True
    ).stdout
    return np.frombuffer(raw, np.uint8).reshape(SIZE[1], SIZE[0])


def test_ffprobe_knows_duration_and_streams(tape: Recorded) -> None:
    video, sound = probed(tape.plain)["streams"]
    assert (video["codec_name"], sound["codec_name"]) == ("h264", "aac")
    assert (video["pix_fmt"], int(sound["sample_rate"])) == ("yuv420p", 48_000)
    assert int(video["nb_read_packets"]) == len(tape.part.numbers)
    clip = remux(iter([tape.plain.read_bytes()]))
    mp4 = tape.plain.with_suffix(".mp4")
    mp4.write_bytes(clip.data)
    last = max(tape.part.times[-1], tape.part.sound_s)
    assert float(probed(mp4)["format"]["duration"]) == pytest.approx(last, abs=0.15)


def test_ffmpeg_seeks_to_the_picture_of_that_second(tape: Recorded) -> None:
    for time, number in zip(*steady(tape.part), strict=True):
        assert abs(number_in(picture_at(tape.plain, time - HALF_S)) - number) <= 1


def test_flash_and_beep_are_as_far_apart_as_was_said(tape: Recorded) -> None:
    if tape.mark is None:
        pytest.skip("only the whole one holds a mark")
    assert tape.mark.sound_ms is not None, tape.mark.reason
    gray = ["-vf", "scale=32:18", "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    open_it = ["ffmpeg", "-v", "error", "-i", str(tape.plain), "-vsync", "passthrough"]
    raw = subprocess.run([*open_it, *gray], capture_output=True, check=True).stdout
    light = np.frombuffer(raw, np.uint8).reshape(-1, 18 * 32).mean(axis=1)
    flash_s = tape.part.times[int(np.argmax(np.diff(light))) + 1]
    mono = ["-vn", "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "-"]
    pcm = subprocess.run([*open_it[:5], *mono], capture_output=True, check=True).stdout
    loud = np.abs(np.frombuffer(pcm, np.int16).astype(np.float64))
    first_s = sound_starts_at(tape.plain)
    beep_s = first_s + float(np.argmax(loud > loud.max() / 2)) / RATE_HZ
    assert (beep_s - flash_s) * 1000 == pytest.approx(tape.mark.sound_ms, abs=40)


def sound_starts_at(path: Path) -> float:
    streams = probed(path)["streams"]
    return float(next(s for s in streams if s["codec_type"] == "audio")["start_time"])


def chromium_seeks(plain: Path, part: Part) -> None:
    """Chromium plays what headquarters makes of a part, and seeks to the right pictures."""
    clip = remux(iter([plain.read_bytes()]))
    source = f"data:video/mp4;base64,{base64.b64encode(clip.data).decode()}"
    times, numbers = steady(part)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except Error as error:
            pytest.skip(f"chromium does not start here: {error}")
        page = browser.new_page()
        page.set_content(f'<video muted preload="auto" src="{source}"></video>')
        told = page.evaluate(FRAMES_JS, times)
        browser.close()
    assert told["error"] is None
    assert told["duration"] == pytest.approx(clip.duration_s, abs=0.15)
    for rows, number in zip(told["found"], numbers, strict=True):
        green = np.array(rows, np.uint8).reshape(-1, SIZE[0])
        assert number_in(green) == number


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt install chromium")
def test_chromium_plays_and_seeks(tape: Recorded) -> None:
    chromium_seeks(tape.plain, tape.part)
