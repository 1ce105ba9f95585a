"""`booth watch VIDEO [--audio WAV]`: run the live monitor over a recording."""

import argparse
from dataclasses import asdict
from pathlib import Path

from app.analysis.footage import observe_video
from app.cli.command import Command, Context, Outcome
from app.domain.media import Samples
from app.domain.observation import Alert, AlertKind, Unwatched
from app.domain.timing import NS_PER_S
from app.monitoring.coverage import Coverage
from app.monitoring.pictures import PoorPictures
from app.monitoring.rules import Monitor
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import AudioEmptyError, AudioMissingError, AudioUnreadableError
from app.perception.speech_sound import load_sound

LOOKS_PER_S = 5.0
"""As the watcher looks. Source: `app.identity.steps`."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("video", type=Path, metavar="VIDEO", help="any video file")
    parser.add_argument("--audio", type=Path, metavar="WAV", help="its sound, where separate")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    sound = _sound(arguments.video, arguments.audio)
    not_watched: list[AlertKind] = [] if sound is not None else ["second_voice"]
    catalogue = ModelCatalogue(context.models, context.resources)
    alerts, unwatched, looks, end_s = watch(arguments.video, catalogue, sound)
    data: dict[str, object] = {
        "events": [_event(alert) for alert in alerts],
        "not_watched": not_watched,
        "unwatched": [
            {"from_s": span.start_s, "to_s": span.end_s, "cause": span.cause} for span in unwatched
        ],
        "looks": looks,
        "duration_s": round(end_s, 2),
    }
    lines = [
        f"{a.start_s:7.1f} - {a.end_s or end_s:7.1f} s  {a.kind}  {a.confidence:.2f}"
        for a in alerts
    ]
    lines += [
        f"{span.start_s:7.1f} - {span.end_s or end_s:7.1f} s  not watched: {span.cause}"
        for span in unwatched
    ]
    missing = "; no sound, so second_voice was not watched" if not_watched else ""
    lines.append(f"{looks} looks in {end_s:.1f} s{missing}")
    return Outcome(data, "\n".join(lines))


Watched = tuple[tuple[Alert, ...], tuple[Unwatched, ...], int, float]


def watch(video: Path, catalogue: ModelCatalogue, sound: Samples | None = None) -> Watched:
    """The closed alerts, the stretches without pictures, the looks, the time of the last one.

    Args:
        video: the recording.
        catalogue: where the models lie.
        sound: that belongs to it, mono at 16 kHz; None to listen to nothing.
    """
    monitor, coverage, pictures = Monitor(), Coverage(), PoorPictures()
    coverage.start(("candidate",), 0.0)
    changes: list[Alert] = []
    gaps: list[Unwatched] = []
    looks, at_s = 0, 0.0
    shown = observe_video(video, catalogue, LOOKS_PER_S, objects=True, likeness=True, sound=sound)
    for observation in shown:
        at_s = observation.at_ns / NS_PER_S
        looks += 1
        gaps += coverage.step(at_s, {"candidate": "camera_lost"})
        coverage.looked("candidate", at_s)
        gaps += pictures.take(observation, at_s)
        changes += monitor.step(observation, at_s)
    changes += monitor.finish(at_s)
    gaps += (*coverage.step(at_s, {}), *coverage.stop(at_s), *pictures.stop(at_s))
    closed = sorted((a for a in changes if a.end_s is not None), key=lambda a: a.start_s)
    return tuple(closed), tuple(gap for gap in gaps if gap.end_s is not None), looks, at_s


def _sound(video: Path, audio: Path | None) -> Samples | None:
    """The sound given, or the video's own; None where it has none that can be decoded."""
    if audio is not None:
        return load_sound(audio)
    try:
        return load_sound(video)
    except (AudioMissingError, AudioEmptyError, AudioUnreadableError):
        return None


def _event(alert: Alert) -> dict[str, object]:
    event = asdict(alert)
    return {key: event[key] for key in ("kind", "start_s", "end_s", "confidence")}


COMMAND = Command(_add_arguments, _run)
