"""Real-time priority thread by thread, where it is given by rtkit and not by the kernel.

What rtkit gives is not passed on to threads started later, and a process that holds it is killed
when one of its threads computes for `RLIMIT_RTTIME` without ever waiting. So somebody must look for
new threads, and step back in time: a recorder at normal priority is better than none.
"""

import contextlib
import logging
import os
import select
import signal
import threading
from collections.abc import Callable
from pathlib import Path

EACH_S = 1.0
"""Between two looks for new threads."""
REFUSED_S = 20
"""Looks to wait after a refusal. Source: rtkit's defaults, 25 requests in 20 s and 25 threads."""
_TASKS = Path("/proc/self/task")
_LOG = logging.getLogger(__name__)


def thread_ids() -> set[int]:
    """Every thread of this process, those of libraries too."""
    return {int(task.name) for task in _TASKS.iterdir()}


class ThreadPriority:
    """Raises each thread of this process once, in a thread of its own."""

    def __init__(self, raise_thread: Callable[[int], bool]) -> None:
        """Prepare; `start` begins.

        Args:
            raise_thread: raises the thread of that number, or says that it was refused.
        """
        self._raise = raise_thread
        self._raised: set[int] = set()
        self._rest = 0
        self._read, self._write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="priority", daemon=True)

    def watch_limit(self) -> bool:
        """Have the signal of `RLIMIT_RTTIME` wake the thread, whichever thread it comes to.

        Returns:
            False outside the main thread, where Python takes no signal.
        """
        os.set_blocking(self._write, False)
        try:
            signal.signal(signal.SIGXCPU, lambda _signal, _frame: None)
            signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        except ValueError:
            return False
        return True

    def start(self, *raised: int) -> None:
        """Begin; it goes on as long as the process.

        Args:
            raised: threads that need not be raised any more.
        """
        self._raised.update(raised)
        self._thread.start()

    def _run(self) -> None:
        while not self._limit_reached():
            self._look()
        self.step_back()

    def _limit_reached(self) -> bool:
        ready, _, _ = select.select([self._read], [], [], EACH_S)
        return bool(ready) and signal.SIGXCPU in os.read(self._read, 64)

    def _look(self) -> None:
        present = thread_ids()
        self._raised &= present
        if self._rest:
            self._rest -= 1
            return
        for thread_id in sorted(present - self._raised):
            if not self._raise(thread_id):
                self._rest = REFUSED_S
                return
            self._raised.add(thread_id)

    def step_back(self) -> None:
        """Give up what was got."""
        for thread_id in thread_ids():
            with contextlib.suppress(OSError):  # it has ended
                # without the flag the kernel refuses: only root may take that off
                policy = os.SCHED_OTHER | os.SCHED_RESET_ON_FORK
                os.sched_setscheduler(thread_id, policy, os.sched_param(0))
        _LOG.warning("A thread computed without pause: back to normal priority")
