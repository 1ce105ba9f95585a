"""A tone."""

import numpy as np

from app.domain.media import AudioBlock, Samples
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import MicrophoneSpec
from app.ports.errors import MicrophoneLostError
from devices.fake.production import refuse_in_production

TONE_HZ = 440.0
AMPLITUDE = 3276
"""A tenth of full scale: -20 dBFS peak, -23 dBFS RMS."""


class FakeMicrophone:
    """A `Microphone` that hears a tone of 440 Hz."""

    def __init__(self, spec: MicrophoneSpec, clock: Clock) -> None:
        """Open it.

        Raises:
            FakeRefusedError: in production.
        """
        refuse_in_production("FakeMicrophone")
        self._spec = spec
        self.device = "fake:tone"
        self.mode = f"{spec.rate_hz} Hz"
        self._clock = clock
        self._start_ns = int(clock.monotonic_ns())
        self._number = 0
        self._there = True

    def read(self) -> AudioBlock:
        """The next block, when its last sample has been heard.

        Raises:
            MicrophoneLostError: after `lose` or `close`.
        """
        if not self._there:
            raise MicrophoneLostError("The tone was taken away")
        first = self._number * self._spec.block
        begins = self._start_ns + round(first / self._spec.rate_hz * NS_PER_S)
        ends = begins + round(self._spec.block / self._spec.rate_hz * NS_PER_S)
        self._clock.sleep(max(0, ends - self._clock.monotonic_ns()) / NS_PER_S)
        at_s = (first + np.arange(self._spec.block)) / self._spec.rate_hz
        samples: Samples = np.round(AMPLITUDE * np.sin(2 * np.pi * TONE_HZ * at_s)).astype(np.int16)
        block = AudioBlock(samples, self._spec.rate_hz, MonotonicNs(begins), self._number)
        self._number += 1
        return block

    def lose(self) -> None:
        """Behave as if the cable were pulled."""
        self._there = False

    def close(self) -> None:
        """Let it go."""
        self._there = False
