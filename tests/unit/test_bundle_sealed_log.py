"""The live format: what a writer leaves, and what a reader makes of every damage to it."""

import errno
import io
import os
import threading
from pathlib import Path

import pytest

from app.bundle.errors import (
    SealedAlteredError,
    SealedForeignError,
    SealedVersionError,
    SealedWriteError,
    WrongKeyError,
)
from app.bundle.sealed_format import LOG, MAX_RECORD_BYTES
from app.bundle.sealed_log import (
    Reading,
    SealedLogWriter,
    log_complete,
    read_sealed_log,
    seal_bytes,
)
from app.bundle.unseal import opener
from tests.bundle_samples import public_of, seal_key

OPEN = opener(seal_key())
TO = (public_of(seal_key()),)
FINAL_BYTES = 20


def read(content: bytes) -> tuple[bytes, Reading]:
    reading = Reading()
    return b"".join(read_sealed_log(io.BytesIO(content), OPEN, reading)), reading


def write(path: Path, *records: bytes) -> bytes:
    writer = SealedLogWriter(path, TO, b"session")
    for record in records:
        writer.append(record)
    writer.close()
    return path.read_bytes()


def test_what_was_appended_comes_back(tmp_path: Path) -> None:
    content = write(tmp_path / "a.blog", b"one", b"", b"two" * 1000)
    plain, reading = read(content)
    assert plain == b"one" + b"two" * 1000
    assert reading == Reading(complete=True, records=2, plain_bytes=len(plain))
    assert log_complete(io.BytesIO(content))


def test_a_large_append_becomes_several_records(tmp_path: Path) -> None:
    data = os.urandom(2 * MAX_RECORD_BYTES + 1)
    plain, reading = read(write(tmp_path / "a.blog", data))
    assert plain == data
    assert reading.records == 3


def test_nothing_plain_is_on_the_disk(tmp_path: Path) -> None:
    secret = b"the candidate's words"
    assert secret not in write(tmp_path / "a.blog", secret * 10)


def test_the_file_is_for_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "a.blog", b"x")
    assert (tmp_path / "a.blog").stat().st_mode & 0o777 == 0o600
    with pytest.raises(SealedWriteError):
        SealedLogWriter(tmp_path / "a.blog", TO, b"session")


def test_the_header_is_on_the_disk_before_the_first_record(tmp_path: Path) -> None:
    writer = SealedLogWriter(tmp_path / "a.blog", TO, b"session")
    assert (tmp_path / "a.blog").read_bytes().startswith(LOG.version_line)
    assert read((tmp_path / "a.blog").read_bytes()) == (b"", Reading())
    writer.close()
    writer.close()


def test_a_writer_cannot_open_what_it_sealed(tmp_path: Path) -> None:
    writer = SealedLogWriter(tmp_path / "a.blog", TO, b"session")
    kept = {name for name in dir(writer._sealer) if "key" in name and not name.startswith("__")}
    assert not kept
    writer.close()


def test_every_recipient_can_open_it_and_nobody_else() -> None:
    content = seal_bytes(b"both", (public_of(seal_key(1)), public_of(seal_key(2))), b"s")
    for seed in (1, 2):
        chunks = read_sealed_log(io.BytesIO(content), opener(seal_key(seed)))
        assert b"".join(chunks) == b"both"
    with pytest.raises(WrongKeyError):
        list(read_sealed_log(io.BytesIO(content), opener(seal_key(3))))


def test_a_cut_gives_everything_before_it(tmp_path: Path) -> None:
    content = write(tmp_path / "a.blog", b"first", b"second")
    plain, reading = read(content[:-FINAL_BYTES])
    assert (plain, reading.complete) == (b"firstsecond", False)
    plain, reading = read(content[: -FINAL_BYTES - 1])
    assert (plain, reading.complete) == (b"first", False)
    assert not log_complete(io.BytesIO(content[:-1]))


def test_a_tail_of_zeros_is_a_cut(tmp_path: Path) -> None:
    content = write(tmp_path / "a.blog", b"first")[:-FINAL_BYTES] + bytes(5000)
    assert read(content) == (b"first", Reading(complete=False, records=1, plain_bytes=5))


