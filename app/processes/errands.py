"""Work on a disk that may never answer, done by a thread that may be left behind."""

import threading
from collections.abc import Callable
from typing import Final, TypeVar

from app.processes.errors import DiskHangsError

SECOND_DISK_S: Final = 10.0
"""How long one small thing on a second disk is waited for. A disk that has to spin up first takes
5 to 8 s; our own choice above that."""

T = TypeVar("T")


class Errands:
    """One piece of work at a time, waited for so long and no longer.

    A call into a disk that hangs cannot be broken off: not by another thread, and not by the end of
    the process either. It can only be left alone. Until it returns no other is begun, so that no
    more than one thread hangs on a disk. May be used by several threads.
    """

    def __init__(self, disk: str) -> None:
        """Nothing is under way.

        Args:
            disk: whose, in words, for the error.
        """
        self._disk = disk
        self._under_way = threading.Lock()
        self._overdue = False

    @property
    def overdue(self) -> bool:
        """Whether something was not waited for any longer and is under way still."""
        return self._overdue and self._under_way.locked()

    def do(self, work: Callable[[], T], within_s: float) -> T:
        """Do it.

        Args:
            work: is done in a thread of its own; may end after this has given up.
            within_s: how long to wait, first for earlier work that is not overdue, then for this.

        Raises:
            DiskHangsError: it did not end in time; or earlier work did not, and nothing was begun.
        """
        if self.overdue or not self._under_way.acquire(timeout=within_s):
            raise DiskHangsError(f"{self._disk} does not answer")
        self._overdue = False
        done: list[T] = []
        failed: list[BaseException] = []
        ended = threading.Event()

        def run() -> None:
            try:
                done.append(work())
            except BaseException as error:  # noqa: BLE001 - fence: raised again by the one who waits
                failed.append(error)
            finally:
                self._under_way.release()
                ended.set()

        threading.Thread(target=run, name="errand", daemon=True).start()
        if not ended.wait(within_s):
            self._overdue = True
            raise DiskHangsError(f"{self._disk} does not answer")
        if failed:
            raise failed[0]
        return done[0]
