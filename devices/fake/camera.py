"""A moving test picture."""

import cv2
import numpy as np

from app.domain.media import Captured, Image
from app.domain.timing import NS_PER_S, MonotonicNs
from app.ports.clock import Clock
from app.ports.devices import CameraFound, CameraMode, CameraSpec
from app.ports.errors import CameraLostError
from devices.fake.production import refuse_in_production
from devices.planes import planes_of

STRIPE_PX = 64
FAKE_JPEG = "fake:jpeg"
"""The source that sends Motion JPEG."""
FAKE_CAMERAS = (
    CameraFound(
        "usb:0000:0001:FAKE",
        "usb:0000:0001@1-1",
        "Stripes",
        0,
        (CameraMode(1280, 720, 30, "MJPG"),),
    ),
    CameraFound(
        "usb:0000:0001@1-2", "usb:0000:0001@1-2", "Stripes", 2, (CameraMode(640, 480, 30, "YUYV"),)
    ),
)
"""The fake cameras connected: one with a serial number, one without."""


class FakeCamera:
    """A `Camera` of stripes on the move, at the size and rate asked for."""

    def __init__(self, spec: CameraSpec, clock: Clock) -> None:
        """Open it.

        Raises:
            FakeRefusedError: in production.
        """
        refuse_in_production("FakeCamera")
        self.device = "fake:stripes"
        self.mode = f"{spec.width_px}x{spec.height_px} at {spec.rate_hz:g}/s"
        self._clock = clock
        self._period_ns = round(NS_PER_S / spec.rate_hz)
        self._due_ns = int(clock.monotonic_ns())
        self._number = 0
        self._there = True
        column = np.arange(spec.width_px + STRIPE_PX) // (STRIPE_PX // 2) % 2 * 150 + 50
        row = np.linspace(0.6, 1.0, spec.height_px)
        self._picture = np.repeat(np.outer(row, column).astype(np.uint8)[..., None], 3, axis=2)
        self._width = spec.width_px
        self._jpeg = spec.source == FAKE_JPEG

    def read(self) -> Captured:
        """The next picture, at its time.

        Raises:
            CameraLostError: after `lose` or `close`.
        """
        if not self._there:
            raise CameraLostError("The test picture was taken away")
        now = self._clock.monotonic_ns()
        self._clock.sleep(max(0, self._due_ns - now) / NS_PER_S)
        captured = self._clock.monotonic_ns()
        self._due_ns = max(self._due_ns, captured - self._period_ns) + self._period_ns
        shift = self._number * 2 % STRIPE_PX
        image: Image = self._picture[:, shift : shift + self._width].copy()
        sent = cv2.imencode(".jpg", image)[1].tobytes() if self._jpeg else planes_of(image)
        taken = Captured(sent, MonotonicNs(captured), self._number)
        self._number += 1
        return taken

    def lose(self) -> None:
        """Behave as if the cable were pulled."""
        self._there = False

    def close(self) -> None:
        """Let it go."""
        self._there = False
