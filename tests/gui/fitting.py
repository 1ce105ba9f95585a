"""What does not fit: text that is cut off, items outside the window, texts over each other."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QObject, QRectF
from PySide6.QtQuick import QQuickItem, QQuickWindow

from ui.gestures import shown_items

SLACK_PX = 1.5
"""Rounding of positions, and of glyphs that reach over their box."""


def _rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _clipping(item: QQuickItem) -> QQuickItem | None:
    """The nearest ancestor that clips (a list that scrolls)."""
    parent: QQuickItem | None = item.parentItem()
    if parent is None or parent.clip():
        return parent
    return _clipping(parent)


def _kind(item: QObject) -> str:
    return item.metaObject().className().split("_QML")[0].split("_QMLTYPE")[0]


def _is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(item.property("text"))


def _text_misfits(item: QQuickItem) -> Iterator[str]:
    text = str(item.property("text"))
    if item.property("truncated"):
        yield f"elided: {text!r}"
    wide, high = float(item.property("contentWidth")), float(item.property("contentHeight"))
    if wide > item.width() + SLACK_PX or high > item.height() + SLACK_PX:
        size = f"{wide:.0f}x{high:.0f} in {item.width():.0f}x{item.height():.0f}"
        yield f"overflows ({size}): {text!r}"


def misfits(window: QQuickWindow) -> list[str]:
    """Everything of a window that does not fit."""
    whole = QRectF(0, 0, window.width(), window.height())
    whole.adjust(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX)
    found: list[str] = []
    texts: list[tuple[QRectF, str]] = []
    for item in shown_items(window.contentItem()):
        if item is window.contentItem() or item.width() <= 0 or item.height() <= 0:
            continue
        rect, clipping = _rect(item), _clipping(item)
        if clipping is None and not whole.contains(rect):
            found.append(f"outside the window: {_kind(item)} {item.objectName()} {rect}")
        if _is_text(item):
            found.extend(_text_misfits(item))
            seen = rect if clipping is None else rect.intersected(_rect(clipping))
            texts.append((seen, str(item.property("text"))))
    for (one, first), (other, second) in combinations(texts, 2):
        common = one.intersected(other)
        if common.width() > 2 * SLACK_PX and common.height() > 4 * SLACK_PX:
            found.append(f"over each other: {first!r} and {second!r}")
    return found
