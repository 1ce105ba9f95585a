"""Matroska, whole or cut off, becomes an MP4 that plays and starts where the part starts."""

import io
import threading
from collections.abc import Iterator

import av
import pytest
from PIL import Image

from app.bundle.errors import SealedAlteredError
from app.domain.ids import SessionId
from app.hq.errors import MediaUnplayableError
from app.hq.playback import Clip, ClipCache, Playback, remux, still
from tests.unit.hq_console_scene import MEDIA, SESSION, make_archive, matroska


def _chunks(data: bytes, size: int = 7_001) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def _times(clip: Clip) -> tuple[float, float, int]:
    with av.open(io.BytesIO(clip.data), "r") as opened:
        shown = [float(frame.time or 0.0) for frame in opened.decode(video=0)]
    return shown[0], shown[-1], len(shown)


def test_a_whole_part_keeps_every_picture_and_its_sound() -> None:
    clip = remux(_chunks(matroska()))
    first, last, count = _times(clip)
    assert first == 0.0
    assert count == 24 * 15
    assert last == pytest.approx(24 - 1 / 15, abs=0.05)
    assert clip.duration_s == pytest.approx(24, abs=0.1)
    with av.open(io.BytesIO(clip.data)) as opened:
        assert [stream.type for stream in opened.streams] == ["video", "audio"]
        assert "mp4" in opened.format.name


@pytest.mark.parametrize("share", [0.2, 0.5, 0.83, 0.999])
def test_a_cut_off_part_plays_to_its_end(share: float) -> None:
    data = matroska()
    clip = remux(_chunks(data[: int(len(data) * share)]))
    first, last, _ = _times(clip)
    assert first == 0.0
    assert last > 24 * share - 2.0


def test_a_late_first_picture_is_held_from_zero() -> None:
    clip = remux(_chunks(matroska(3, starts_at_s=1.0)))
    first, last, _ = _times(clip)
    assert first == 0.0
    assert last == pytest.approx(4.0 - 1 / 15, abs=0.05)


@pytest.mark.parametrize("data", [b"", b"not a film", matroska(1)[:300]])
def test_what_holds_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(MediaUnplayableError):
        remux(_chunks(data))


def test_an_altered_part_is_not_played_up_to_the_alteration() -> None:
    def altered() -> Iterator[bytes]:
        yield matroska()[:60_000]
        raise SealedAlteredError("record 3 does not open")

    with pytest.raises(SealedAlteredError):
        remux(altered())


def test_a_still_is_the_picture_at_that_time() -> None:
    clip = remux(_chunks(matroska()))
    picture = Image.open(io.BytesIO(still(clip, 12.0, width_px=320)))
    assert picture.size == (320, 180)
    left, right = picture.getpixel((150, 90)), picture.getpixel((175, 90))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > 150  # the bar has reached the middle
    assert right[2] < 90
    assert still(clip, 999.0)[:2] == b"\xff\xd8"


def test_the_cache_keeps_within_its_bound_and_makes_once() -> None:
    cache = ClipCache(bound_bytes=250)
    made: list[str] = []

    def maker(name: str, size: int) -> Clip:
        made.append(name)
        return Clip(b"x" * size, 1.0)

    session = SessionId("S")
    for name, size in (("a", 100), ("b", 100), ("a", 100), ("c", 100)):
        cache.get(session, name, lambda name=name, size=size: maker(name, size))  # type: ignore[misc]
    assert made == ["a", "b", "c"]
    assert cache.held_bytes == 200
    cache.get(session, "b", lambda: maker("b", 100))
    assert made[-1] == "b"
    cache.get(session, "huge", lambda: maker("huge", 900))
    assert cache.held_bytes == 900


def test_many_players_unseal_a_part_once() -> None:
    archive = make_archive()
    playback = Playback(archive)
    entry = MEDIA[0].entry
    threads = [threading.Thread(target=playback.clip, args=(SESSION, entry)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert archive.opened == 1
