"""Writes whole pictures into a named pipe, with or without a reader."""

import array
import contextlib
import errno
import fcntl
import os
import select
import termios
from pathlib import Path

_PIPE_BYTES = 1 << 20
"""What an ordinary user may ask for; four pictures of 1280x720."""
_FINISH_WITHIN_MS = 1000
"""A picture begun is finished within this time, or its reader is given up."""


class PicturePipe:
    """The writing end. Used by one thread; the counters may be read by others."""

    def __init__(self, fifo: Path) -> None:
        """Nothing is opened before the first picture."""
        self._fifo = fifo
        self._handle: int | None = None
        self.written = 0
        self.dropped = 0

    @property
    def connected(self) -> bool:
        """Whether there was a reader at the last picture."""
        return self._handle is not None

    def write(self, picture: bytes) -> None:
        """Write a whole picture, or none of it when nobody reads or the reader is behind."""
        if self._handle is None and not self._open():
            return
        try:
            if self._deserted():
                self.close()
                return
            if self._unread() > len(picture):
                self.dropped += 1
                return
            self._finish(memoryview(picture))
            self.written += 1
        except OSError:  # the reader went away
            self.close()

    def close(self) -> None:
        """Close the pipe; further pictures open it again."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _open(self) -> bool:
        try:
            self._handle = os.open(self._fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno not in {errno.ENXIO, errno.ENOENT}:
                raise
            return False
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(self._handle, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        return True

    def _deserted(self) -> bool:
        """Whether the reader went away: what it left in the pipe would never be taken."""
        poll = select.poll()
        poll.register(self._handle or 0, select.POLLOUT)
        return any(events & select.POLLERR for _, events in poll.poll(0))

    def _unread(self) -> int:
        """Bytes in the pipe that the reader has not taken."""
        count = array.array("i", [0])
        fcntl.ioctl(self._handle or 0, termios.FIONREAD, count)
        return count[0]

    def _finish(self, rest: memoryview) -> None:
        handle = self._handle
        if handle is None:
            return
        poll = select.poll()
        poll.register(handle, select.POLLOUT)
        while rest:
            if not poll.poll(_FINISH_WITHIN_MS):
                raise TimeoutError
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(handle, rest) :]
