"""The whole way: the main disk fails in mid-answer, and headquarters shows the second copy."""

import base64
import io
import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from app.bundle.errors import SealedWriteError
from app.bundle.sealed_log import SealedLogWriter
from app.cli.kiosk import session_store
from app.domain.ids import QuestionId, SessionId, TakeId
from app.domain.media import Captured
from app.domain.messages import recorder as r
from app.domain.messages.courier import SealSession
from app.domain.record import JOURNAL_ENTRY, RECORD_ENTRY, AnswerRecord
from app.hq.console.application import make_console
from app.hq.footage import Footage, Piece
from app.hq.language import clock, load_wordings
from app.hq.playback import Playback
from app.hq.report import ReportMaker
from app.hq.setup import Headquarters, NewHome
from app.kiosk.losses import Stops
from app.kiosk.recording import Recording, TapePlan
from app.kiosk.situation import Situation
from app.ports.devices import Camera, CameraSpec, MicrophoneSpec
from app.recording.limits import VideoLimits
from app.recording.pictures import planar
from app.recording.recorder import Recorder, RecorderConfig
from app.session import entries as en
from app.session.visit import SessionClock, open_new
from app.sync.assignments import read_assignments
from app.sync.sealing import Sealer
from devices.fake.camera import FakeCamera
from devices.fake.system import fake_devices
from tests.integration.test_hq_console_pages import csrf
from tests.sync_rig import (
    CLOCK,
    Branch,
    branch_at,
    enrolled,
    fresh_code,
    new_home,
    open_home,
    serving,
)
from tests.unit.hq_console_scene import RESOURCES, analysis

MAIN_WIDTH_PX, COPY_WIDTH_PX, LINES = 800, 640, 450
LEVEL, LEVEL_PER_S = 60, 14
"""The picture's brightness tells the second of the session at which it was taken."""


class ClockCamera(FakeCamera):
    """Gets brighter with the session's time."""

    def __init__(self, spec: CameraSpec, session_clock: SessionClock) -> None:
        super().__init__(spec, CLOCK)
        self._session = session_clock

    def read(self) -> Captured:
        taken = super().read()
        assert not isinstance(taken.content, bytes)
        level = LEVEL + LEVEL_PER_S * self._session.at(taken.captured_ns)
        planes = planar(np.full((LINES, MAIN_WIDTH_PX, 3), min(255, round(level)), np.uint8))
        return replace(taken, content=planes)


