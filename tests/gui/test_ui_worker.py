"""The screens' process, and the driver that acts in it as a person would."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.cli.hq_words import pack_folder
from app.domain.media import Frame
from app.domain.messages import screen as m
from app.domain.timing import MonotonicNs
from app.processes.channel import Channel, write_config
from app.processes.shared import FrameSlot
from tests.gui.operator_states import operator_states
from tests.gui.packs import LANGUAGES
from tests.gui.states import candidate_states
from ui.bridge import Bridge, Hooks

ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 30.0


@dataclass
class Kiosk:
    """The kiosk's end of the pipe, and the driver's client."""

    process: subprocess.Popen[bytes]
    channel: "Channel[m.ScreenCommand, m.ScreenReport]"
    path: Path
    socket: socket.socket
    lines: Iterator[str]
    heard: list[dict[str, object]]

    def order(self, **order: object) -> dict[str, object]:
        """Give an order; its answer."""
        self.socket.sendall(json.dumps(order).encode() + b"\n")
        return self.answer()

    def answer(self) -> dict[str, object]:
        for line in self.lines:
            heard: dict[str, object] = json.loads(line)
            if "done" in heard or "failed" in heard:
                return heard
            self.heard.append(heard)
        raise AssertionError("the driver has gone")

    def report(self) -> m.ScreenReport | None:
        return self.channel.receive(WITHIN_S)


def _connect(path: Path, process: subprocess.Popen[bytes]) -> socket.socket:
    end = socket.socket(socket.AF_UNIX)
    end.settimeout(WITHIN_S)
    end.connect(str(path))
    return end


@pytest.fixture
def kiosk() -> Iterator[Kiosk]:
    folder = tempfile.TemporaryDirectory(prefix="booth-")
    path, pack = Path(folder.name) / "drive", Path(folder.name) / "language"
    pack.write_bytes(pack_folder(LANGUAGES))
    slot = FrameSlot.create(f"booth-ui-{os.getpid()}")
    slot.publish(Frame(np.full((720, 1280, 3), 90, np.uint8), MonotonicNs(0), 1))
    config = m.ScreensConfig(
        windowed=True, headless=True, frame_slot=slot.name, room_slot="", theme="light",
        start_language="zh", drive=True, drive_path=str(path), language_pack=str(pack),
    )  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "main.py", "worker", "screens"], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    write_config(process.stdin, config)
    channel: Channel[m.ScreenCommand, m.ScreenReport] = Channel(
        process.stdout, process.stdin, m.ScreenCommand, m.ScreenReport
    )
    assert channel.receive(WITHIN_S) == m.ScreensReady(("ar",))
    with contextlib.ExitStack() as stack:
        end = stack.enter_context(_connect(path, process))
        reader = stack.enter_context(end.makefile(encoding="utf-8"))
        stack.callback(folder.cleanup)
        stack.callback(slot.close)
        stack.callback(process.stdout.close)
        stack.callback(process.wait, WITHIN_S)
        stack.callback(channel.close)
        yield Kiosk(process, channel, path, end, reader, [])


def test_a_person_is_led_through_and_acts(kiosk: Kiosk, tmp_path: Path) -> None:
    states = candidate_states("zh")
    # the driver's greeting first: what is sent before it may already be shown when it comes
    assert kiosk.order(wait={"screen": "welcome"}) == {"done": 1}
    kiosk.channel.send(states["02_language"])
    assert kiosk.order(wait={"screen": "language"}) == {"done": 2}
    assert kiosk.order(click="continueButton") == {"done": 3}
    assert kiosk.report() == m.Continue("language")
    assert kiosk.order(language="en") == {"done": 4}
    assert kiosk.report() == m.ChooseLanguage("en")
    kiosk.channel.send(candidate_states("en")["11_question_preparing"])
    kiosk.channel.send(candidate_states("en")["11_question_answering"])
    wait = {"screen": "question", "phase": "answering", "number": 2}
    assert kiosk.order(wait=wait) == {"done": 5}
    shown = [(line["screen"], line["phase"]) for line in kiosk.heard]
    assert shown == [
        ("welcome", ""), ("language", ""), ("question", "preparing"), ("question", "answering"),
    ]  # fmt: skip
    picture = tmp_path / "question.png"
    assert kiosk.order(screenshot=str(picture)) == {"done": 6}
    assert QImage(str(picture)).width() == 1280
    kiosk.channel.send(operator_states("zh")["24_decision_card"])
    typed = kiosk.order(type=["decisionReason", "原件无误"], window="operator")
    assert typed == {"done": 7}
    assert kiosk.order(click="decisionAccept", window="operator") == {"done": 8}
    assert kiosk.report() == m.Decide("card_front", accept=True, reason="原件无误")


def test_an_order_that_nobody_could_carry_out_fails(kiosk: Kiosk, tmp_path: Path) -> None:
    answers = [
        kiosk.order(click="noSuchButton"),
        kiosk.order(wait={"screen": "question", "timeout_s": 0.3}),
        kiosk.order(dance="tango"),
        kiosk.order(screenshot=str(tmp_path / "none" / "x.png")),
    ]
    assert [answer.get("order") for answer in answers] == [1, 2, 3, 4]
    assert "noSuchButton" in str(answers[0]["failed"])
    # one driver at a time
    with _connect(kiosk.path, kiosk.process) as second:
        assert second.recv(100) == b""


def test_everything_shown_is_told_to_who_watches(kiosk: Kiosk) -> None:
    assert kiosk.order(watch=True) == {"done": 1}
    desk = replace(operator_states("zh")["21_idle"], locked=True)
    kiosk.channel.send(desk)
    kiosk.channel.send(candidate_states("zh")["12_saved"])
    assert kiosk.order(wait={"screen": "saved"}) == {"done": 2}
    told = [next(iter(line)) for line in kiosk.heard]
    assert told == ["screen", "candidate", "operator", "candidate", "screen"]


def test_the_process_ends_when_told(kiosk: Kiosk) -> None:
    kiosk.channel.send(m.CloseScreens())
    assert kiosk.process.wait(WITHIN_S) == 0
    assert not kiosk.path.exists()


def test_the_process_ends_when_the_kiosk_has_gone(kiosk: Kiosk) -> None:
    kiosk.channel.close()
    assert kiosk.process.wait(WITHIN_S) == 0


class ShortPipe:
    """Two messages, then the kiosk has gone."""

    def __init__(self) -> None:
        self.left: list[m.ScreenCommand] = [candidate_states("zh")["01_welcome"], m.CloseScreens()]
        self.sent: list[m.ScreenReport] = []
        self.closed = False

    def send(self, message: m.ScreenReport) -> None:
        self.sent.append(message)

    def receive(self, timeout_s: float | None = None) -> m.ScreenCommand | None:
        if self.left:
            return self.left.pop(0)
        self.closed = True
        return None


def test_the_bridge_delivers_in_the_windows_thread_and_leaves_none(
    qapp: QGuiApplication, qtbot: QtBot
) -> None:
    pipe = ShortPipe()
    bridge = Bridge(pipe, qapp)
    got: list[tuple[object, str]] = []
    ended: list[bool] = []
    bridge.start(
        lambda message: got.append((message, threading.current_thread().name)),
        lambda: ended.append(True),
    )
    qtbot.waitUntil(lambda: bool(ended))
    bridge.stop()
    assert [type(message) for message, _ in got] == [m.ShowCandidate, m.CloseScreens]
    assert {name for _, name in got} == {threading.main_thread().name}
    assert "screens-bridge" not in {thread.name for thread in threading.enumerate()}
    bridge.deleteLater()


def test_a_fault_in_a_slot_is_logged_and_the_windows_stay(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = sys.excepthook
    with Hooks(), caplog.at_level("ERROR"):
        sys.excepthook(ValueError, ValueError("broken"), None)
    assert sys.excepthook is before
    assert "A fault in the screens" in caplog.text
