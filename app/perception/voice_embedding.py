"""A voice as 256 numbers, by the encoder of Resemblyzer: three LSTM layers over 1.6 s of speech.

The package would bring PyTorch for that. What it computes is small enough for NumPy: its weights
are read at their places in the one file whose digest the list of models holds, so that no pickle
is ever opened, and its mel spectrum is made as librosa makes it.

Source: Wan et al. 2018, Generalized end-to-end loss for speaker verification, ICASSP;
`resemble-ai/Resemblyzer`, `voice_encoder.py` and `audio.py` (Apache-2.0).
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.media import Samples
from app.perception.errors import VisionModelError
from app.perception.speech_sound import level_dbfs
from app.ports.speech import SPEECH_RATE_HZ

Voice = NDArray[np.float32]
"""float32, shape (256,), length 1."""

WINDOW_S = 1.6
"""Length of what the encoder was trained on."""
WINDOW = round(WINDOW_S * SPEECH_RATE_HZ)

_FULL_SCALE = 32768.0
_LOUD_DBFS = -30.0
"""Quieter sound is raised to this, as the encoder's own preparation does."""
_FFT, _HOP, _MELS, _UNITS, _LAYERS = 400, 160, 40, 256, 3
_FRAMES = WINDOW // _HOP

_FILE_BYTES = 17_090_379
_PLACES: dict[str, tuple[int, tuple[int, ...]]] = {
    "input0": (269_883, (1024, 40)),
    "hidden0": (433_723, (1024, 256)),
    "input_bias0": (5_676_603, (1024,)),
    "hidden_bias0": (5_680_699, (1024,)),
    "input1": (1_482_299, (1024, 256)),
    "hidden1": (2_530_875, (1024, 256)),
    "input_bias1": (5_684_795, (1024,)),
    "hidden_bias1": (5_688_891, (1024,)),
    "input2": (3_579_451, (1024, 256)),
    "hidden2": (4_628_027, (1024, 256)),
    "input_bias2": (5_692_987, (1024,)),
    "hidden_bias2": (5_697_083, (1024,)),
    "out": (7_731, (256, 256)),
    "out_bias": (6_699, (256,)),
}
"""Where each tensor lies in the file (little-endian float32, C order)."""


class VoiceEmbedder:
    """Turns speech into embeddings. 30 ms of one core for a window. Used by one thread."""

    def __init__(self, model: Path) -> None:
        """Read the weights.

        Args:
            model: the `pretrained.pt` of Resemblyzer 0.1.4.

        Raises:
            VisionModelError: it is another file.
        """
        data = model.read_bytes()
        if len(data) != _FILE_BYTES:
            raise VisionModelError(f"{model.name} is not the voice encoder it is named for")
        self._of = {name: _tensor(data, *place) for name, place in _PLACES.items()}
        self._filters = _mel_filters()
        self._taper = np.hanning(_FFT + 1)[:-1].astype(np.float32)

    def embed(self, speech: Samples) -> Voice:
        """The voice in a piece of speech.

        Args:
            speech: int16, mono, 16 kHz, `WINDOW` samples, nothing but speech.
        """
        return self._encode(self._mel(_raised(speech.astype(np.float32) / _FULL_SCALE)))

    def _mel(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32, shape (160, 40)."""
        padded = np.pad(sound, _FFT // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP][:_FRAMES]
        power = np.abs(np.fft.rfft(frames * self._taper)) ** 2
        return np.asarray(power @ self._filters, np.float32)

    def _encode(self, mel: NDArray[np.float32]) -> Voice:
        sequence = mel
        for layer in range(_LAYERS):
            sequence = self._through(sequence, layer)
        raw = np.maximum(self._of["out"] @ sequence[-1] + self._of["out_bias"], np.float32(0))
        return np.asarray(raw / max(float(np.linalg.norm(raw)), 1e-9), np.float32)

    def _through(self, sequence: NDArray[np.float32], layer: int) -> NDArray[np.float32]:
        """One LSTM layer; gates in PyTorch's order: input, forget, cell, output."""
        bias = self._of[f"input_bias{layer}"] + self._of[f"hidden_bias{layer}"]
        driven = sequence @ self._of[f"input{layer}"].T + bias
        hidden_weights = self._of[f"hidden{layer}"]
        hidden, cell = np.zeros(_UNITS, np.float32), np.zeros(_UNITS, np.float32)
        shown = np.empty((len(sequence), _UNITS), np.float32)
        for step, drive in enumerate(driven):
            gates = drive + hidden_weights @ hidden
            opened = 0.5 + 0.5 * np.tanh(0.5 * gates)  # the logistic function, without overflow
            taken, kept, given = opened[:256], opened[256:512], opened[768:]
            cell = kept * cell + taken * np.tanh(gates[512:768])
            hidden = given * np.tanh(cell)
            shown[step] = hidden
        return shown


def _tensor(data: bytes, start: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
    count = int(np.prod(shape))
    return np.frombuffer(data, "<f4", count, start).reshape(shape).astype(np.float32)


def _raised(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    gain = 10.0 ** ((_LOUD_DBFS - level_dbfs(sound)) / 20.0)
    return sound * np.float32(max(1.0, gain))


def _mel_filters() -> NDArray[np.float32]:
    """Slaney's triangles of equal area, shape (201, 40), as `librosa.filters.mel` has them."""
    bend_mel, octave = 15.0, float(np.log(6.4)) / 27.0
    top_mel = bend_mel + float(np.log(SPEECH_RATE_HZ / 2 / 1000.0)) / octave
    mels = np.linspace(0.0, top_mel, _MELS + 2)
    edges = np.where(mels < bend_mel, mels * 200.0 / 3.0, 1000.0 * np.exp((mels - 15.0) * octave))
    bins = np.linspace(0.0, SPEECH_RATE_HZ / 2, _FFT // 2 + 1)
    rising = (bins[:, None] - edges[None, :-2]) / np.diff(edges)[None, :-1]
    falling = (edges[None, 2:] - bins[:, None]) / np.diff(edges)[None, 1:]
    area = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)) * area, np.float32)