class MainDisk:
    """The real disk, which refuses everything while it is broken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.broken = False

    def new_sink(self, path: Path, recipients: Sequence[bytes], context: bytes) -> "Sink":
        self.check(path)
        return Sink(path, recipients, context, self)

    def check(self, path: Path) -> None:
        if self.broken and self._folder in path.parents:
            raise SealedWriteError("The main disk is read-only")


class Sink(SealedLogWriter):
    """A sealed log on a disk that may refuse."""

    def __init__(
        self, path: Path, recipients: Sequence[bytes], context: bytes, disk: MainDisk
    ) -> None:
        super().__init__(path, recipients, context)
        self._place, self._disk = path, disk

    def append(self, data: bytes | memoryview) -> None:
        self._disk.check(self._place)
        super().append(data)


class Crew:
    """Starts no process: what the recorder is told is handed to it at once."""

    def __init__(self) -> None:
        self.recorder: Recorder | None = None

    def send(self, name: str, message: object) -> None:
        assert name == "recorder"
        assert self.recorder is not None
        if isinstance(message, r.StartRecording):
            self.recorder.start(message)
        elif isinstance(message, r.StopRecording):
            self.recorder.stop()


class Stage:
    """A kiosk's session, recorded by the real recorder in this process."""

    def __init__(self, branch: Branch, second: Path) -> None:
        identity = branch.identity
        self.branch = branch
        self.disk = MainDisk(branch.data)
        self.situation = Situation()
        self.faults: list[str] = []
        self.reports: queue.SimpleQueue[r.RecorderReport] = queue.SimpleQueue()
        store = session_store(branch.data, branch.keys)
        (assignment,) = read_assignments(branch.data)
        self.visit, self.clock = open_new(store, CLOCK, identity.kiosk, assignment)
        crew: Any = Crew()
        recipients = tuple(key.hex() for key in identity.recipients)
        stops = Stops(
            lambda cause, _: self.faults.append(cause),
            lambda _: None,
            lambda _cause, _since_s: None,
            lambda: None,
        )
        plan = TapePlan(recipients, second, stops)
        self.tape = Recording(self.visit, self.clock, crew, self.situation, plan)
        self.recorder = crew.recorder = self._recorder()

    def _recorder(self) -> Recorder:
        def camera(spec: CameraSpec) -> Camera:
            return ClockCamera(spec, self.clock)

        config = RecorderConfig(
            CameraSpec("candidate", "front", MAIN_WIDTH_PX, LINES, 15),
            None,
            MicrophoneSpec("desk"),
            "",
            "",
            "",
            VideoLimits(preset="ultrafast"),
            safety=True,
        )
        devices = replace(fake_devices(CLOCK), open_camera=camera)
        return Recorder(config, devices, CLOCK, self.reports.put, self.disk.new_sink)

    def listen(self, until: Callable[[object], bool], within_s: float = 8.0) -> None:
        """Take reports, as the kiosk's main loop does, until one of them is the one."""
        end_s = self.clock.seconds() + within_s
        while (now_s := self.clock.seconds()) < end_s:
            self.situation.devices.pulse = self.recorder.pulse()
            self.tape.tick(now_s)
            try:
                report = self.reports.get(timeout=0.05)
            except queue.Empty:
                report = None
            self.tape.heard(report)
            if until(report):
                return
        pytest.fail("it did not come")

    def pass_time(self, seconds: float) -> None:
        end_s = self.clock.seconds() + seconds
        self.listen(lambda _: self.clock.seconds() >= end_s)

    def answer(self, number: int, from_s: float, to_s: float) -> None:
        """Note an answer and what was found in it."""
        take = TakeId(f"q{number}.1")
        answer = AnswerRecord(
            QuestionId(f"q{number}"),
            "Why?",
            "motivation",
            take,
            1.0,
            from_s,
            to_s,
            "finished",
            None,
        )
        self.visit.note(en.AnswerClosed(answer))
        self.visit.note(en.AnswerMeasured(take, analysis("en", to_s - from_s)))

    def order(self) -> SealSession:
        """What the kiosk tells the courier at the end."""
        record, journal = self.visit.documents(CLOCK.now())
        self.visit.close()
        documents = tuple(
            (name, base64.b64encode(content).decode())
            for name, content in ((RECORD_ENTRY, record), (JOURNAL_ENTRY, journal))
        )
        folder = str(self.visit.folder.path)
        session = self.visit.ledger.session
        return SealSession(session, folder, documents, self.tape.safety_folder)


def record_with_a_hole(stage: Stage) -> None:
    """The main disk refuses after a while, and takes again; at last it loses the end of a file.

    One answer ends before the hole, another begins in it and ends after it.
    """

    def opened(report: object) -> bool:
        return isinstance(report, r.PartOpened) and report.track == "main"

    stage.tape.start()
    stage.listen(opened)
    began_s = stage.clock.seconds()
    stage.pass_time(2.0)
    stage.answer(1, began_s, stage.clock.seconds() - 1.0)
    stage.disk.broken = True
    stage.listen(lambda report: isinstance(report, r.RecorderFailed))
    failed_s = stage.clock.seconds()
    stage.pass_time(0.5)
    stage.disk.broken = False
    stage.listen(opened)
    stage.pass_time(2.5)
    stage.tape.stop()
    stage.listen(lambda report: isinstance(report, r.RecordingStopped))
    last = [p for p in stage.visit.ledger.parts.values() if p.track == "main"][-1]
    stage.answer(2, failed_s, last.starts_at_s + 0.5)
    path = stage.visit.folder.media / last.entry
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


