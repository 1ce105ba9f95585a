"""From sealed Matroska to something a browser plays, in memory only.

A part is remuxed (not encoded again, unless it is the camera's own Motion JPEG) into one fragmented
MP4, kept in RAM up to a bound, and served in ranges. The MP4's time 0 is the part's timestamp 0, so
that session times can be used as they are. A part that was cut off plays up to its last whole
cluster.
"""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import av
from av.container import InputContainer
from av.error import FFmpegError

from app.domain.errors import BoothError
from app.domain.ids import SessionId
from app.domain.record import SessionRecord
from app.hq import motion_jpeg
from app.hq.coverage import cover
from app.hq.errors import MediaUnplayableError
from app.hq.footage import Footage
from app.hq.motion_jpeg import CODEC, H264FromJpeg, Target, as_jpeg
from app.hq.reading import matroska, packets
from app.ports.archive import Archive

if TYPE_CHECKING:
    from av.packet import Packet
    from av.stream import Stream

DEFAULT_CACHE_BYTES = 1024 * 1024 * 1024
"""RAM for remuxed parts: about 80 minutes of 720p video at 1.6 Mbit/s."""
STILL_WIDTH_PX = 640
STILL_DELAY_S = 2.0
"""A still is taken this long after the answer's start, or at its middle when it is shorter."""
_PLAYABLE_VIDEO = frozenset({"h264", "hevc", "av1", "vp9"})
_PLAYABLE_AUDIO = frozenset({"aac", "opus", "mp3", "flac"})
_FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Clip:
    """One part as a browser plays it.

    Attributes:
        data: a fragmented MP4.
        duration_s: seconds from the part's timestamp 0 to the end of the last picture or sound.
    """

    data: bytes
    duration_s: float


class _Target(Target, Protocol):
    """The part of PyAV's output container used here, with the types it does not give itself."""

    def add_stream_from_template(self, template: "Stream") -> "Stream": ...

    def mux(self, packets: "Packet[Stream]") -> None: ...


class _Muxing:
    """Copies packets, mending what a cut-off or late-started recording leaves.

    Attributes:
        end_s: of the last picture or sound, seconds.
    """

    def __init__(self, source: InputContainer, target: _Target) -> None:
        self._target = target
        self._streams: dict[int, Stream] = {}
        self._last_dts: dict[int, int] = {}
        self._jpeg: tuple[int, H264FromJpeg] | None = None
        self.end_s = 0.0
        for kind, playable in (("video", _PLAYABLE_VIDEO), ("audio", _PLAYABLE_AUDIO)):
            found = [stream for stream in source.streams if stream.type == kind]
            if found and found[0].codec_context.name in playable:
                self._streams[found[0].index] = target.add_stream_from_template(found[0])
            elif found and found[0].codec_context.name == CODEC:
                made = H264FromJpeg(found[0], target)
                self._jpeg = (found[0].index, made)
                self._streams[found[0].index] = made.stream

    @property
    def has_video(self) -> bool:
        """Whether there is a picture to play."""
        return any(stream.type == "video" for stream in self._streams.values())

    def copy(self, packet: "Packet[Stream]") -> None:
        """Write one packet, unless it belongs to no playable stream or cannot be decoded yet."""
        stream = self._streams.get(packet.stream.index)
        if stream is None or packet.dts is None or packet.pts is None or packet.is_corrupt:
            return
        if packet.pts < 0:
            return  # the encoder's own run-up of sound: the MP4 would be moved to begin with it
        index = packet.stream.index
        if self._jpeg is not None and self._jpeg[0] == index:
            for made in self._jpeg[1].encoded(packet):
                self._write(index, made)
        else:
            self._write(index, packet)

    def finish(self) -> None:
        """Write what an encoder still holds."""
        if self._jpeg is not None:
            for made in self._jpeg[1].rest():
                self._write(self._jpeg[0], made)

    def _write(self, index: int, packet: "Packet[Stream]") -> None:
        stream = self._streams[index]
        if packet.dts is None or packet.pts is None:
            return
        last = self._last_dts.get(index)
        if last is None and stream.type == "video":
            if not packet.is_keyframe:
                return
            # the first picture is held from 0, so that the MP4 begins where the part begins
            packet.pts = 0
            packet.dts = min(packet.dts, 0)
        elif last is not None and packet.dts <= last:
            packet.dts = last + 1
            packet.pts = max(packet.pts, packet.dts)
        self._last_dts[index] = packet.dts
        length = packet.duration or 0
        self.end_s = max(self.end_s, float((packet.pts + length) * packet.time_base))
        packet.stream = stream
        self._target.mux(packet)


