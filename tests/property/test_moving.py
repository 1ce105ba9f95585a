"""Any cut, flip, or splice of a move file is refused and leaves nothing at the target."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import BoothError
from devices.fake.clock import FakeClock
from tests.moving_rig import A, B, Booth, new_booth, under_way, vouch


@dataclass
class Sent:
    """A target, and the genuine bytes that came for it."""

    target: Booth
    content: bytes
    folder: Path

    def refused(self, content: bytes) -> str:
        """The code it is refused with; empty when it was taken in."""
        file = self.folder / "tried.booth-move"
        file.write_bytes(content)
        before = sorted(self.target.data.rglob("*"))
        try:
            self.target.take(file)
        except BoothError as error:
            assert sorted(self.target.data.rglob("*")) == before
            return error.code
        return ""


@pytest.fixture(scope="module")
def sent() -> Iterator[Sent]:
    folder = Path(tempfile.mkdtemp())
    a, b = new_booth(folder / "a", A, FakeClock()), new_booth(folder / "b", B, FakeClock())
    vouch((a, b))
    session, _ = under_way(a)
    a.clock.reboot(60)
    b.clock.reboot(90)
    file = a.export(session, B, folder).file
    yield Sent(b, file.read_bytes(), folder)
    shutil.rmtree(folder)


@given(data=st.data(), flip=st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_a_changed_byte_is_refused(sent: Sent, data: st.DataObject, flip: int) -> None:
    changed = bytearray(sent.content)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= flip
    assert sent.refused(bytes(changed)).startswith("MOVE-")


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_cut_is_refused(sent: Sent, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(sent.content) - 1))
    assert sent.refused(sent.content[:cut]).startswith("MOVE-")


@given(more=st.binary(min_size=1, max_size=50))
@settings(max_examples=30, deadline=None)
def test_bytes_after_the_end_are_refused(sent: Sent, more: bytes) -> None:
    assert sent.refused(sent.content + more) == "MOVE-ALTERED"


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_piece_put_elsewhere_is_refused(sent: Sent, data: st.DataObject) -> None:
    size = len(sent.content)
    start = data.draw(st.integers(0, size - 2))
    length = data.draw(st.integers(1, size - start - 1))
    piece = sent.content[start : start + length]
    rest = sent.content[:start] + sent.content[start + length :]
    at = data.draw(st.integers(0, len(rest)))
    spliced = rest[:at] + piece + rest[at:]
    if spliced != sent.content:
        assert sent.refused(spliced).startswith("MOVE-")


def test_the_untouched_file_is_taken_in(sent: Sent) -> None:
    """Last: from here on the target has the session."""
    assert sent.refused(sent.content) == ""
    assert sent.refused(sent.content) == "MOVE-REPLAYED"
