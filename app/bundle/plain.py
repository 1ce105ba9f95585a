"""What is to be sealed, in memory or in a file, given out piece by piece."""

import mmap
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

_KEPT_BYTES = 32 << 20
"""Of a mapped file, before they are given back: they count as this process's memory."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What is to be sealed.

    Attributes:
        size: bytes.
        between: the bytes between each pair of offsets, in order; a view is done with when the
            next is asked for.
    """

    size: int
    between: Callable[[Iterable[tuple[int, int]]], Iterator[memoryview]]


def in_memory(content: bytes) -> Plain:
    """Bytes in memory."""

    def between(spans: Iterable[tuple[int, int]]) -> Iterator[memoryview]:
        with memoryview(content) as whole:
            for begin, end in spans:
                yield whole[begin:end]

    return Plain(len(content), between)


def in_file(file: BinaryIO) -> Plain:
    """A file that can be mapped, from its beginning.

    Mapped, not read: a third less processor time (`docs/measurements-sealing.md`). It has to be a
    file that nobody cuts short meanwhile, one of our own: the system ends a process whose mapped
    file has gone from under it.
    """
    handle = file.fileno()
    size = os.fstat(handle).st_size

    def between(spans: Iterable[tuple[int, int]]) -> Iterator[memoryview]:
        if not size:  # nothing cannot be mapped
            yield memoryview(b"")
            return
        with mmap.mmap(handle, 0, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as whole:
            kept = 0
            for begin, end in spans:
                with whole[begin:end] as piece:
                    yield piece
                if end - kept >= _KEPT_BYTES:
                    kept = _forget(mapped, kept, end)

    return Plain(size, between)


def _forget(mapped: mmap.mmap, begin: int, end: int) -> int:
    """Give back what was used, in whole pages; where what is kept begins then."""
    until = end - end % mmap.ALLOCATIONGRANULARITY
    if sys.platform != "win32":  # Windows takes such pages back by itself
        mapped.madvise(mmap.MADV_DONTNEED, begin, until - begin)
    return until
