"""Keeps None, True and False alive under a PySide6 that does not count them.

PySide6 6.12.0's wheels return None, True and False without taking a reference, as is right from
Python 3.12 on, where they are immortal. Under 3.11 every call of a Qt method that returns nothing
takes a reference away, and a live preview ends the process after a minute with "Fatal Python
error: none_dealloc". 6.11.3 counts properly (measured: -1 a call against 0).
"""

import ctypes
import sys

REFERENCES = 1 << 40
"""More than 100 calls a microsecond could use up in three hours; a kiosk makes 100 a second."""


def keep_singletons() -> None:
    """Give the singletons so many references that they cannot run out.

    WORKAROUND https://bugreports.qt.io/projects/PYSIDE: remove with Python 3.12, or with a PySide6
    whose `QObject().setObjectName("")` leaves `sys.getrefcount(None)` alone under 3.11.
    """
    if sys.version_info >= (3, 12):
        return
    for singleton in (None, True, False, NotImplemented, Ellipsis):
        # a CPython object begins with its reference count
        ctypes.c_ssize_t.from_address(id(singleton)).value += REFERENCES
