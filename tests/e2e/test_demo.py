"""The main job, end to end, as a user runs it: once on generated media, once on real recordings."""

import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import psutil
import pypdfium2
import pytest

from app.demo.conductor import Conductor, DemoResult, DemoWishes
from app.demo.hands import DriverHands
from app.demo.programs import Running
from app.demo.world import DemoGround
from app.domain.ids import SessionId
from app.domain.messages.screen import QuestionScreen
from app.domain.record import SessionRecord
from app.hq.playback import Clip, Playback
from app.hq.setup import open_headquarters
from devices.clock import SystemClock

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, str(ROOT / "main.py"))

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="no pulseaudio here"),
]

INET = re.compile(r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"")


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def trace(log: Path) -> tuple[str, ...]:
    if not shutil.which("strace"):
        return ()
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    return (
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-e",
        calls,
        "-e",
        "signal=none",
        "-o",
        str(log),
    )


def places_contacted(log: Path) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for line in log.read_text(errors="replace").splitlines():
        if "AF_INET" in line and (match := INET.search(line)):
            found.add((match[2], int(match[1])))
    return found


def test_the_demo_of_generated_media_and_nothing_calls_home(tmp_path: Path, models: Path) -> None:
    out, log = tmp_path / "demo", tmp_path / "connections.txt"
    done = subprocess.run(
        [*trace(log), *PROGRAM, "demo", "--headless", "--json", "--out", str(out)],
        capture_output=True,
        check=False,
        timeout=840,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    data: dict[str, Any] = json.loads(done.stdout.decode().strip().rsplit("\n", 1)[-1])

    identity = data["identity"]
    assert identity["card"]["number"]
    assert identity["match"]["match"]
    assert identity["match"]["score"] >= identity["match"]["threshold"]
    assert identity["liveness"]["passed"], identity["liveness"]["problems"]
    assert identity["by_a_person"] == []
    assert len(data["answers"]) == 3
    for answer in data["answers"]:
        assert answer["outcome"] == "finished"
        assert character_errors(answer["said"], answer["transcript"]) < 0.25
        assert answer["competencies"][0]["evidence"]
        assert "emotion" in answer["not_computed"]
    assert len(data["receipt"]) == 8
    assert all(part["complete"] for part in data["media"]["parts"])

    report = text_of(Path(data["report"]["pdf"]))
    assert identity["card"]["name"] in report
    assert data["session"] in report
    no_plain_media(out / "kiosk")
    no_plain_media(out / "hq")
    if shutil.which("strace"):
        places = places_contacted(log)
        assert len(places) == 1, f"something else than HQ was contacted: {places}"
        assert next(iter(places))[0] == "127.0.0.1"


def character_errors(said: str, heard: str) -> float:
    """Character error rate, punctuation left aside."""
    a, b = (re.sub(r"[^\w]", "", text) for text in (said, heard))
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1] / max(1, len(a))


