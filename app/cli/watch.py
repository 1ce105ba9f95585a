"""`booth watch VIDEO [--audio WAV]`: run the live monitor over a recording."""

import argparse
from dataclasses import asdict
from pathlib import Path

from app.analysis.footage import observe_video
from app.cli.command import Command, Context, Outcome
from app.domain.observation import Alert, Unwatched
from app.domain.timing import NS_PER_S
from app.monitoring.coverage import Coverage
from app.monitoring.rules import Monitor
from app.perception.catalogue import ModelCatalogue
from app.perception.speech_sound import load_sound

LOOKS_PER_S = 5.0
"""As the watcher looks. Source: `app.identity.steps`."""

NOT_WATCHED = ("second_voice",)
"""Kinds of alert for which there is no detector yet."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("video", type=Path, metavar="VIDEO", help="any video file")
    parser.add_argument("--audio", type=Path, metavar="WAV", help="its sound, where separate")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    if arguments.audio:
        load_sound(arguments.audio)
    catalogue = ModelCatalogue(context.models, context.resources)
    alerts, unwatched, looks, end_s = watch(arguments.video, catalogue)
    data: dict[str, object] = {
        "events": [_event(alert) for alert in alerts],
        "not_watched": list(NOT_WATCHED),
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
    lines.append(f"{looks} looks in {end_s:.1f} s; not watched: {', '.join(NOT_WATCHED)}")
    return Outcome(data, "\n".join(lines))


Watched = tuple[tuple[Alert, ...], tuple[Unwatched, ...], int, float]


def watch(video: Path, catalogue: ModelCatalogue) -> Watched:
    """The closed alerts, the stretches without pictures, the looks, the time of the last one."""
    monitor, coverage = Monitor(), Coverage()
    coverage.start(("candidate",), 0.0)
    changes: list[Alert] = []
    gaps: list[Unwatched] = []
    looks, at_s = 0, 0.0
    shown = observe_video(video, catalogue, LOOKS_PER_S, objects=True, likeness=True)
    for observation in shown:
        at_s = observation.at_ns / NS_PER_S
        looks += 1
        gaps += coverage.step(at_s, {"candidate": "camera_lost"})
        coverage.looked("candidate", at_s)
        changes += monitor.step(observation, at_s)
    changes += monitor.finish(at_s)
    gaps += (*coverage.step(at_s, {}), *coverage.stop(at_s))
    closed = sorted((a for a in changes if a.end_s is not None), key=lambda a: a.start_s)
    return tuple(closed), tuple(gap for gap in gaps if gap.end_s is not None), looks, at_s


def _event(alert: Alert) -> dict[str, object]:
    event = asdict(alert)
    return {key: event[key] for key in ("kind", "start_s", "end_s", "confidence")}


COMMAND = Command(_add_arguments, _run)
