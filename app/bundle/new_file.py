"""A new file whose bytes are hashed as they are written, past the page cache where that can be.

What is written once and synced has no use for the cache: on Linux its pages cost more processor
time than encrypting what goes into them (`docs/measurements-sealing.md`).
"""

import errno
import hashlib
import mmap
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

if sys.platform == "linux":
    import fcntl

_BLOCK_BYTES: Final = 1 << 20
"""Written at once, at multiples of it: what a disk asks for (4096 at most) divides it."""
_SECTOR_BYTES: Final = 4096


class NewFile:
    """The file (mode 0600), on the disk after `finish`; to be closed.

    Attributes:
        digest: SHA-256 of what was written.
        size: how many bytes that are.
    """

    def __init__(self, path: Path) -> None:
        """Create it.

        Raises:
            OSError: it exists, or cannot be created.
        """
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._block = mmap.mmap(-1, _BLOCK_BYTES)  # begins at a page
        self._waiting = 0
        self._direct = False
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, content: memoryview) -> None:
        """Write all of it.

        Raises:
            OSError: the disk refused.
        """
        self.digest.update(content)
        self.size += len(content)
        while content:
            count = min(len(content), _BLOCK_BYTES - self._waiting)
            self._block[self._waiting : self._waiting + count] = content[:count]
            self._waiting, content = self._waiting + count, content[count:]
            if self._waiting == _BLOCK_BYTES:
                self._direct = self._direct or _past_the_cache(self._handle, yes=True)
                self._put()

    def finish(self) -> None:
        """Have all of it on the disk.

        Raises:
            OSError: the disk refused.
        """
        self._put()
        os.fsync(self._handle)

    def _put(self) -> None:
        with memoryview(self._block) as block:
            put = 0
            while put < self._waiting:
                if self._direct and (self._waiting - put) % _SECTOR_BYTES:
                    self._through_the_cache()
                try:
                    with block[put : self._waiting] as left:
                        put += os.write(self._handle, left)
                except OSError as error:
                    if not self._direct or error.errno != errno.EINVAL:
                        raise
                    self._through_the_cache()
        self._waiting = 0

    def _through_the_cache(self) -> None:
        """From here on: the end of the file, or a disk that takes no blocks like these."""
        _past_the_cache(self._handle, yes=False)
        self._direct = False

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        os.close(self._handle)
        self._block.close()


def _past_the_cache(handle: int, *, yes: bool) -> bool:
    """Set it; whether it goes past the cache now."""
    if sys.platform != "linux":
        return False
    flags = fcntl.fcntl(handle, fcntl.F_GETFL)
    wanted = flags | os.O_DIRECT if yes else flags & ~os.O_DIRECT
    try:
        fcntl.fcntl(handle, fcntl.F_SETFL, wanted)
    except OSError:  # a file system that has no such thing
        return False
    return yes
