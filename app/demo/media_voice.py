"""Spoken Mandarin for the generated answers: FastSpeech2 and a MelGAN, by LiteRT.

For tests and the demonstration only; the voice is synthetic and nobody's.
"""

import json
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray
from pydantic import TypeAdapter

from app.demo.media_phonemes import phonemes, phrases
from app.domain.media import Samples
from app.perception.catalogue import ModelCatalogue

VOICE_RATE_HZ = 24_000
RATE_HZ = 48_000
"""What is given out: the microphone's rate."""
PAUSE_S = 0.22
"""Between phrases, as a speaker breathes."""
PEAK = 0.5
"""Of full scale: a voice at a usual distance from the microphone."""

_SEED = 1
_PLACEHOLDER_FOR_GREATER_BUILTIN_CODES = 127
_Wave = NDArray[np.float32]


class MandarinVoice:
    """One loaded voice. Used by one thread."""

    def __init__(self, models: ModelCatalogue, threads: int = 1) -> None:
        """Load it.

        Raises:
            ModelMissingError: a file of the voice is not there.
        """
        symbols = json.loads(models.path("tts_zh_symbols").read_text("utf-8"))
        self._ids = TypeAdapter(dict[str, int]).validate_python(symbols["symbol_to_id"])
        acoustic = without_foreign_operators(models.path("tts_zh_acoustic"))
        self._acoustic = Interpreter(model_content=acoustic, num_threads=threads)
        vocoder = str(models.path("tts_zh_vocoder"))
        self._vocoder = Interpreter(vocoder, num_threads=threads)

    def speak(self, text: str) -> Samples:
        """`text` (Chinese characters and their punctuation) as 48 kHz mono sound."""
        pause = np.zeros(round(PAUSE_S * VOICE_RATE_HZ), np.float32)
        parts = [part for phrase in phrases(text) for part in (self._phrase(phrase), pause)]
        if not parts:
            return np.zeros(0, np.int16)
        wave = np.concatenate(parts)
        count = len(wave) * RATE_HZ // VOICE_RATE_HZ
        # band-limited: the spectrum gets nothing above what it had
        fine = np.fft.irfft(np.fft.rfft(wave), count)
        loudest = max(float(np.abs(fine).max()), 1e-9)
        return np.asarray(np.round(fine * (PEAK / loudest * 32767)), np.int16)

    def _phrase(self, phrase: str) -> _Wave:
        ids = [self._ids[label] for label in phonemes(phrase)] + [self._ids["eos"]]
        as_usual = np.array([1.0], np.float32)
        speaker = np.array([0], np.int32)
        # speed, pitch and energy are left as the voice has them
        given = (np.array([ids], np.int32), speaker, as_usual, as_usual, as_usual)
        spectrum = _run(self._acoustic, given, output=1)
        return _run(self._vocoder, (spectrum,), output=0)[0, :, 0]


def _run(
    model: Interpreter, given: tuple[NDArray[np.int32] | _Wave, ...], output: int
) -> NDArray[np.float32]:
    inputs = model.get_input_details()
    model.resize_tensor_input(inputs[0]["index"], given[0].shape)
    model.allocate_tensors()
    for detail, value in zip(inputs, given, strict=True):
        model.set_tensor(detail["index"], value)
    model.invoke()
    return model.get_tensor(model.get_output_details()[output]["index"]).copy()


def without_foreign_operators(model: Path) -> bytes:
    """The model with TensorFlow's FlexRandomUniform replaced by the builtin RANDOM_UNIFORM.

    LiteRT has no Flex operators; two of them feed a dropout that was left in the model.
    """
    read = schema.ModelT.InitFromPackedBuf(bytearray(model.read_bytes()), 0)
    foreign = [n for n, code in enumerate(read.operatorCodes) if code.customCode]
    for number in foreign:
        code = read.operatorCodes[number]
        code.customCode = None
        code.builtinCode = schema.BuiltinOperator.RANDOM_UNIFORM
        code.deprecatedBuiltinCode = _PLACEHOLDER_FOR_GREATER_BUILTIN_CODES
    for graph in read.subgraphs:
        for operator in graph.operators:
            if operator.opcodeIndex in foreign:
                operator.builtinOptionsType = schema.BuiltinOptions.RandomOptions
                operator.builtinOptions = schema.RandomOptionsT()
                operator.builtinOptions.seed = operator.builtinOptions.seed2 = _SEED
                operator.customOptions = None
    builder = flatbuffers.Builder(model.stat().st_size)
    builder.Finish(read.Pack(builder), b"TFL3")
    return bytes(builder.Output())
