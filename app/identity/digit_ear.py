"""Listens for digits read aloud: the sound since they were asked, recognised beside the looking."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from app.domain.analysis import Language
from app.domain.errors import BoothError
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.speech_digits import Said, find_digits
from app.perception.speech_sound import resample
from app.ports.clock import Clock
from app.ports.speech import Recognizer
from app.processes.shared import OthersAudioRing

_LOG = logging.getLogger(__name__)

AGAIN_S = 0.7
"""So long after one hearing ended the next begins: it hears all since the digits were asked."""
LEAST_S = 0.8
"""Nobody reads three digits in less."""

LONGEST_S = 10.0
"""Only so much is heard again each time, however long ago they were asked."""

Load = Callable[[Language], Recognizer]


class DigitEar:
    """Hears digits in the shared ring of sound. Used by one thread; it recognises in another."""

    def __init__(self, ring: str, load: Load, clock: Clock) -> None:
        """Nothing is loaded yet.

        Args:
            ring: name of the `AudioRing`; empty for a kiosk without a microphone.
            load: loads the recogniser of a language.
            clock: the machine's.
        """
        self._load = load
        self._clock = clock
        self._ring = OthersAudioRing(ring)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digits")
        self._recognizer: tuple[Language, Future[Recognizer | None]] | None = None
        self._hearing: Future[Said | None] | None = None
        self._since: MonotonicNs | None = None
        self._next = MonotonicNs(0)

    def prepare(self, language: Language) -> None:
        """Begin to load what the language needs, and forget what was heard."""
        self._hearing = self._since = None
        if self._recognizer is None or self._recognizer[0] != language:
            self._recognizer = language, self._pool.submit(self._loaded, language)

    @property
    def ready(self) -> bool:
        """Whether loading is over; it may have failed, and then nothing will be heard."""
        return self._recognizer is not None and self._recognizer[1].done()

    def heard(self, digits: str) -> Said | None:
        """When the digits were said, on the monotonic clock in seconds; None for not yet.

        Args:
            digits: asked for since this was first called after `prepare`.
        """
        now = self._clock.monotonic_ns()
        if self._since is None:
            self._since = self._next = now
        if self._hearing is None:
            if now >= self._next and now - self._since >= LEAST_S * NS_PER_S:
                since = max(self._since, MonotonicNs(now - round(LONGEST_S * NS_PER_S)))
                self._hearing = self._pool.submit(self._hear, digits, since, now)
            return None
        if not self._hearing.done():
            return None
        said, self._hearing = self._hearing.result(), None
        self._next = MonotonicNs(now + round(AGAIN_S * NS_PER_S))
        return said

    def rest(self) -> None:
        """Let the recogniser go: it takes 250 to 430 MB."""
        self._recognizer = self._hearing = self._since = None

    def close(self) -> None:
        """Wait for the hearing under way, and let the memory go."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._ring.close()

    def _loaded(self, language: Language) -> Recognizer | None:
        try:
            return self._load(language)
        except BoothError as error:
            _LOG.warning("Digits cannot be heard in %s: %s", language, error)
            return None

    def _hear(self, digits: str, since: MonotonicNs, until: MonotonicNs) -> Said | None:
        recognizer = None if self._recognizer is None else self._recognizer[1].result()
        ring = self._ring.found()
        if recognizer is None or ring is None:
            return None
        sound = ring.between(since, until)
        transcript = recognizer.transcribe(resample(sound.samples, sound.rate_hz))
        said = find_digits(transcript, digits)
        if said is None:
            return None
        begun_s = since / NS_PER_S
        return Said(begun_s + said.start_s, begun_s + said.end_s)
