"""One order is one gesture, however long the gesture takes."""

import json
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.stage import StageMaker
from ui import driver
from ui.driver import RETRY_MS, Driver


def test_a_press_that_takes_long_is_not_made_again(
    qtbot: QtBot, make_stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[str] = []

    def slow(_window: QObject, name: str) -> None:
        pressed.append(name)
        QTest.qWait(RETRY_MS * 3)  # the page that comes is being built, and events go on

    monkeypatch.setattr(driver, "click", slow)
    with tempfile.TemporaryDirectory(prefix="booth-") as folder:
        path = str(Path(folder) / "drive")
        acting = Driver(make_stage().screens, path)
        client = QLocalSocket()
        client.connectToServer(path)
        assert client.waitForConnected(2000)
        client.write(json.dumps({"click": "continueButton"}).encode() + b"\n")
        client.flush()
        qtbot.waitUntil(lambda: b"done" in client.peek(1 << 16).data(), timeout=5000)
        QTest.qWait(RETRY_MS * 3)
        assert pressed == ["continueButton"]
        client.abort()
        acting.close()
