"""`booth transcribe AUDIO --lang zh|en`: recognise speech offline."""

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli.command import Command, Context, Outcome
from app.domain.analysis import Transcript
from app.perception.catalogue import ModelCatalogue
from app.perception.speech import open_recognizer
from app.perception.speech_gate import recognise
from app.perception.speech_sound import load_sound, require_sound
from app.perception.voice import SileroVoiceDetector
from app.ports.speech import SPEECH_RATE_HZ, VoiceSegment


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("audio", type=Path, metavar="AUDIO", help="any sound or video file")
    parser.add_argument("--lang", choices=("zh", "en"), required=True, help="language spoken")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    path: Path = arguments.audio
    samples = load_sound(path)
    require_sound(samples, path.name)
    recognizer = open_recognizer(arguments.lang, ModelCatalogue(context.models, context.resources))
    segments = SileroVoiceDetector().segments(samples)
    transcript = recognise(recognizer, samples, segments)
    return Outcome(as_json(transcript, segments, len(samples) / SPEECH_RATE_HZ), _text(transcript))


def as_json(
    transcript: Transcript, segments: tuple[VoiceSegment, ...], duration_s: float
) -> dict[str, object]:
    """The transcript with how much speech there was."""
    return {
        "text": transcript.text,
        "words": [asdict(word) for word in transcript.words],
        "confidence": round(transcript.confidence, 4),
        "model": asdict(transcript.model),
        "language": transcript.language,
        "duration_s": round(duration_s, 2),
        "speech_s": round(sum(s.end_s - s.start_s for s in segments), 2),
    }


def _text(transcript: Transcript) -> str:
    if not transcript.words:
        return "(no speech)"
    return f"{transcript.text}\n(confidence {transcript.confidence:.2f}, {transcript.model.name})"


COMMAND = Command(_add_arguments, _run)
