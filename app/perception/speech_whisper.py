"""English by Whisper (CTranslate2, int8 on the CPU), from a local folder only."""

from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.transcribe import Word as WhisperWord

from app.domain.analysis import Language, ModelRef, Transcript, Word
from app.domain.media import Samples
from app.perception.errors import SpeechModelError
from app.perception.speech_words import transcript_of

_FILES = ("model.bin", "config.json", "tokenizer.json")
_FULL_SCALE = 32768.0


class WhisperRecognizer:
    """One Whisper model. See `Recognizer`. It leaves hesitations out of what it hears."""

    keeps_fillers = False
    longest_s = 28.0
    """Whisper looks at 30 s at a time."""

    def __init__(
        self, folder: Path, model: ModelRef, language: Language = "en", threads: int = 2
    ) -> None:
        """Load the model.

        Args:
            folder: holds `model.bin`, `config.json` and `tokenizer.json`. All are needed: with
                one missing, the library would ask a hub for it.
            model: name and digest, for the transcripts.
            language: what is spoken.
            threads: CPU threads.

        Raises:
            SpeechModelError: a file is missing, or the model cannot be loaded.
        """
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise SpeechModelError(f"{folder.name} holds no {missing[0]}")
        try:
            self._whisper = WhisperModel(
                str(folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=threads,
                local_files_only=True,
            )
        except Exception as error:
            raise SpeechModelError(f"Whisper cannot load {folder.name}") from error
        self.language: Language = language
        self.model = model

    def transcribe(self, samples: Samples) -> Transcript:
        """What is said. See `Recognizer`.

        Greedy over temperatures (0 only), so that the same sound always gives the same words.
        """
        segments, _ = self._whisper.transcribe(
            samples.astype(np.float32) / np.float32(_FULL_SCALE),
            language=self.language,
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=False,
        )
        parts = [word for segment in segments for word in segment.words or []]
        return transcript_of(_joined(parts), self.language, self.model)


def _joined(parts: list[WhisperWord]) -> list[Word]:
    """Words; a part without a space before it belongs to the word before (`D` + `.C.`)."""
    words: list[Word] = []
    for part in parts:
        text, start_s, end_s = part.word.strip(), float(part.start), float(part.end)
        sure = float(part.probability)
        if words and not part.word.startswith(" "):
            last = words[-1]
            words[-1] = Word(last.text + text, last.start_s, end_s, min(last.confidence, sure))
        elif text:
            words.append(Word(text, start_s, end_s, sure))
    return words
