"""What is to be sealed, in memory or in a file, given out piece by piece."""

import mmap
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

_MAPPED_PIECES = 16
"""Mapped at once: what is mapped counts as this process's memory."""


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

    def between(spans: Iterable[tuple[int, int]]) -> Iterator[memoryview]:
        ahead = iter(spans)
        while window := tuple(islice(ahead, _MAPPED_PIECES)):
            start = window[0][0] - window[0][0] % mmap.ALLOCATIONGRANULARITY
            length = window[-1][1] - start
            if length == 0:
                yield memoryview(b"")
                return
            with (
                mmap.mmap(handle, length, access=mmap.ACCESS_READ, offset=start) as mapped,
                memoryview(mapped) as view,
            ):
                for begin, end in window:
                    with view[begin - start : end - start] as piece:
                        yield piece

    return Plain(os.fstat(handle).st_size, between)