@dataclass(frozen=True)
class Brought:
    """The session at headquarters.

    Attributes:
        pieces: of the candidate's camera.
        faults: why the kiosk would have stopped the interview.
    """

    hq: Headquarters
    made: NewHome
    session: SessionId
    footage: Footage
    pieces: tuple[Piece, ...]
    faults: list[str]
    left: list[Path]


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    folder = tmp_path_factory.mktemp("second-disk")
    made = new_home(folder / "hq")
    hq = open_home(made.home)
    with serving(hq):
        data, second = folder / "kiosk", folder / "second"
        branch = branch_at(data, enrolled(data, made, fresh_code(hq)))
        branch.rounds.turn()
        stage = Stage(branch, second)
        try:
            record_with_a_hole(stage)
        finally:
            stage.recorder.shut()
        order = stage.order()
        bundle = Sealer(branch.identity, branch.keys, branch.outbox, CLOCK).seal(order)
        both = [bundle.folder, Path(order.safety_folder)]
        assert all(path.exists() for path in both)
        branch.rounds.turn()
        assert branch.state() == "receipted", branch.outbox.bundles()[-1].detail
        branch.close()
    record = hq.archive.record(bundle.session)
    footage = Playback(hq.archive).footage(record)
    left = [path for path in both if path.exists()]
    pieces = footage.pieces("candidate")
    yield Brought(hq, made, bundle.session, footage, pieces, stage.faults, left)
    hq.close()


@pytest.fixture(scope="module")
def client(brought: Brought) -> TestClient:
    """Signed in at the console."""
    app = make_console(brought.hq.store, brought.hq.archive, CLOCK, RESOURCES)
    opened = TestClient(app, base_url="https://hq.test", headers={"accept-language": "en"})
    form = {"csrf": csrf(opened.get("/sign-in").text), "name": "hr"}
    password = {"password": brought.made.console_password}
    assert opened.post("/sign-in", data=form | password, follow_redirects=False).status_code == 303
    return opened


def test_both_holes_are_filled_and_nothing_is_left_at_the_branch(brought: Brought) -> None:
    assert [piece.spot.safety for piece in brought.pieces] == [False, True, False, True]
    for before, after in pairwise(brought.pieces):
        assert after.from_s == pytest.approx(before.to_s, abs=1e-6)
    assert brought.pieces[1].to_s - brought.pieces[1].from_s > 1.0
    record = brought.hq.archive.record(brought.session)
    assert record.quality is not None
    assert {(gap.device, gap.cause) for gap in record.quality.gaps} <= {("candidate", "disk")}
    assert not brought.hq.archive.integrity(brought.session).problems
    assert brought.faults == ["recorder_lost"]
    assert brought.left == []


def test_the_clips_show_every_moment_of_the_session(brought: Brought, client: TestClient) -> None:
    for piece in brought.pieces:
        address = f"/sessions/{brought.session}/media/{piece.spot.part}.mp4"
        clip = client.get(address).content
        with av.open(io.BytesIO(clip)) as opened:
            frames = [(frame.time or 0.0, frame) for frame in opened.decode(video=0)]
        assert {frame.width for _, frame in frames} == {
            COPY_WIDTH_PX if piece.spot.safety else MAIN_WIDTH_PX
        }
        starts_s = piece.from_s - piece.spot.at_s
        shown = [(at, f) for at, f in frames if piece.spot.at_s <= at < piece.end_s]
        assert len(shown) > (piece.end_s - piece.spot.at_s) * 4  # 10 and more on a machine at rest
        for at_s, frame in shown:
            level = float(frame.to_ndarray(format="gray").mean())
            assert (level - LEVEL) / LEVEL_PER_S == pytest.approx(starts_s + at_s, abs=0.4)


def test_page_pictures_and_report_show_and_mark_it(brought: Brought, client: TestClient) -> None:
    base = f"/sessions/{brought.session}"
    page = client.get(base).text
    assert page.count('class="bar candidate-safety"') == 2
    assert page.count('data-mark="player-') == 2  # the session's player and the second answer's
    assert "From the second disk" in page
    record = brought.hq.archive.record(brought.session)
    pictures = [client.get(f"{base}/stills/{number}.jpg").content for number in (1, 2)]
    for picture, answer in zip(pictures, record.answers, strict=True):
        level = float(np.asarray(Image.open(io.BytesIO(picture)).convert("L")).mean())
        middle_s = answer.starts_at_s + (answer.ends_at_s - answer.starts_at_s) / 2
        assert (level - LEVEL) / LEVEL_PER_S == pytest.approx(middle_s, abs=0.4)
    in_hole = brought.footage.spot("candidate", brought.pieces[1].from_s + 0.6)
    assert in_hole is not None
    assert in_hole.safety
    maker = ReportMaker(
        brought.hq.archive, Playback(brought.hq.archive), load_wordings(RESOURCES), CLOCK, RESOURCES
    )
    filled = f"{clock(brought.pieces[1].from_s)} – {clock(brought.pieces[1].to_s)}"
    assert filled in maker.html(brought.session, "en", "hr")
