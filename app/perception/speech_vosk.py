"""Mandarin by Vosk (Kaldi). The model's folder is given; nothing is ever looked for elsewhere."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, cast

from vosk import KaldiRecognizer, Model, SetLogLevel

from app.domain.analysis import Language, ModelRef, Transcript, Word
from app.domain.media import Samples
from app.perception.errors import SpeechModelError
from app.perception.speech_words import transcript_of
from app.ports.speech import SPEECH_RATE_HZ

_ACOUSTIC_MODEL = Path("am", "final.mdl")
_CHUNK = SPEECH_RATE_HZ // 4


class _VoskWord(TypedDict):
    word: str
    start: float
    end: float
    conf: float


class _VoskResult(TypedDict, total=False):
    text: str
    result: list[_VoskWord]


class VoskRecognizer:
    """One Vosk model. See `Recognizer`."""

    keeps_fillers = True
    longest_s = 600.0

    def __init__(
        self,
        folder: Path,
        model: ModelRef,
        language: Language = "zh",
        only: Sequence[str] = (),
    ) -> None:
        """Load the model.

        Args:
            folder: holds `am/final.mdl`, itself or in its only folder.
            model: name and digest, for the transcripts.
            language: what the model recognises.
            only: the words it may hear, and no others; empty for all that it knows.

        Raises:
            SpeechModelError: there is no Vosk model in the folder, or it cannot be loaded.
        """
        found = [folder, *(path for path in sorted(folder.glob("*")) if path.is_dir())]
        root = next((path for path in found if (path / _ACOUSTIC_MODEL).is_file()), None)
        if root is None:
            raise SpeechModelError(f"{folder.name} holds no {_ACOUSTIC_MODEL.as_posix()}")
        SetLogLevel(-1)
        try:
            # A path, never a name: with a name it looks on the network and ends the process.
            self._model = Model(model_path=str(root))
        except Exception as error:
            raise SpeechModelError(f"Vosk cannot load {folder.name}") from error
        self.language: Language = language
        self.model = model
        self._grammar = json.dumps([*only, "[unk]"], ensure_ascii=False) if only else ""

    def transcribe(self, samples: Samples) -> Transcript:
        """What is said. See `Recognizer`."""
        grammar = (self._grammar,) if self._grammar else ()
        recognizer = KaldiRecognizer(self._model, SPEECH_RATE_HZ, *grammar)
        recognizer.SetWords(True)  # noqa: FBT003 - the library's own signature
        words: list[Word] = []
        for start in range(0, len(samples), _CHUNK):
            if recognizer.AcceptWaveform(samples[start : start + _CHUNK].tobytes()):
                words += _words(recognizer.Result())
        words += _words(recognizer.FinalResult())
        return transcript_of(words, self.language, self.model)


def _words(result: str) -> list[Word]:
    parsed = cast("_VoskResult", json.loads(result))
    return [
        Word(word["word"], word["start"], word["end"], min(1.0, word["conf"]))
        for word in parsed.get("result", [])
        if not word["word"].startswith(("[", "<"))
    ]
