"""Recognition only where somebody speaks: noise between is never given to the recogniser."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.analysis import Transcript, Word
from app.domain.media import Samples
from app.perception.speech_words import transcript_of
from app.ports.speech import SPEECH_RATE_HZ, Recognizer, VoiceSegment


@dataclass(frozen=True, slots=True)
class GateSettings:
    """How the sound is cut for the recogniser.

    Source: docs/measurements-speech.md, "With and without the gate".

    Attributes:
        pad_s: sound kept before and after what the voice detector marks, for soft consonants.
        join_s: stretches closer than this are given as one, so that no sentence is cut.
    """

    pad_s: float = 0.3
    join_s: float = 1.5


def recognise(
    recognizer: Recognizer,
    samples: Samples,
    segments: Sequence[VoiceSegment],
    settings: GateSettings | None = None,
) -> Transcript:
    """What is said where somebody speaks; noise between is never given to the recogniser.

    Args:
        recognizer: for the language spoken.
        samples: at `SPEECH_RATE_HZ`.
        segments: where somebody speaks, from a `VoiceDetector`; none gives an empty transcript.
        settings: how to cut.

    Returns:
        Word times count from the start of `samples`.
    """
    words: list[Word] = []
    duration_s = len(samples) / SPEECH_RATE_HZ
    for stretch in stretches(
        segments, duration_s, recognizer.longest_s, settings or GateSettings()
    ):
        first, last = round(stretch.start_s * SPEECH_RATE_HZ), round(stretch.end_s * SPEECH_RATE_HZ)
        heard = recognizer.transcribe(samples[first:last])
        words += [_moved(word, stretch) for word in heard.words]
    return transcript_of(words, recognizer.language, recognizer.model)


def stretches(
    segments: Sequence[VoiceSegment], duration_s: float, longest_s: float, settings: GateSettings
) -> tuple[VoiceSegment, ...]:
    """The pieces of sound to recognise: segments padded, and joined where they are close.

    Args:
        segments: where somebody speaks.
        duration_s: length of the sound.
        longest_s: no piece is longer, unless one segment alone is.
        settings: how to cut.
    """
    found: list[VoiceSegment] = []
    for segment in segments:
        start = max(0.0, segment.start_s - settings.pad_s)
        end = min(duration_s, segment.end_s + settings.pad_s)
        last = found[-1] if found else None
        if last and start - last.end_s < settings.join_s and end - last.start_s <= longest_s:
            found[-1] = VoiceSegment(last.start_s, end)
        else:
            found.append(VoiceSegment(max(start, last.end_s) if last else start, end))
    return tuple(found)


def _moved(word: Word, stretch: VoiceSegment) -> Word:
    end_s = min(word.end_s + stretch.start_s, stretch.end_s)
    start_s = min(word.start_s + stretch.start_s, end_s)
    return replace(word, start_s=round(start_s, 3), end_s=round(end_s, 3))