def remux(chunks: Iterator[bytes]) -> Clip:
    """Turn a Matroska file, whole or cut off, into a fragmented MP4.

    It is not encoded again, but for the camera's own Motion JPEG.

    Args:
        chunks: the file's plain bytes in order.

    Raises:
        MediaUnplayableError: no picture that a browser could play is in it.
        IntegrityError: raised by `chunks` itself (something was altered): nothing is played.
    """
    held = io.BytesIO()
    with (
        matroska(chunks) as source,
        av.open(held, "w", format="mp4", options=_FRAGMENTED) as target,
    ):
        muxing = _Muxing(source, cast("_Target", target))
        if not muxing.has_video:
            raise MediaUnplayableError("The part holds no video that a browser can play")
        for packet in packets(source):
            muxing.copy(packet)
        muxing.finish()
    if muxing.end_s == 0.0:
        raise MediaUnplayableError("The part ends before the first picture")
    return Clip(held.getvalue(), muxing.end_s)


def still(clip: Clip, at_s: float, width_px: int = STILL_WIDTH_PX) -> bytes:
    """One picture as JPEG.

    Args:
        clip: where from.
        at_s: seconds in the clip; the picture shown then, or the last one before the end.
        width_px: width; the height follows.

    Raises:
        MediaUnplayableError: no picture could be decoded there.
    """
    try:
        with av.open(io.BytesIO(clip.data), "r") as source:
            source.seek(int(max(at_s, 0.0) * _MICROSECONDS))
            shown = None
            for frame in source.decode(video=0):
                if shown is not None and (frame.time or 0.0) > at_s:
                    break
                shown = frame
            if shown is None:
                raise MediaUnplayableError("There is no picture at that time")
            return as_jpeg(shown, width_px)
    except FFmpegError as error:
        raise MediaUnplayableError("The picture at that time cannot be decoded") from error


class ClipCache:
    """Clips in RAM, the least recently used dropped first. Safe to use from several threads."""

    def __init__(self, bound_bytes: int = DEFAULT_CACHE_BYTES) -> None:
        """Start empty.

        Args:
            bound_bytes: most bytes kept; one clip larger than that is kept alone.
        """
        self._bound = bound_bytes
        self._clips: OrderedDict[tuple[SessionId, str], Clip] = OrderedDict()
        self._making: dict[tuple[SessionId, str], threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def held_bytes(self) -> int:
        """How much is kept now."""
        with self._lock:
            return sum(len(clip.data) for clip in self._clips.values())

    def get(self, session: SessionId, entry: str, make: Callable[[], Clip]) -> Clip:
        """The clip, made once even when several ask at the same time."""
        key = (session, entry)
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._clips:
                    self._clips.move_to_end(key)
                    return self._clips[key]
            clip = make()
            with self._lock:
                self._clips[key] = clip
                self._drop()
                self._making.pop(key, None)
            return clip

    def _drop(self) -> None:
        held = sum(len(clip.data) for clip in self._clips.values())
        while held > self._bound and len(self._clips) > 1:
            _, dropped = self._clips.popitem(last=False)
            held -= len(dropped.data)


class Playback:
    """Clips, stills and footage of archived sessions. Safe to use from several threads."""

    def __init__(self, archive: Archive, cache: ClipCache | None = None) -> None:
        """Use `cache`, or one of the default size."""
        self._archive = archive
        self._cache = cache or ClipCache()
        self._lengths: dict[tuple[SessionId, str], float] = {}
        self._encoded: set[tuple[SessionId, str]] = set()

    def clip(self, session: SessionId, entry: str) -> Clip:
        """A media part as MP4.

        Raises:
            SessionUnknownError: there is no such session or entry.
            MediaUnplayableError: see `remux`.
            IntegrityError: the entry was altered.
        """
        return self._cache.get(session, entry, lambda: remux(self._archive.media(session, entry)))

    def still(self, session: SessionId, entry: str, at_s: float) -> bytes:
        """A JPEG of the part at `at_s` seconds. Raises as `clip` and `still` do."""
        if (session, entry) not in self._encoded:
            chunks = self._archive.media(session, entry)
            found = motion_jpeg.still(chunks, at_s, STILL_WIDTH_PX)
            if found is not None:
                return found
            self._encoded.add((session, entry))  # no need to look again
        return still(self.clip(session, entry), at_s)

    def footage(self, record: SessionRecord) -> Footage:
        """Where each second of a session can be seen.

        A part that was cut off is opened and measured, once; one that cannot be shown shows
        nothing.

        Raises:
            SessionUnknownError: there is no such session.
        """
        held = self._archive.held(record.session)
        there = tuple(part for part in record.media if part.entry in held)
        lengths = {
            part.entry: self._length_s(record.session, part.entry)
            for part in there
            if not (part.complete and held[part.entry])
        }
        gaps = record.quality.gaps if record.quality is not None else ()
        return Footage(record.media, cover(there, gaps, lengths))

    def _length_s(self, session: SessionId, entry: str) -> float:
        """Measured; a few bytes are kept for each part that was cut off."""
        known = self._lengths.get((session, entry))
        if known is not None:
            return known
        try:
            length_s = motion_jpeg.length_s(self._archive.media(session, entry))
            if length_s is None:
                length_s = self.clip(session, entry).duration_s
        except BoothError:
            return 0.0
        self._lengths[session, entry] = length_s
        return length_s