@pytest.mark.parametrize("hole", [(-40, 8), (-40, 40), (-5000, 4096), (-9020, 64), (-9018, 40)])
def test_a_hole_in_what_was_being_written_is_a_cut(tmp_path: Path, hole: tuple[int, int]) -> None:
    content = bytearray(write(tmp_path / "a.blog", b"first", bytes(9000), b"third")[:-FINAL_BYTES])
    start, size = len(content) - 25 + hole[0], hole[1]
    content[start : start + size] = bytes(size)
    assert read(bytes(content)) == (b"first", Reading(complete=False, records=1, plain_bytes=5))


def test_a_change_without_a_hole_is_no_cut(tmp_path: Path) -> None:
    content = bytearray(write(tmp_path / "a.blog", b"first", bytes(9000))[:-FINAL_BYTES])
    content[-50:-43] = bytes(7)
    with pytest.raises(SealedAlteredError, match="Record 1"):
        read(bytes(content))
    with pytest.raises(SealedAlteredError, match="impossible length"):
        read(write(tmp_path / "b.blog", b"first")[:-FINAL_BYTES] + b"\0\0\0\1")


def test_an_empty_file_is_a_cut() -> None:
    assert read(b"") == (b"", Reading())
    assert not log_complete(io.BytesIO(b""))


def test_bytes_after_the_final_mark_are_found(tmp_path: Path) -> None:
    content = write(tmp_path / "a.blog", b"first")
    with pytest.raises(SealedAlteredError, match="follows the final mark"):
        read(content + b"\0")


def test_the_place_of_a_change_is_named_after_what_came_before(tmp_path: Path) -> None:
    content = bytearray(write(tmp_path / "a.blog", b"first", b"second", b"third"))
    at = len(content) - FINAL_BYTES - (4 + 5 + 16) - 3
    content[at] ^= 1
    got: list[bytes] = []
    with pytest.raises(SealedAlteredError, match=r"Record 1 at byte \d+ "):
        got.extend(read_sealed_log(io.BytesIO(bytes(content)), OPEN))
    assert got == [b"first"]


def test_records_cannot_change_places(tmp_path: Path) -> None:
    content = write(tmp_path / "a.blog", b"aaaaa", b"bbbbb")
    one = 4 + 5 + 16
    start = len(content) - FINAL_BYTES - 2 * one
    first, second = content[start : start + one], content[start + one : start + 2 * one]
    with pytest.raises(SealedAlteredError, match="Record 0"):
        read(content[:start] + second + first + content[start + 2 * one :])


def test_a_record_of_another_file_is_found(tmp_path: Path) -> None:
    one = write(tmp_path / "a.blog", b"aaaaa")
    other = write(tmp_path / "b.blog", b"aaaaa")
    tail = 4 + 5 + 16 + FINAL_BYTES
    with pytest.raises(SealedAlteredError):
        read(one[:-tail] + other[-tail:])


def test_other_files_and_versions_are_refused() -> None:
    with pytest.raises(SealedForeignError):
        read(b"\x1aE\xdf\xa3 a plain Matroska file")
    with pytest.raises(SealedVersionError):
        read(b"booth-sealed-log/2\n" + bytes(100))


def test_a_full_disk_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = SealedLogWriter(tmp_path / "a.blog", TO, b"session")
    writer.append(b"first")
    real = os.write

    def half(handle: int, data: bytes) -> int:
        real(handle, bytes(data)[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(SealedWriteError, match="No space"):
            writer.append(b"second")
    writer.append(b"second")
    writer.close()
    plain, reading = read((tmp_path / "a.blog").read_bytes())
    assert (plain, reading.complete) == (b"firstsecond", True)


def test_another_thread_may_sync(tmp_path: Path) -> None:
    writer = SealedLogWriter(tmp_path / "a.blog", TO, b"session")
    over = threading.Event()

    def syncs() -> None:
        while not over.is_set():
            writer.sync()

    thread = threading.Thread(target=syncs)
    thread.start()
    for _ in range(200):
        writer.append(b"x" * 100)
    writer.close()
    over.set()
    thread.join()
    writer.sync()
    assert len(read((tmp_path / "a.blog").read_bytes())[0]) == 20_000
