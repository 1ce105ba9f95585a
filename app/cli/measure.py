"""`booth measure [--camera SRC]`: act a script before the camera; what the monitor tells of it."""

import argparse
import sys
from collections.abc import Iterable, Iterator

from app.analysis.footage import OBSERVED_WIDTH_PX, Observer
from app.cli.command import Command, Context, Outcome
from app.cli.measured import line, told
from app.domain.media import Image
from app.domain.observation import Alert
from app.domain.timing import NS_PER_S, MonotonicNs, seconds_between
from app.monitoring.measuring import SCRIPT, Act, judged
from app.monitoring.rules import Monitor
from app.perception.catalogue import ModelCatalogue
from app.ports.devices import CameraSpec
from app.recording.decoding import CameraReader
from app.recording.pictures import shown
from app.sync.monitor_measured import keep

LOOK_EVERY_S = 0.2
"""As the watcher looks. Source: `app.identity.steps`."""
_SIZE = (OBSERVED_WIDTH_PX, 720)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--camera", default="0", metavar="SRC", help="the candidate's camera, as for `booth check`"
    )


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    with Observer(ModelCatalogue(context.models, context.resources), objects=True) as observer:
        pictures = _filmed(str(arguments.camera), context)
        alerts = watched(observer, pictures, SCRIPT)
    measured = judged(SCRIPT, alerts, context.clock.now())
    keep(context.data, measured)
    return Outcome(told(measured), line(measured, context.clock.now()))


def watched(
    observer: Observer, pictures: Iterable[tuple[Image, float]], script: tuple[Act, ...]
) -> tuple[Alert, ...]:
    """Say what to do, act by act, and give what the rules tell of it.

    Args:
        observer: the live models.
        pictures: with their second from the start; the script ends with them or before.
        script: what to do.
    """
    monitor, changes, at_s = Monitor(), list[Alert](), 0.0
    left = list(script)
    next_s = 0.0
    for image, at_s in pictures:
        if at_s >= next_s:
            if not left:
                break
            act = left.pop(0)
            next_s += act.seconds
            sys.stderr.write(f"{act.seconds:3.0f} s  {act.zh} / {act.en}\n")
        changes += monitor.step(observer.look(image, MonotonicNs(round(at_s * NS_PER_S))), at_s)
    changes += monitor.finish(at_s)
    return tuple(alert for alert in changes if alert.end_s is not None)


def _filmed(source: str, context: Context) -> Iterator[tuple[Image, float]]:
    """Pictures of the camera, five a second, with their second from the first."""
    camera = context.devices.open_camera(CameraSpec("candidate", source))
    try:
        reader = CameraReader(camera)
        first = reader.read()
        next_s = 0.0
        shot = first
        while True:
            at_s = seconds_between(first.captured_ns, shot.captured_ns)
            if at_s >= next_s:
                next_s = at_s + LOOK_EVERY_S
                yield shown(shot.planes, _SIZE), at_s
            shot = reader.read()
    finally:
        camera.close()


COMMAND = Command(_add_arguments, _run)
