"""Sealed streams: Tink's own library agrees with ours, and whatever is changed is found."""

import base64
import functools
import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bundle.errors import (
    SealedAlteredError,
    SealedForeignError,
    SealedVersionError,
    SealedWriteError,
    WrongKeyError,
)
from app.bundle.plain import in_memory
from app.bundle.sealed_format import STREAM, read_header
from app.bundle.sealed_log import seal_bytes
from app.bundle.sealed_stream import (
    SEGMENT_BYTES,
    SealedStream,
    seal_file,
    seal_stream,
    seal_stream_bytes,
    stream_size,
)
from app.bundle.unseal import opener
from app.domain.errors import FileMissingError, IntegrityError
from tests.bundle_samples import public_of, seal_key

GOLDEN = Path(__file__).parent / "golden" / "stream-v1.b64"
TO = (public_of(seal_key()),)
OPEN = opener(seal_key())
FIRST = SEGMENT_BYTES - 40 - 16
NEXT = SEGMENT_BYTES - 16
LENGTHS = [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + NEXT, FIRST + NEXT + 1]
"""Around the places where one segment ends and the next begins."""


def plain(content: bytes) -> bytes:
    return b"".join(SealedStream(io.BytesIO(content), OPEN))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_goes_in_comes_out(length: int) -> None:
    content = os.urandom(length)
    sealed = seal_stream_bytes(content, TO, b"session")
    assert plain(sealed) == content
    assert stream_size(io.BytesIO(sealed)) == length


@pytest.mark.parametrize("length", LENGTHS)
def test_tinks_own_library_reads_what_we_write_and_we_what_it_writes(length: int) -> None:
    pytest.importorskip("tink", reason="Tink has no package for this system")
    from tests.tink_peer import streaming_aead  # noqa: PLC0415 (imports tink)

    content = os.urandom(length)
    sealed = seal_stream_bytes(content, TO, b"session")
    opened = read_header(io.BytesIO(sealed), STREAM)
    assert opened is not None
    header, head = opened
    peer = streaming_aead(OPEN(header), SEGMENT_BYTES)
    assert peer.decrypted(sealed[len(head) :], head) == content
    assert plain(head + peer.encrypted(content, head)) == content


def test_the_golden_stream_opens() -> None:
    sealed = base64.b64decode(GOLDEN.read_text())
    assert plain(sealed) == b"A sealed stream, as it is for good."


@given(st.integers(0, FIRST + NEXT + 100), st.integers(0, NEXT + 100))
@settings(max_examples=40, deadline=None)
def test_any_part_can_be_read_alone(offset: int, size: int) -> None:
    sealed, content = two_segments()
    stream = SealedStream(io.BytesIO(sealed), OPEN)
    assert stream.read_at(offset, size) == content[offset : offset + size]


@functools.cache
def two_segments() -> tuple[bytes, bytes]:
    """Sealed and plain."""
    content = os.urandom(FIRST + 1000)
    return seal_stream_bytes(content, TO, b"session"), content


@given(st.data(), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_is_found_before_any_of_its_segment_is_given_out(
    data: st.DataObject, flip: int
) -> None:
    sealed, content = two_segments()
    changed = bytearray(sealed)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= flip
    given_out = bytearray()

    def read() -> None:
        for piece in SealedStream(io.BytesIO(changed), OPEN):
            given_out.extend(piece)

    with pytest.raises((IntegrityError, WrongKeyError)):
        read()
    assert content.startswith(given_out)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_cut_anywhere_is_found(data: st.DataObject) -> None:
    sealed, _ = two_segments()
    with pytest.raises(IntegrityError):
        plain(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_a_cut_between_two_segments_is_found() -> None:
    sealed = seal_stream_bytes(os.urandom(FIRST + 2 * NEXT), TO, b"session")
    for lacking in (1, 2):
        with pytest.raises(SealedAlteredError, match=f"Segment {2 - lacking} "):
            plain(sealed[: -lacking * SEGMENT_BYTES])


def test_segments_that_change_places_or_are_repeated_are_found() -> None:
    sealed = seal_stream_bytes(os.urandom(FIRST + 2 * NEXT), TO, b"session")
    head, middle, last = (
        sealed[: -2 * SEGMENT_BYTES],
        sealed[-2 * SEGMENT_BYTES :][:SEGMENT_BYTES],
        sealed[-SEGMENT_BYTES:],
    )
    for changed in (
        head + last + middle,
        head + middle + middle + last,
        head + last,
        sealed + b"0",
    ):
        with pytest.raises(SealedAlteredError):
            plain(changed)


def test_the_segments_of_one_stream_do_not_open_under_the_head_of_another() -> None:
    one, other = (seal_stream_bytes(os.urandom(100), TO, b"session") for _ in range(2))
    opened = read_header(io.BytesIO(one), STREAM)
    assert opened is not None
    at = len(opened[1])
    with pytest.raises(SealedAlteredError):
        plain(one[:at] + other[at:])


def test_a_stream_belongs_to_its_recipients_only() -> None:
    with pytest.raises(WrongKeyError):
        SealedStream(io.BytesIO(seal_stream_bytes(b"x", TO, b"s")), opener(seal_key(2)))
    with pytest.raises(ValueError, match="recipient"):
        seal_stream(in_memory(b""), lambda _: None, (), b"")


def test_other_files_and_versions_are_told() -> None:
    with pytest.raises(SealedForeignError):
        stream_size(io.BytesIO(seal_bytes(b"a log", TO, b"session")))
    with pytest.raises(SealedVersionError):
        stream_size(io.BytesIO(b"booth-sealed-stream/2\n" + bytes(100)))
    sealed = seal_stream_bytes(b"x", TO, b"session")
    with pytest.raises(SealedVersionError):
        stream_size(io.BytesIO(sealed.replace(b"HKDF-1MB", b"HKDF-4KB")))


@pytest.mark.parametrize("size", [0, 1, FIRST, 70 * (1 << 20)])
def test_a_file_is_sealed_as_it_is_given_back(tmp_path: Path, size: int) -> None:
    source, target = tmp_path / "plain", tmp_path / "sealed"
    source.write_bytes(os.urandom(size))
    seal_file(source, target, TO, b"session")
    assert plain(target.read_bytes()) == source.read_bytes()


def test_a_file_is_sealed_whole_or_not_at_all(tmp_path: Path) -> None:
    source, target = tmp_path / "plain", tmp_path / "sealed"
    source.write_bytes(os.urandom(3_000_000))
    done = seal_file(source, target, TO, b"session")
    sealed = target.read_bytes()
    assert plain(sealed) == source.read_bytes()
    assert (done.size, done.digest) == (len(sealed), hashlib.sha256(sealed).hexdigest())
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SealedWriteError):
        seal_file(source, target, TO, b"session")
    with pytest.raises(FileMissingError):
        seal_file(tmp_path / "none", tmp_path / "new", TO, b"session")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plain", "sealed"]
