"""The windows with a camera that is drawn and a clock that is set: for tests and screenshots."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from app.domain.media import Frame, Image
from app.domain.messages import screen as m
from app.domain.timing import MonotonicNs, WallTime
from tests.gui.fitting import misfits
from ui.errors import GestureRefusedError
from ui.gestures import find, touchable
from ui.screens import Screens, ScreensPlan
from ui.translation import WindowName

WINDOWS: tuple[WindowName, ...] = ("candidate", "operator")
WAITS, WAIT_MS = 150, 20
StageMaker = Callable[..., "Stage"]


class SetClock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.now_ns = 0

    def monotonic_ns(self) -> MonotonicNs:
        return MonotonicNs(self.now_ns)

    def now(self) -> WallTime:
        raise NotImplementedError

    def sleep(self, seconds: float) -> None:
        self.now_ns += int(seconds * 1e9)


def drawn_person() -> Image:
    """1280x720 BGR: a room, a head and shoulders; nobody's picture."""
    rows, columns = np.mgrid[0:720, 0:1280]
    image = np.empty((720, 1280, 3), np.uint8)
    image[...] = (168, 160, 150)
    image += (rows[..., None] // 18).astype(np.uint8)
    shoulders = ((columns - 640) / 330) ** 2 + ((rows - 760) / 260) ** 2 < 1
    head = ((columns - 640) / 120) ** 2 + ((rows - 340) / 160) ** 2 < 1
    hair = head & (rows < 270)
    image[shoulders] = (92, 60, 38)
    image[head] = (150, 178, 214)
    image[hair] = (34, 30, 28)
    for left in (595, 685):
        image[((columns - left) / 14) ** 2 + ((rows - 335) / 8) ** 2 < 1] = (40, 40, 44)
    image[(np.abs(columns - 640) < 40) & (np.abs(rows - 425) < 5)] = (110, 110, 180)
    return image


class DrawnSlot:
    """A `FrameSlot` that always has the next frame."""

    picture = drawn_person()

    def __init__(self, name: str) -> None:
        if not name:
            raise FileNotFoundError(name)
        self.number = 0
        self.closed = False

    def latest(self, after: int = -1) -> Frame | None:
        self.number += 1
        return Frame(self.picture, MonotonicNs(0), self.number)

    def close(self) -> None:
        self.closed = True


@dataclass
class Stage:
    """Both windows and what they reported."""

    application: QGuiApplication
    screens: Screens
    clock: SetClock
    sent: list[m.ScreenReport] = field(default_factory=list)

    @classmethod
    def build(cls, application: QGuiApplication, **choices: Any) -> "Stage":
        sent: list[m.ScreenReport] = []
        clock = SetClock()
        known: dict[str, Any] = {
            "windowed": True, "theme": "light", "language": "zh", "frame_slot": "candidate",
            "room_slot": "room",
        }  # fmt: skip
        size = choices.pop("size", (1280, 720))
        attach = choices.pop("attach", DrawnSlot)
        plan = ScreensPlan(**(known | choices))
        stage = cls(
            application, Screens(plan, sent.append, attach, clock, application), clock, sent
        )
        for name in WINDOWS:
            stage.window(name).resize(*size)
        stage.settle()
        return stage

    def window(self, name: WindowName) -> QQuickWindow:
        return self.screens.window(name)

    def show(self, command: m.ScreenCommand) -> None:
        self.screens.receive(command)
        self.settle()

    def settle(self) -> None:
        """Let Qt lay out and load what is new."""
        for _ in range(3):
            self.application.processEvents()
            for name in WINDOWS:
                self.window(name).contentItem().ensurePolished()

    def wait_for(self, name: WindowName, object_name: str) -> QQuickItem:
        """The item once it can be touched; a busy machine makes a list's rows a little later."""
        for _ in range(WAITS):
            try:
                touchable(self.window(name), object_name)
                break
            except GestureRefusedError:
                QTest.qWait(WAIT_MS)
        touchable(self.window(name), object_name)
        return self.item(name, object_name)

    def pass_time(self, seconds: float) -> None:
        """Let animations come to their end."""
        if seconds:
            QTest.qWait(int(seconds * 1000))

    def film(self, seconds: float) -> None:
        """Let the cameras run for so long by the set clock, two pictures a second."""
        for _ in range(round(seconds * 2)):
            self.clock.sleep(0.5)
            self.screens.film()

    def misfits(self, name: WindowName) -> list[str]:
        """What does not fit, after a frame was drawn: wrapped text needs more than one pass."""
        self.picture(name)
        return misfits(self.window(name))

    def picture(self, name: WindowName) -> QImage:
        self.settle()
        return self.window(name).grabWindow()

    def item(self, name: WindowName, object_name: str) -> QQuickItem:
        return find(self.window(name), object_name)

    def close(self) -> None:
        self.screens.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.application.processEvents()
