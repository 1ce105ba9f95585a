"""Media and a sound server for device tests, made on the spot."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
import wave
from collections.abc import Generator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 25


def picture(number: int, size: tuple[int, int] = (320, 240)) -> NDArray[np.uint8]:
    """A gradient on the move, with `number` in black and white squares along the top."""
    width, height = size
    row = (np.arange(width) * 2 + number * 5) % 200 + 30
    image = np.repeat(np.tile(row.astype(np.uint8), (height, 1))[..., None], 3, axis=2)
    side = width // 16
    for bit in range(16):
        image[:side, bit * side : (bit + 1) * side] = 255 if number >> bit & 1 else 0
    return image


def number_in(image: NDArray[np.uint8]) -> int:
    """The number written by `picture`."""
    side = image.shape[1] // 16
    middle = image[side // 2, side // 2 :: side].mean(axis=-1)[:16]
    return sum(1 << bit for bit in range(16) if middle[bit] > 128)


def write_video(path: Path, seconds: float, size: tuple[int, int] = (320, 240)) -> Path:
    """An H.264 file of `RATE_HZ` pictures a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ, options={"preset": "ultrafast"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for number in range(round(seconds * RATE_HZ)):
            image = np.ascontiguousarray(picture(number, size))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode(None))
    return path


class FifoWriter:
    """Writes MJPEG into a FIFO in real time, until stopped."""

    def __init__(self, path: Path, size: tuple[int, int] = (320, 240)) -> None:
        self.path = path
        self.sent_ns: list[int] = []
        self._size = size
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write, name="fifo-writer")
        if not path.exists():
            os.mkfifo(path)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):  # wakes a writer that waits for a reader
            os.close(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK))
        self._thread.join(5)

    def _write(self) -> None:
        with contextlib.suppress(BrokenPipeError), self.path.open("wb", buffering=0) as fifo:
            begun = time.monotonic()
            number = 0
            while not self._stop.wait(max(0.0, begun + number / RATE_HZ - time.monotonic())):
                encoded = cv2.imencode(".jpg", picture(number, self._size))[1].tobytes()
                self.sent_ns.append(time.monotonic_ns())
                fifo.write(encoded)
                number += 1


def write_tone(path: Path, seconds: float, amplitude: float = 0.25) -> Path:
    """A 16 bit mono WAV of 48 kHz with 440 Hz."""
    at = np.arange(round(seconds * 48_000)) / 48_000
    samples = (np.sin(2 * np.pi * 440 * at) * amplitude * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path


@contextlib.contextmanager
def null_sink(folder: Path) -> Generator[dict[str, str]]:
    """A PulseAudio of our own with a null sink; gives the variables that lead to its monitor."""
    runtime = folder / "pulse"
    runtime.mkdir(parents=True, exist_ok=True)
    variables = {
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(runtime),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PULSE_SOURCE": "room.monitor",
    }
    environment = {**os.environ, **variables}
    server = subprocess.Popen(
        [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "-L",
            "module-native-protocol-unix auth-anonymous=1",
            "-L",
            "module-null-sink sink_name=room rate=48000 channels=1 format=s16le",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            asked = subprocess.run(
                ["pactl", "info"], env=environment, capture_output=True, check=False
            )
            if asked.returncode == 0:
                break
            threading.Event().wait(0.05)
        yield variables
    finally:
        server.terminate()
        server.wait(5)


HAS_PULSE = shutil.which("pulseaudio") is not None and shutil.which("pactl") is not None
NO_PULSE = "pulseaudio is not installed (apt install pulseaudio pulseaudio-utils)"
