"""A room for the microphone where there is none: a private PulseAudio with a null sink.

Its monitor is a real source on PortAudio's ordinary way: what is played into the room is what the
kiosk's microphone hears. A sound server that the machine already runs is not touched: this one
listens on a socket of its own in a private folder, and ends with the demonstration.
"""

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np

from app.demo.errors import SoundServerError
from app.demo.media_sound import RATE_HZ
from app.domain.media import Samples
from app.ports.clock import Clock

SINK = "room"
TONE_DBFS = -60.0
"""Level of the room tone: a quiet room is not digitally silent."""
_TONE_S = 30
_START_WITHIN_S = 10.0
_STOP_WITHIN_S = 3.0
_LOOK_EVERY_S = 0.05
_SOCKET_PATH_MAX = 100
"""The kernel takes 107 bytes for a socket's path."""


@dataclass(frozen=True, slots=True)
class Playing:
    """Something that is being played."""

    process: subprocess.Popen[bytes]

    @property
    def done(self) -> bool:
        """Whether it has been played to its end, or was stopped."""
        return self.process.poll() is not None

    def stop(self) -> None:
        """Stop it now; further calls do nothing."""
        if not self.done:
            self.process.terminate()
        self.process.wait()


@dataclass(slots=True)
class PulseRoom:
    """A context manager around the private sound server.

    Attributes:
        runtime_dir: folder for its socket and state; made with mode 0700, its path at most
            100 characters.
        clock: the machine's.
    """

    runtime_dir: Path
    clock: Clock
    _server: subprocess.Popen[bytes] | None = None
    _playing: list[Playing] = field(default_factory=list[Playing])
    _tone: Playing | None = None
    _feeder: threading.Thread | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs, in addition to its environment, to hear this room."""
        folder = str(self.runtime_dir)
        return {
            "XDG_RUNTIME_DIR": folder,
            "PULSE_RUNTIME_PATH": f"{folder}/pulse",
            "PULSE_STATE_PATH": f"{folder}/state",
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_SOURCE": f"{SINK}.monitor",
            "PULSE_SINK": SINK,
            # no server is started behind our back, and no cookie left in the home folder
            "PULSE_CLIENTCONFIG": f"{folder}/client.conf",
            "PULSE_COOKIE": f"{folder}/cookie",
        }

    @property
    def _socket(self) -> Path:
        return self.runtime_dir / "native"

    def __enter__(self) -> Self:
        """Start the server and the room tone.

        Raises:
            SoundServerError: PulseAudio is missing or did not start.
        """
        for program in ("pulseaudio", "paplay"):
            if not shutil.which(program):
                raise SoundServerError(f"There is no {program} on this machine")
        if len(str(self._socket)) > _SOCKET_PATH_MAX:
            raise SoundServerError(f"The path {self.runtime_dir} is too long for a socket")
        self.runtime_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.runtime_dir / "client.conf").write_text("autospawn = no\n", "utf-8")
        self._socket.unlink(missing_ok=True)
        try:
            self._start()
            self._play_tone()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything that was started here."""
        self.close()

    def play(self, wav: Path) -> Playing:
        """Play a file into the room; returns at once.

        Raises:
            SoundServerError: the server has gone.
        """
        if self._server is None or self._server.poll() is not None:
            raise SoundServerError("The sound server ended")
        command = ["paplay", f"--device={SINK}", str(wav)]
        playing = Playing(self._client(command, subprocess.DEVNULL))
        self._playing = [each for each in self._playing if not each.done]
        self._playing.append(playing)
        return playing

    def close(self) -> None:
        """See `__exit__`; further calls do nothing."""
        for playing in self._playing:
            playing.stop()
        self._playing.clear()
        if self._tone is not None and self._feeder is not None:
            self._tone.stop()
            self._feeder.join()
            self._tone = self._feeder = None
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(_STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server = None
        self._socket.unlink(missing_ok=True)

    def _start(self) -> None:
        sink = f"module-null-sink sink_name={SINK} rate={RATE_HZ} channels=1 format=s16le"
        socket = f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"]
        command += ["--use-pid-file=no", "--disable-shm=yes", "--log-level=error"]
        command += ["-L", sink, "-L", socket]
        with (self.runtime_dir / "pulseaudio.log").open("wb") as log:
            self._server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        waited_s = 0.0
        while not self._socket.exists():
            if self._server.poll() is not None or waited_s > _START_WITHIN_S:
                raise SoundServerError("PulseAudio did not start")
            self.clock.sleep(_LOOK_EVERY_S)
            waited_s += _LOOK_EVERY_S

    def _play_tone(self) -> None:
        """Play the room tone again and again, for as long as the room is there."""
        raw = ["--raw", f"--rate={RATE_HZ}", "--channels=1", "--format=s16le"]
        process = self._client(["pacat", "--playback", f"--device={SINK}", *raw], subprocess.PIPE)
        self._tone = Playing(process)
        self._feeder = threading.Thread(
            target=_feed,
            args=(process, room_tone(_TONE_S).tobytes()),
            name="room-tone",
            daemon=True,
        )
        self._feeder.start()

    def _client(self, command: list[str], stdin: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )


def _feed(process: subprocess.Popen[bytes], tone: bytes) -> None:
    """Write the tone until the player goes away; its pipe sets the pace."""
    if process.stdin is None:
        return
    with contextlib.suppress(OSError), process.stdin:
        while process.poll() is None:
            process.stdin.write(tone)


def room_tone(seconds: int) -> Samples:
    """Quiet brownish noise at `TONE_DBFS`, without a jump where it is repeated."""
    size = seconds * RATE_HZ
    random = np.random.default_rng(7)
    spectrum = random.normal(size=size // 2 + 1) + 1j * random.normal(size=size // 2 + 1)
    frequency = np.fft.rfftfreq(size, 1 / RATE_HZ)
    spectrum *= 1 / np.sqrt(np.maximum(frequency, 60.0))
    noise = np.fft.irfft(spectrum, size)
    level = 32768 * 10 ** (TONE_DBFS / 20)
    return np.asarray(np.round(noise / float(noise.std()) * level), np.int16)
