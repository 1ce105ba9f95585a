"""Pictures around each alert: the five seconds before it and after it, in memory only.

The operator looks at them while the visit lasts. Nothing of it is stored: the recording holds the
same moment, sealed, and headquarters plays it from there.
"""

import base64
from collections import deque
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QImage, QImageWriter

from app.domain.media import CameraRole, Image
from app.domain.messages import screen as m
from app.domain.observation import Alert
from app.domain.timing import NS_PER_S, WallTime
from app.ports.clock import Clock
from ui.preview import Attach, Slot, reduced

AROUND_S = 5.0
"""Source: the issue: +-5 s of picture."""
EVERY_S = 0.5
RING_S = 20.0
"""An alert is backdated to its first sign: some nine seconds, where it came and went."""
ALERTS_KEPT = 30
"""Of the newest: twenty pictures of some 10 kB each."""
WIDTH_PX = 320
QUALITY = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: session time in seconds, and a JPEG as text in base 64."""

    at_s: float
    jpeg: str


@dataclass(slots=True)
class Album:
    """Which pictures belong to which alert, by its index."""

    ring: dict[CameraRole, deque[Picture]] = field(default_factory=dict[CameraRole, deque[Picture]])
    kept: dict[int, list[Picture]] = field(default_factory=dict[int, list[Picture]])
    alerts: tuple[Alert, ...] = ()

    def noticed(self, alerts: tuple[Alert, ...]) -> None:
        """Take the session's alerts as they stand; new ones get what the ring holds."""
        if len(alerts) < len(self.alerts):  # the session's alerts only grow: it is another one
            self.kept.clear()
            self.alerts = ()
        for index in range(len(self.alerts), len(alerts)):
            alert = alerts[index]
            if alert.camera != "pc":
                shown = [p for p in self.ring.get(alert.camera, ()) if _near(alert, p)]
                self.kept[index] = shown
        self.alerts = alerts
        for index in sorted(self.kept)[:-ALERTS_KEPT]:
            del self.kept[index]

    def take(self, camera: CameraRole, picture: Picture) -> None:
        """Take the newest picture of a camera; one that comes too soon after the last is left."""
        ring = self.ring.setdefault(camera, deque(maxlen=round(RING_S / EVERY_S)))
        if ring and picture.at_s - ring[-1].at_s < EVERY_S / 2:
            return
        ring.append(picture)
        for index, shown in self.kept.items():
            alert = self.alerts[index]
            if alert.camera == camera and _near(alert, picture):
                shown.append(picture)

    def around(self, index: int) -> tuple[tuple[float, str], ...]:
        """Seconds from the alert's start, and the JPEG, of each picture kept of it."""
        if index not in self.kept:
            return ()
        start_s = self.alerts[index].start_s
        return tuple((round(p.at_s - start_s, 1), p.jpeg) for p in self.kept[index])


def _near(alert: Alert, picture: Picture) -> bool:
    return abs(picture.at_s - alert.start_s) <= AROUND_S


class AlbumKeeper(QObject):
    """Takes a picture of each camera twice a second while a visit runs."""

    changed = Signal()

    def __init__(
        self, slots: tuple[str, str], attach: Attach, clock: Clock, parent: QObject
    ) -> None:
        """Nothing is attached before a visit runs.

        Args:
            slots: names of the candidate's and the room's camera; an empty name is no camera.
            attach: see `PreviewSource`.
            clock: the machine's.
            parent: owns this object.
        """
        super().__init__(parent)
        self._names: dict[CameraRole, str] = {"candidate": slots[0], "room": slots[1]}
        self._attach, self._clock = attach, clock
        self._slots: dict[CameraRole, Slot] = {}
        self._last: dict[CameraRole, int] = {}
        self._album = Album()
        self._started: WallTime | None = None
        self._session_began_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(round(EVERY_S * 1000))
        self._timer.timeout.connect(self.take)

    @property
    def album(self) -> Album:
        """What is kept now."""
        return self._album

    def show(self, shown: m.ShowOperator) -> None:
        """Follow the visit: its clock, its alerts, its end."""
        if shown.started != self._started:
            self.close()
            self._started = shown.started
        if shown.started is None:
            return
        self._session_began_s = self._now_s() - shown.session_s
        self._album.noticed(shown.alerts)
        if not self._timer.isActive():
            self._timer.start()

    def take(self) -> None:
        """One picture of each camera that has a new one."""
        at_s = self._now_s() - self._session_began_s
        for camera, name in self._names.items():
            frame = self._slot(camera) if name else None
            newest = frame.latest(self._last.get(camera, -1)) if frame is not None else None
            if newest is None:
                continue
            self._last[camera] = newest.number
            self._album.take(camera, Picture(at_s, as_jpeg(newest.image)))
        self.changed.emit()

    def close(self) -> None:
        """Forget everything, and let go of the memory."""
        self._timer.stop()
        self._album = Album()
        for slot in self._slots.values():
            slot.close()
        self._slots.clear()
        self._last.clear()

    def _now_s(self) -> float:
        return self._clock.monotonic_ns() / NS_PER_S

    def _slot(self, camera: CameraRole) -> Slot | None:
        if camera not in self._slots:
            try:
                self._slots[camera] = self._attach(self._names[camera])
            except (FileNotFoundError, ValueError):
                return None
        return self._slots[camera]


def as_jpeg(image: Image) -> str:
    """A small JPEG of a picture, as text in base 64."""
    small = reduced(image, WIDTH_PX)
    height, width = small.shape[:2]
    picture = QImage(small.data, width, height, small.strides[0], QImage.Format.Format_BGR888)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(QUALITY)
    writer.write(picture.scaledToWidth(min(width, WIDTH_PX)))
    buffer.close()
    return base64.b64encode(data.data()).decode("ascii")
