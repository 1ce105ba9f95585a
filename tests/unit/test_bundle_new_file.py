"""A new file past the page cache: whole whatever the disk does, or an error."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bundle import new_file
from app.bundle.new_file import NewFile

MIB = 1 << 20
Write = Callable[[int, memoryview], int]


def written(path: Path, content: bytes, piece: int) -> NewFile:
    with NewFile(path) as out:
        for begin in range(0, len(content), piece):
            out.write(memoryview(content)[begin : begin + piece])
        out.finish()
    return out


@pytest.mark.parametrize("size", [0, 1, 4096, MIB - 1, MIB, MIB + 1, 3 * MIB + 4096, 3 * MIB + 77])
@pytest.mark.parametrize("piece", [1000, MIB + 5])
def test_what_is_written_is_what_is_there(tmp_path: Path, size: int, piece: int) -> None:
    content = os.urandom(size)
    out = written(tmp_path / "new", content, piece)
    assert (tmp_path / "new").read_bytes() == content
    assert (out.size, out.digest.hexdigest()) == (size, hashlib.sha256(content).hexdigest())
    with pytest.raises(FileExistsError):
        NewFile(tmp_path / "new")


def refusing(real: Write, calls: list[int]) -> Write:
    """As a disk that takes no direct blocks: the first of them is refused."""

    def write(handle: int, content: memoryview) -> int:
        calls.append(len(content))
        if len(calls) == 1:
            raise OSError(errno.EINVAL, "Invalid argument")
        return real(handle, content)

    return write


def short(real: Write, calls: list[int]) -> Write:
    """Takes a part of every block, cut anywhere."""

    def write(handle: int, content: memoryview) -> int:
        calls.append(len(content))
        return real(handle, content[: max(1, len(content) // 3 + 1)])

    return write


@pytest.mark.parametrize("disk", [refusing, short])
def test_a_disk_that_takes_no_whole_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: Callable[[Write, list[int]], Write]
) -> None:
    content, calls = os.urandom(2 * MIB + 9), list[int]()
    monkeypatch.setattr(new_file.os, "write", disk(os.write, calls))
    written(tmp_path / "new", content, MIB)
    monkeypatch.undo()
    assert len(calls) > 2
    assert (tmp_path / "new").read_bytes() == content


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int, _content: memoryview) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(new_file.os, "write", full)
    with pytest.raises(OSError, match="No space"):
        written(tmp_path / "new", os.urandom(MIB), MIB)


def test_a_file_system_without_direct_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_handle: int, *, yes: bool) -> bool:
        return yes and False

    monkeypatch.setattr(new_file, "_past_the_cache", none)
    content = os.urandom(2 * MIB)
    written(tmp_path / "new", content, MIB)
    assert (tmp_path / "new").read_bytes() == content
