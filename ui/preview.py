"""The live picture: newest frames out of shared memory onto the screen, at most 15 a second.

`VideoOutput` draws nothing under the software renderer, so a painted item draws the picture. The
frames never leave memory, and a slow screen only shows fewer of them: nothing waits for it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import Property, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from app.domain.media import Frame, Image
from app.domain.timing import NS_PER_S
from app.ports.clock import Clock

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

FRAME_INTERVAL_MS = 66
"""15 pictures a second: smooth enough to see oneself. Measured at 1920x1080 under the software
renderer, with the writing of 30 a second in the same process: 0.14 core on the face screen,
0.09 on a question, 0.02 without a pane."""
RETRY_EVERY = 15
"""Ticks between two tries to attach to a slot that is not there: a second."""
HD_ASPECT = 16 / 9
STALLED_AFTER_S = 2.0
"""No new picture for this long: the pane says so instead of showing an old face."""


class Slot(Protocol):
    """What is used of `app.processes.shared.FrameSlot`."""

    def latest(self, after: int = -1) -> Frame | None:
        """A copy of the newest frame unless its number is `after`."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


Attach = Callable[[str], Slot]


QVariantList = "QVariantList"
"""Qt's own type, by the name that it has in QML: the metaobject dump wants a name here."""


@QmlElement
class PreviewSource(QObject):
    """One camera's newest picture; looks for it only while a pane shows it."""

    changed = Signal()
    arrived = Signal()
    aspectChanged = Signal()  # noqa: N815 - QML

    def __init__(self, slot: str, attach: Attach, clock: Clock, parent: QObject) -> None:
        """Nothing is attached before a pane is live.

        Args:
            slot: the slot's name; empty when there is no such camera.
            attach: opens it; raises FileNotFoundError when it is not there (yet).
            clock: for "no picture for two seconds".
            parent: owns this object.
        """
        super().__init__(parent)
        self._name, self._attach, self._clock = slot, attach, clock
        self._slot: Slot | None = None
        self._image: Image | None = None
        self._aspect = HD_ASPECT
        self._number = -1
        self._seen_ns = 0
        self._live = False
        self._watchers = 0
        self._until_retry = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_INTERVAL_MS)
        self._timer.timeout.connect(self._look)

    @Property(bool, notify=changed)
    def live(self) -> bool:
        """Whether pictures are coming."""
        return self._live

    @property
    def image(self) -> Image | None:
        """The newest picture."""
        return self._image

    @Property(float, notify=aspectChanged)
    def aspect(self) -> float:
        """Width over height of the pictures; of HD before the first one."""
        return self._aspect

    def watch(self, *, on: bool) -> None:
        """A pane begins or ends to show this source."""
        self._watchers += 1 if on else -1
        if self._watchers == 1 and on:
            self._timer.start()
            self._look()
        elif self._watchers == 0:
            self._timer.stop()

    def close(self) -> None:
        """Stop looking and let go of the memory."""
        self._timer.stop()
        self._drop()

    def _look(self) -> None:
        frame = self._latest()
        now = self._clock.monotonic_ns()
        if frame is not None:
            self._image, self._number, self._seen_ns = frame.image, frame.number, now
            self._shape(frame.image)
            self.arrived.emit()
        elif self._live and now - self._seen_ns > STALLED_AFTER_S * NS_PER_S:
            self._set_live(live=False)
            # the camera's process may have been started again with a new slot of that name
            self._drop()
        if frame is not None and not self._live:
            self._set_live(live=True)

    def _shape(self, image: Image) -> None:
        aspect = image.shape[1] / image.shape[0]
        if aspect != self._aspect:
            self._aspect = aspect
            self.aspectChanged.emit()

    def _latest(self) -> Frame | None:
        if self._slot is None and not self._try_attach():
            return None
        return self._slot.latest(self._number) if self._slot is not None else None

    def _try_attach(self) -> bool:
        if not self._name or self._until_retry > 0:
            self._until_retry -= 1
            return False
        try:
            self._slot = self._attach(self._name)
        except (FileNotFoundError, ValueError):
            self._until_retry = RETRY_EVERY
            return False
        self._number = -1
        return True

    def _drop(self) -> None:
        if self._slot is not None:
            self._slot.close()
        self._slot, self._image, self._number = None, None, -1

    def _set_live(self, *, live: bool) -> None:
        self._live = live
        self.changed.emit()