def no_plain_media(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            head = path.read_bytes()[:64]
            assert not head.startswith(b"\x1a\x45\xdf\xa3"), f"{path} is a plain Matroska file"
            assert b"ftyp" not in head, f"{path} is a plain MP4 file"


def english_folder(folder: Path, media: Path) -> Path:
    folder.mkdir()
    (folder / "lang").write_text("en")
    shutil.copy(media / "video_talking/talk_en_headturns_woman.mp4", folder / "candidate.mp4")
    for number, name in enumerate(
        ("en_jfk_11s.flac", "en_librispeech_9s.wav", "en_librivox_0920.wav")
    ):
        source = media / "speech_en" / name
        shutil.copy(source, folder / f"answer{number + 1}{source.suffix}")
    return folder


BESIDE_THE_RECORDER = {"watcher", "analyst", "courier", "screens"}


def workers_of(kiosk: psutil.Process) -> dict[str, psutil.Process]:
    return {child.cmdline()[-1]: child for child in kiosk.children() if "worker" in child.cmdline()}


class Killer:
    """Kills every worker beside the recorder in answer 1, and the whole kiosk in answer 2."""

    def __init__(self, after_turns: int) -> None:
        self.killed: list[str] = []
        self._after_turns = after_turns
        self._turns = {1: 0, 2: 0}

    def __call__(self, hands: DriverHands, running: Running) -> None:
        shown = hands.candidate.screen if hands.candidate is not None else None
        if not isinstance(shown, QuestionScreen) or shown.phase != "answering":
            return
        if shown.number not in self._turns or f"answer {shown.number}" in self.killed:
            return
        self._turns[shown.number] += 1
        if self._turns[shown.number] < self._after_turns:
            return
        self.killed.append(f"answer {shown.number}")
        kiosk = psutil.Process(running.process.pid)
        workers = workers_of(kiosk)
        assert set(workers) == BESIDE_THE_RECORDER | {"recorder"}
        if shown.number == 1:
            chosen = [workers[name] for name in sorted(BESIDE_THE_RECORDER)]
        else:
            chosen = [kiosk, *workers.values()]
        for process in chosen:
            os.kill(process.pid, signal.SIGKILL)


def picture_times(clip: Clip) -> list[float]:
    """Times of all pictures of a part, seconds."""
    with av.open(io.BytesIO(clip.data)) as container:
        packets = container.demux(video=0)
        return sorted(float(p.pts * p.time_base) for p in packets if p.pts is not None)


def record_of(result: DemoResult) -> tuple[SessionRecord, list[Clip]]:
    """The session at HQ, and each candidate part as a browser plays it."""
    hq = open_headquarters(result.home, result.passphrase, SystemClock())
    try:
        session = SessionId(str(result.report["session"]))
        record = hq.archive.record(session)
        assert not hq.archive.integrity(session).problems
        playback = Playback(hq.archive)
        parts = [part for part in record.media if part.camera == "candidate"]
        return record, [playback.clip(session, part.entry) for part in parts]
    finally:
        hq.close()


@pytest.mark.slow
def test_real_recordings_and_a_kiosk_killed_in_mid_answer(
    tmp_path: Path, models: Path, media: Path, resources: Path
) -> None:
    folder = english_folder(tmp_path / "media", media)
    killer = Killer(after_turns=10)
    ground = DemoGround(PROGRAM, models, resources, tmp_path / "work", SystemClock())
    wishes = DemoWishes(tmp_path / "demo", folder, headless=True)
    result = Conductor(wishes, ground, killer).run()
    assert killer.killed == ["answer 1", "answer 2"]
    assert result.kiosk_starts == 2
    record, clips = record_of(result)

    assert record.language == "en"
    assert record.identity.match is not None
    assert record.identity.match.match
    outcomes = [(answer.take.rsplit(".", 1)[1], answer.outcome) for answer in record.answers]
    assert outcomes == [
        ("1", "finished"),
        ("1", "interrupted"),
        ("2", "finished"),
        ("1", "finished"),
    ]
    assert [fault.cause for fault in record.faults] == ["restart"]
    assert 0 < record.faults[0].cost_s < 60

    first, second = (part for part in record.media if part.camera == "candidate")
    assert not first.complete
    assert second.complete
    interrupted = record.answers[1]
    kept_until = first.starts_at_s + clips[0].duration_s
    assert kept_until >= interrupted.ends_at_s - 1.0, "a second at most is lost"
    times = picture_times(clips[0])
    assert record.quality is not None
    dropped = [camera.dropped for run in record.quality.runs for camera in run.cameras]
    assert dropped
    assert set(dropped) == {0}, "killing the others cost the recording pictures"
    # the demo's camera is a program too: on a busy machine it is late itself
    assert max(b - a for a, b in itertools.pairwise(times)) < 2
    assert len(picture_times(clips[1])) == second.frames

    words = " ".join(
        answer.analysis.transcript.text.lower()
        for answer in record.answers
        if answer.analysis is not None and answer.analysis.transcript is not None
    )
    for said in ("country", "sorrow", "amiable"):
        assert said in words
    assert "country" in text_of(Path(str(result.report["pdf"]))).lower()
