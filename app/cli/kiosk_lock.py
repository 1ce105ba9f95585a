"""One process at a time on a kiosk's data folder."""

import contextlib
from collections.abc import Generator
from pathlib import Path

from filelock import FileLock, Timeout

from app.kiosk.errors import KioskRunningError


@contextlib.contextmanager
def kiosk_lock(data: Path) -> Generator[None, None, None]:
    """Hold the folder while the block runs.

    Raises:
        KioskRunningError: a kiosk, or a command that changes its sessions, runs on it.
    """
    lock = FileLock(data / "kiosk.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise KioskRunningError(f"A kiosk runs on {data} already") from error
    try:
        yield
    finally:
        lock.release()
