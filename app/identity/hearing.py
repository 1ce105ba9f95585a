"""What the watcher hears: how much of the newest sound in the shared ring is speech."""

from app.domain.observation import Observation
from app.domain.timing import NS_PER_S, MonotonicNs
from app.perception.own_voice import OwnVoice
from app.perception.speech_sound import resample
from app.perception.voice import SpeechShare
from app.ports.clock import Clock
from app.processes.shared import AudioRing, OthersAudioRing

LONGEST_S = 1.0
"""After a longer pause only the last second is listened to: what was said before is past."""
LATE_S = 0.1
"""Sound of the last moment may still be on its way into the ring (blocks of 10 to 40 ms)."""
ATTACH_EVERY_NS = 2 * NS_PER_S


class Hearing:
    """Listens to the microphone between two looks. Used by one thread."""

    def __init__(self, ring: str, clock: Clock) -> None:
        """Load the model; an empty name is a kiosk without a microphone.

        Args:
            ring: name of the `AudioRing`.
            clock: the machine's.
        """
        self._clock = clock
        self._ring = OthersAudioRing(ring)
        self._found: AudioRing | None = None
        self._next_try: MonotonicNs = MonotonicNs(0)
        self._heard: MonotonicNs | None = None
        self._share = SpeechShare()

    def until(self, at: MonotonicNs) -> float | None:
        """Share of the time since the last call in which somebody spoke.

        Args:
            at: capture time of the picture looked at.

        Returns:
            None where there is no sound, or too little of it.
        """
        end = MonotonicNs(at - round(LATE_S * NS_PER_S))
        earliest = MonotonicNs(end - round(LONGEST_S * NS_PER_S))
        begun, self._heard = self._heard, end
        if begun is None or begun < earliest:
            self._share.forget()
            begun = earliest
        ring = self._attached()
        if ring is None or end <= begun:
            self._share.forget()
            return None
        sound = ring.between(begun, end)
        if sound.missing_s * sound.rate_hz >= len(sound.samples):
            self._share.forget()
            return None
        return self._share.take(resample(sound.samples, sound.rate_hz))

    def compared(self, seen: Observation, own: OwnVoice) -> Observation:
        """The look of the last `until`, with how like the voice is to the own one.

        Args:
            seen: of the candidate's camera.
            own: the candidate's voice, learnt or being learnt.
        """
        return own.heard(self._share, seen)

    def close(self) -> None:
        """Let the memory go."""
        self._ring.close()

    def _attached(self) -> AudioRing | None:
        if self._found is None and self._clock.monotonic_ns() >= self._next_try:
            self._next_try = MonotonicNs(self._clock.monotonic_ns() + ATTACH_EVERY_NS)
            self._found = self._ring.found()
        return self._found