@QmlElement
class FramePreview(QQuickPaintedItem):
    """Draws a `PreviewSource`, cut to fill the item."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        """Empty until `source` and `live` are set."""
        super().__init__(parent)
        self._source: PreviewSource | None = None
        self._mirrored = False
        self._live = False
        self._outline: list[float] = []
        self._outline_pen = QPen(QColor("white"), 3)
        self.setOpaquePainting(True)

    def _outline_shade(self) -> QPen:
        """Dark under the outline, so that it is seen on a light picture too."""
        return QPen(QColor(0, 0, 0, 120), 2 * self._outline_pen.widthF())

    def _get_source(self) -> PreviewSource | None:
        return self._source

    def _set_source(self, source: PreviewSource | None) -> None:
        if source is self._source:
            return
        was_live = self._live
        self._set_live(live=False)
        if self._source is not None:
            self._source.arrived.disconnect(self.update)
        self._source = source
        if source is not None:
            source.arrived.connect(self.update)
        self._set_live(live=was_live)
        self.changed.emit()

    def _get_mirrored(self) -> bool:
        return self._mirrored

    def _set_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._mirrored = mirrored
        self.changed.emit()

    def _get_live(self) -> bool:
        return self._live

    def _set_live(self, live: bool) -> None:  # noqa: FBT001 - Qt's signature
        if live == self._live:
            return
        self._live = live
        if self._source is not None:
            self._source.watch(on=live)
        self.changed.emit()

    def _get_outline(self) -> list[float]:
        return self._outline

    def _set_outline(self, outline: list[float]) -> None:
        self._outline = [float(value) for value in outline]
        self.changed.emit()
        self.update()

    def _get_outline_color(self) -> QColor:
        return self._outline_pen.color()

    def _set_outline_color(self, color: QColor) -> None:
        self._outline_pen.setColor(color)
        self.changed.emit()
        self.update()

    def _get_outline_width(self) -> float:
        return self._outline_pen.widthF()

    def _set_outline_width(self, width: float) -> None:
        self._outline_pen.setWidthF(width)
        self.changed.emit()
        self.update()

    def _get_outline_whole(self) -> bool:
        return self._outline_pen.style() == Qt.PenStyle.SolidLine

    def _set_outline_whole(self, whole: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._outline_pen.setStyle(Qt.PenStyle.SolidLine if whole else Qt.PenStyle.DashLine)
        self.changed.emit()
        self.update()

    outline = Property(QVariantList, _get_outline, _set_outline, notify=changed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    outlineColor = Property(QColor, _get_outline_color, _set_outline_color, notify=changed)  # noqa: N815 - QML
    outlineWidth = Property(float, _get_outline_width, _set_outline_width, notify=changed)  # noqa: N815 - QML
    outlineWhole = Property(bool, _get_outline_whole, _set_outline_whole, notify=changed)  # noqa: N815 - QML
    source = Property(PreviewSource, _get_source, _set_source, notify=changed)
    mirrored = Property(bool, _get_mirrored, _set_mirrored, notify=changed)
    live = Property(bool, _get_live, _set_live, notify=changed)

    def paint(self, painter: QPainter) -> None:
        """Draw the newest picture, reduced before it is drawn."""
        image = self._source.image if self._source is not None else None
        width, height = self.width(), self.height()
        if image is None or width < 1 or height < 1:
            return
        part = filling(image, width / height)
        small = reduced(part, width)
        rows, columns = small.shape[:2]
        picture = QImage(small.data, columns, rows, columns * 3, QImage.Format.Format_BGR888)
        if self._mirrored:
            painter.translate(width, 0)
            painter.scale(-1, 1)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, width, height), picture)
        if self._outline:
            rows, columns = image.shape[:2]
            corners = placed(self._outline, (columns, rows), (width, height))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            polygon = QPolygonF([QPointF(x, y) for x, y in corners])
            for pen in (self._outline_shade(), self._outline_pen):
                painter.setPen(pen)
                painter.drawPolygon(polygon)


def filling(image: Image, aspect: float) -> Image:
    """The centre of `image` with width / height of `aspect`."""
    height, width = image.shape[:2]
    wanted_width = min(width, round(height * aspect))
    wanted_height = min(height, round(width / aspect))
    left, top = (width - wanted_width) // 2, (height - wanted_height) // 2
    return image[top : top + wanted_height, left : left + wanted_width]


def placed(
    outline: Sequence[float], picture: tuple[int, int], item: tuple[float, float]
) -> list[tuple[float, float]]:
    """Where an outline lies in an item that the picture's centre fills, before mirroring.

    Args:
        outline: x, y, x, y...: shares of the picture's width and height.
        picture: its width and height, pixels.
        item: the item's.

    Returns:
        x, y in the item's pixels; outside of it where the picture is cut there.
    """
    scale = max(item[0] / picture[0], item[1] / picture[1])
    wide, high = picture[0] * scale, picture[1] * scale
    return [
        (x * wide - (wide - item[0]) / 2, y * high - (high - item[1]) / 2)
        for x, y in zip(outline[::2], outline[1::2], strict=True)
    ]


def reduced(image: Image, width: float) -> Image:
    """Every n-th pixel, as few as still fill `width`, in one piece of memory."""
    step = max(1, int(image.shape[1] / max(1.0, width)))
    return np.ascontiguousarray(image[::step, ::step])
