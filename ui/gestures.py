"""What a finger and a keyboard can do to a window, and nothing more.

Every gesture first makes sure that a person could do it: the item is shown, enabled, inside the
window, and nothing lies over it. Then real events go to the window; no slot is called.
"""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from ui.errors import GestureRefusedError

_PRINTABLE = range(0x20, 0x7F)


def shown_items(item: QQuickItem) -> Iterator[QQuickItem]:
    """`item` and all below it that are shown, each after its parent."""
    if item.isVisible() and item.opacity() > 0:
        yield item
        for child in item.childItems():
            yield from shown_items(child)


def find(window: QQuickWindow, name: str) -> QQuickItem:
    """The shown item of that name.

    Raises:
        GestureRefusedError: none is shown.
    """
    window.contentItem().ensurePolished()
    found = [item for item in shown_items(window.contentItem()) if item.objectName() == name]
    if not window.isVisible() or not found:
        raise GestureRefusedError(f"{name!r} is not shown in the {window.objectName()} window")
    return next((item for item in found if item.isEnabled()), found[0])


def click(window: QQuickWindow, name: str) -> None:
    """Press and release at the item's centre.

    Raises:
        GestureRefusedError: a person could not.
    """
    QTest.mouseClick(
        window,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        touchable(window, name).toPoint(),
    )


def touchable(window: QQuickWindow, name: str) -> QPointF:
    """The item's centre, where a person could touch it.

    Raises:
        GestureRefusedError: a person could not.
    """
    item = find(window, name)
    if not item.isEnabled():
        raise GestureRefusedError(f"{name!r} is disabled")
    centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    if not (0 <= centre.x() < window.width() and 0 <= centre.y() < window.height()):
        raise GestureRefusedError(f"{name!r} lies outside the window")
    hit = _touched(window.contentItem(), centre)
    if hit is None or not _related(item, hit):
        over = (hit.objectName() or hit.metaObject().className()) if hit else "nothing touchable"
        raise GestureRefusedError(f"{name!r} is covered by {over}")
    return centre


def type_text(window: QQuickWindow, name: str, text: str) -> None:
    """Click into the item and type over what is there; Chinese comes as from an input method.

    Raises:
        GestureRefusedError: a person could not, or the text did not arrive.
    """
    window.requestActivate()
    click(window, name)
    _select_all(window)
    for character in text:
        if ord(character) in _PRINTABLE:
            _press(window, character)
        else:
            _compose(QGuiApplication.focusObject(), character)
    if text not in _text_of(window.activeFocusItem()):
        raise GestureRefusedError(f"What was typed did not arrive at {name!r}")


def _press(window: QQuickWindow, character: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = ord(character.upper())
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
        QCoreApplication.sendEvent(window, event)


def _select_all(window: QQuickWindow) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, "")
        QCoreApplication.sendEvent(window, event)


def _compose(receiver: QObject | None, character: str) -> None:
    if receiver is not None:
        event = QInputMethodEvent()
        event.setCommitString(character)
        QCoreApplication.sendEvent(receiver, event)


def _text_of(item: QQuickItem | None) -> str:
    # Qt's stubs promise an item, Qt does not
    return str(item.property("text")) if item is not None else ""


def _related(item: QQuickItem, hit: QQuickItem) -> bool:
    return item is hit or item.isAncestorOf(hit) or hit.isAncestorOf(item)


def _touched(item: QQuickItem, at: QPointF) -> QQuickItem | None:
    """The topmost item at a point of the scene that takes touches, enabled or not."""
    if not item.isVisible() or item.opacity() == 0:
        return None
    inside = item.contains(item.mapFromScene(at))
    if item.clip() and not inside:
        return None
    for child in sorted(item.childItems(), key=QQuickItem.z)[::-1]:
        hit = _touched(child, at)
        if hit is not None:
            return hit
    takes = item.acceptedMouseButtons() != Qt.MouseButton.NoButton
    return item if inside and takes else None
