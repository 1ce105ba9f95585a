"""Lists for QML: rows are frozen dataclasses, fields are roles."""

import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """A frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def role_name(field: str) -> str:
    """`candidate_name` -> `candidateName`."""
    head, *rest = field.split("_")
    return head + "".join(part.capitalize() for part in rest)


@QmlElement
class RowsModel(QAbstractListModel):
    """Rows of one dataclass.

    `show` changes rows in place, so that a delegate keeps what a person is typing into it, and
    adds or removes rows at the end only.
    """

    def __init__(self, of: type[Row], parent: QObject) -> None:
        """An empty list of `of`."""
        super().__init__(parent)
        self._fields = tuple(field.name for field in dataclasses.fields(of))
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows instead."""
        old, new = len(self._rows), len(rows)
        if new > old:
            self.beginInsertRows(QModelIndex(), old, new - 1)
            self._rows = tuple(rows)
            self.endInsertRows()
        elif new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
            self._rows = tuple(rows)
            self.endRemoveRows()
        before, self._rows = self._rows, tuple(rows)
        if before != self._rows or new != old:
            self._tell(min(old, new))

    def _tell(self, kept: int) -> None:
        if kept:
            self.dataChanged.emit(self.index(0), self.index(kept - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """How many rows; none below a row."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One field of one row."""
        at = role - Qt.ItemDataRole.UserRole
        if not index.isValid() or not 0 <= at < len(self._fields):
            return None
        return getattr(self._rows[index.row()], self._fields[at])

    def roleNames(self) -> dict[int, QByteArray]:
        """Role number -> name as QML sees it."""
        return {
            Qt.ItemDataRole.UserRole + at: QByteArray(role_name(name).encode())
            for at, name in enumerate(self._fields)
        }
