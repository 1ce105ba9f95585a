"""Whatever is sealed comes back; whatever is changed is found."""

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bundle.errors import SealedAlteredError
from app.bundle.format import open_bundle
from app.bundle.manifest import good_name
from app.bundle.sealed_log import Reading, SealedLogWriter, read_sealed_log
from app.bundle.unseal import opener
from app.bundle.verify import verify_bundle
from app.domain.errors import BoothError, IntegrityError
from tests.bundle_samples import KIOSK, Sample, public_of, seal_key, sign_key

OPEN = opener(seal_key())
TO = (public_of(seal_key()),)
RECORDS = st.lists(st.binary(max_size=300), max_size=8)


def sealed(records: list[bytes]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        writer = SealedLogWriter(path, TO, b"session")
        for record in records:
            writer.append(record)
        writer.close()
        return path.read_bytes()


def read(content: bytes) -> tuple[list[bytes], bool, bool]:
    """Chunks, whether complete, whether an alteration was found."""
    reading, chunks = Reading(), list[bytes]()
    try:
        chunks.extend(read_sealed_log(io.BytesIO(content), OPEN, reading))
    except BoothError:
        return chunks, False, True
    return chunks, reading.complete, False


@given(RECORDS)
@settings(max_examples=60, deadline=None)
def test_what_goes_in_comes_out(records: list[bytes]) -> None:
    chunks, complete, altered = read(sealed(records))
    assert chunks == [record for record in records if record]
    assert complete
    assert not altered


@given(RECORDS, st.data())
@settings(max_examples=100, deadline=None)
def test_a_cut_anywhere_gives_a_prefix_and_says_so(
    records: list[bytes], data: st.DataObject
) -> None:
    content = sealed(records)
    cut = data.draw(st.integers(0, len(content) - 1))
    chunks, complete, altered = read(content[:cut])
    assert b"".join(records).startswith(b"".join(chunks))
    assert not complete
    assert not altered


@given(RECORDS, st.data(), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_changed_byte_never_passes(records: list[bytes], data: st.DataObject, flip: int) -> None:
    content = bytearray(sealed(records))
    content[data.draw(st.integers(0, len(content) - 1))] ^= flip
    chunks, complete, _ = read(bytes(content))
    assert b"".join(records).startswith(b"".join(chunks))
    assert not complete


@given(RECORDS, st.binary(min_size=1, max_size=50))
@settings(max_examples=50, deadline=None)
def test_bytes_put_after_the_end_are_found(records: list[bytes], more: bytes) -> None:
    with pytest.raises(SealedAlteredError):
        list(read_sealed_log(io.BytesIO(sealed(records) + more), OPEN))


@dataclass
class SealedOnce:
    folder: Path
    content: bytes


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> SealedOnce:
    folder = tmp_path_factory.mktemp("bundle")
    Sample().seal(folder / "a.bundle", TO[0], sign_key())
    return SealedOnce(folder, (folder / "a.bundle").read_bytes())


def accepted(bundle: SealedOnce, content: bytes) -> bool:
    path = bundle.folder / "tried.bundle"
    path.write_bytes(content)
    try:
        return not verify_bundle(open_bundle(path), {KIOSK: public_of(sign_key())}).problems
    except IntegrityError:
        return False


def test_the_untouched_bundle_is_accepted(bundle: SealedOnce) -> None:
    assert accepted(bundle, bundle.content)


@given(data=st.data(), flip=st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_a_bundle_with_a_changed_byte_is_refused(
    bundle: SealedOnce, data: st.DataObject, flip: int
) -> None:
    changed = bytearray(bundle.content)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= flip
    assert not accepted(bundle, bytes(changed))


def test_no_byte_of_the_envelope_can_be_changed(bundle: SealedOnce) -> None:
    end = int.from_bytes(bundle.content[15:19], "big") + 19
    # the last characters carry bits that base64 leaves unused
    for at in range(end - 40, end):
        for bit in range(8):
            changed = bytearray(bundle.content)
            changed[at] ^= 1 << bit
            assert not accepted(bundle, bytes(changed))


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_bundle_cut_anywhere_is_refused(bundle: SealedOnce, data: st.DataObject) -> None:
    assert not accepted(
        bundle, bundle.content[: data.draw(st.integers(0, len(bundle.content) - 1))]
    )


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_a_name_that_passes_is_a_plain_file_name(name: str) -> None:
    if good_name(name):
        assert Path(name).name == name
        assert name not in {".", ".."}
        assert name.isascii()


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../x", "/etc/passwd", "a/b", "a\\b", "C:x", ".hidden", "-rf", "a..b"),
        *("con", "NUL.txt", "com1.blog", "a\0b", "a\n", "é.blog", "x" * 200, "a.", "a b"),
    ],
)
def test_names_that_are_more_than_a_name_are_refused(name: str) -> None:
    assert not good_name(name)
