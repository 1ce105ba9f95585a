"""Media as libav reads it: chunks of plain bytes in memory, one after the other."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import av
from av.container import InputContainer
from av.error import FFmpegError

from app.hq.errors import MediaUnplayableError

if TYPE_CHECKING:
    from av.packet import Packet
    from av.stream import Stream


class ChunkReader:
    """A readable file over an iterator of chunks; it cannot seek, so nothing is kept.

    Attributes:
        failure: what the iterator raised; reading then ends as at the end of the file.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        """Read these."""
        self._chunks = chunks
        self._rest = memoryview(b"")
        self.failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; empty at the end, or after a failure (then kept in `failure`)."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._chunks))
            except StopIteration:
                return b""
            except Exception as error:  # noqa: BLE001 (the fence: libav must not see it; raised after)
                self.failure = error
                self._chunks = iter(())
                return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)


@contextmanager
def matroska(chunks: Iterator[bytes]) -> Generator[InputContainer]:
    """A Matroska file, whole or cut off, opened for reading.

    Raises:
        MediaUnplayableError: it ends before its head does, or libav gave up in the middle.
        IntegrityError: raised by `chunks` itself (something was altered), at the end at the latest.
    """
    reader = ChunkReader(chunks)
    try:
        with av.open(reader, "r", format="matroska") as source:
            yield source
    except FFmpegError as error:
        if reader.failure is not None:
            raise reader.failure from error
        raise MediaUnplayableError("The part ends before the first picture") from error
    if reader.failure is not None:
        raise reader.failure


def packets(source: InputContainer) -> "Iterator[Packet[Stream]]":
    """Every packet up to the end, or up to where the recording was cut off."""
    found = source.demux()
    while True:
        try:
            packet = next(found, None)
        except FFmpegError:
            return  # cut off in the middle of a cluster: what came before is whole
        if packet is None:
            return
        yield packet
