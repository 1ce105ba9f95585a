from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

class Word:
    start: float
    end: float
    word: str
    probability: float

class Segment:
    start: float
    end: float
    text: str
    words: list[Word] | None

class TranscriptionInfo:
    language: str
    duration: float

class WhisperModel:
    def __init__(
        self,
        model_size_or_path: str,
        *,
        device: str = ...,
        compute_type: str = ...,
        cpu_threads: int = ...,
        num_workers: int = ...,
        local_files_only: bool = ...,
    ) -> None: ...
    def transcribe(
        self,
        audio: NDArray[np.float32],
        *,
        language: str | None = ...,
        beam_size: int = ...,
        temperature: float | Sequence[float] = ...,
        condition_on_previous_text: bool = ...,
        word_timestamps: bool = ...,
        vad_filter: bool = ...,
    ) -> tuple[Iterable[Segment], TranscriptionInfo]: ...
