"""Pieces are written whole and in order, however little the system takes at once."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.bundle.durable import write_pieces


def test_more_pieces_than_one_call_takes(tmp_path: Path) -> None:
    pieces = [bytes([number % 256]) * (number % 3) for number in range(3000)]
    assert _written(tmp_path, pieces) == b"".join(pieces)


@pytest.mark.skipif(not hasattr(os, "writev"), reason="this system joins the pieces")
def test_a_short_write_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(handle: int, pieces: Sequence[bytes]) -> int:
        return os.write(handle, b"".join(pieces)[:5])

    monkeypatch.setattr(os, "writev", short)
    assert _written(tmp_path, [b"abc", b"defg", b"", b"hij"]) == b"abcdefghij"


def _written(folder: Path, pieces: Sequence[bytes]) -> bytes:
    path = folder / "pieces"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        write_pieces(handle, pieces)
    finally:
        os.close(handle)
    return path.read_bytes()
