"""One part: pictures and sound on one time line, muxed, and sealed cluster by cluster."""

import contextlib
from collections.abc import Iterator

from app.domain.media import AudioBlock, Planes, Samples
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.sealing import SealedSink
from app.recording.limits import VideoLimits
from app.recording.matroska import last_times_ms
from app.recording.mux import Mux
from app.recording.soundtrack import Soundtrack

NS_PER_MS = 1_000_000
SOUND_LAG_S = 1.0
"""When the sound is this far behind the picture, the microphone is gone: silence follows."""
TOGETHER_MS = 1500
"""Tracks further apart than this: one of them gets nothing any more, the other one counts."""


class Part:
    """One Matroska file, live-written into a sealed sink. Used by one thread, except `sync`.

    Attributes:
        zero_ns: what timestamp 0 stands for.
        size: width and height of the pictures; None for sound only.
        pixels: of JPEG pictures that are written as they are; empty for encoded ones.
        frames: pictures written.
        sealed_bytes: plain bytes handed to the sink.
        given_ns: capture time of the newest picture or block that came.
        synced_ns: capture time up to which all is on the disk; 0 before the first sync.
        encoder: in words.
    """

    def __init__(
        self,
        sink: SealedSink,
        zero_ns: MonotonicNs,
        size: tuple[int, int] | None,
        sound_rate_hz: int | None,
        limits: VideoLimits,
        pixels: str = "",
    ) -> None:
        """Begin.

        Args:
            sink: takes the bytes; closed by `close` or `abandon`.
            zero_ns: what timestamp 0 stands for.
            size: width and height of the pictures, see `Mux`; None for sound only.
            sound_rate_hz: of the sound; None for none.
            limits: of the encoder.
            pixels: of JPEG pictures that are written as they are; empty for encoded ones.

        Raises:
            EncoderFailedError: the encoder does not take these settings.
            BoothError: the sink refused.
        """
        self._sink = sink
        self._keyframe_every_ms = round(limits.keyframe_s * 1000)
        self._keyframe_ms: int | None = None
        self._last_ms = -1
        self._sealed_ms: dict[int, int] = {}
        self._rate_hz = sound_rate_hz
        self._track = Soundtrack(zero_ns, sound_rate_hz or 1)
        self.zero_ns = self.given_ns = zero_ns
        self.size = size
        self.pixels = pixels
        self.frames = 0
        self.sealed_bytes = 0
        self.synced_ns = MonotonicNs(0)
        self._mux = Mux(size, sound_rate_hz, limits, pixels)
        self.encoder = self._mux.encoder
        self._seal_written()

    @property
    def duration_s(self) -> float:
        """From timestamp 0 to the last picture or sample."""
        sound_s = self._track.at / self._rate_hz if self._rate_hz else 0.0
        return max(0.0, self._last_ms / 1000, sound_s)

    @property
    def moved(self) -> int:
        """How often sound had to be moved on the time line."""
        return self._track.moved

    @property
    def silence_s(self) -> float:
        """Seconds of silence put in for sound that did not come."""
        return self._track.filled / self._rate_hz if self._rate_hz else 0.0

    @property
    def sealed_ns(self) -> MonotonicNs:
        """Capture time up to which everything was handed to the sink; 0 for nothing yet."""
        times = list(self._sealed_ms.copy().values())
        if not times:
            return MonotonicNs(0)
        together = max(times) - min(times) <= TOGETHER_MS
        at_ms = min(times) if together else max(times)
        return MonotonicNs(self.zero_ns + max(0, at_ms) * NS_PER_MS)

    def add_picture(self, picture: Planes, captured_ns: MonotonicNs) -> None:
        """Encode one picture.

        Args:
            picture: of this part's size.
            captured_ns: when.

        Raises:
            EncoderFailedError: the encoder refused.
            BoothError: the sink refused.
        """
        at_ms = self._time_ms(captured_ns)
        key = self._keyframe_ms is None or at_ms - self._keyframe_ms >= self._keyframe_every_ms
        self._mux.picture(picture, at_ms, key=key)
        if key:
            self._keyframe_ms = at_ms
        self._wrote(at_ms, captured_ns)

    def add_jpeg(self, picture: bytes, captured_ns: MonotonicNs) -> None:
        """Write one JPEG as the camera sent it.

        Args:
            picture: whole, of this part's size and pixels.
            captured_ns: when.

        Raises:
            EncoderFailedError: the muxer refused.
            BoothError: the sink refused.
        """
        at_ms = self._time_ms(captured_ns)
        self._mux.jpeg(picture, at_ms)
        self._wrote(at_ms, captured_ns)

    def _time_ms(self, captured_ns: MonotonicNs) -> int:
        return max(self._last_ms + 1, round((captured_ns - self.zero_ns) / NS_PER_MS))

    def _wrote(self, at_ms: int, captured_ns: MonotonicNs) -> None:
        self._last_ms = at_ms
        self.given_ns = max(self.given_ns, captured_ns)
        self.frames += 1
        if self._rate_hz:
            lagging = MonotonicNs(captured_ns - round(SOUND_LAG_S * NS_PER_S))
            self._lay(self._track.fill_until(lagging))
        self._seal_written()

    def add_sound(self, block: AudioBlock) -> None:
        """Encode one block.

        Raises:
            EncoderFailedError: the encoder refused.
            BoothError: the sink refused.
        """
        self.given_ns = max(self.given_ns, block.captured_ns)
        self._lay(self._track.lay(block))
        self._seal_written()

    def _lay(self, pieces: Iterator[Samples]) -> None:
        for samples in pieces:
            self._mux.sound(samples, self._track.at - len(samples))

    def _seal_written(self) -> None:
        data = self._mux.take()
        if data:
            self._sink.append(data)
            self.sealed_bytes += len(data)
            self._sealed_ms.update(last_times_ms(data))

    def sync(self) -> None:
        """Return when all that was sealed before the call is on the disk. Any thread.

        Raises:
            BoothError: the disk refused.
        """
        sealed = self.sealed_ns
        self._sink.sync()
        self.synced_ns = max(self.synced_ns, sealed)

    def close(self) -> None:
        """Encode what is still inside, seal it, set the final mark.

        Raises:
            EncoderFailedError: the encoder refused; the sink is closed all the same.
            BoothError: the sink refused.
        """
        try:
            self._mux.finish()
            self._seal_written()
        finally:
            self._sink.close()
        self.synced_ns = self.sealed_ns

    def abandon(self) -> None:
        """Let go of everything after a failure; what was sealed stays."""
        with contextlib.suppress(Exception):  # fence: it failed already
            self._mux.finish()
        with contextlib.suppress(Exception):  # fence: it failed already
            self._sink.close()
