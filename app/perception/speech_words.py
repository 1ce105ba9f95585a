"""Words into transcripts."""

from collections.abc import Sequence

from app.domain.analysis import Language, ModelRef, Transcript, Word


def transcript_of(words: Sequence[Word], language: Language, model: ModelRef) -> Transcript:
    """The transcript that the words make.

    The confidence is the words' mean, weighted by how long each lasts.
    """
    text = ("" if language == "zh" else " ").join(word.text for word in words)
    weights = [max(0.01, word.end_s - word.start_s) for word in words]
    weighted = sum(word.confidence * weight for word, weight in zip(words, weights, strict=True))
    confidence = weighted / sum(weights) if words else 0.0
    return Transcript(language, text, tuple(words), confidence, model)
