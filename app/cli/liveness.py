"""`booth liveness VIDEO --challenge blink,...`: asked gestures in a recording, in order."""

import argparse
import contextlib
import itertools
from dataclasses import asdict
from pathlib import Path

from app.cli.command import Command, Context, Outcome
from app.domain.identity import CHALLENGES, Challenge, Liveness
from app.domain.timing import NS_PER_S, MonotonicNs
from app.identity.errors import ChallengeUnknownError, FaceNotFoundError
from app.identity.liveness import LivenessTest
from app.identity.liveness_watch import LivenessWatch
from app.identity.loading import load_devices, load_embedder, load_tracker
from app.perception.catalogue import ModelCatalogue
from app.perception.speech import open_digit_recognizer
from app.perception.speech_digits import Said, find_digits
from app.perception.speech_sound import load_sound
from app.perception.videos import read_video

RATE_HZ = 30.0
LONGEST_SIDE_PX = 960


def _challenges(text: str) -> tuple[Challenge, ...]:
    known: dict[str, Challenge] = {name: name for name in CHALLENGES}
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        error = ChallengeUnknownError(f"No such challenge: {', '.join(unknown) or 'none given'}")
        raise argparse.ArgumentTypeError(str(error))
    return tuple(known[name] for name in names)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("video", type=Path, metavar="VIDEO", help="a clip with one person")
    parser.add_argument(
        "--challenge",
        type=_challenges,
        required=True,
        metavar="NAMES",
        help=f"gestures in the order asked, from {', '.join(CHALLENGES)}",
    )
    parser.add_argument(
        "--digits", default="", help="for say_digits: what is read aloud in the clip"
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="for say_digits: in which language"
    )
    parser.add_argument(
        "--each-s",
        type=float,
        default=float("inf"),
        help="seconds allowed for each gesture (default: the whole clip)",
    )


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    frames = read_video(arguments.video, RATE_HZ, LONGEST_SIDE_PX)
    first = next(frames)  # refuses what is no video before any model is loaded
    catalogue = ModelCatalogue(context.models, context.resources)
    said = _said(arguments, catalogue)
    test = LivenessTest(arguments.challenge, arguments.each_s)
    with (
        contextlib.closing(load_tracker(catalogue)) as tracker,
        contextlib.closing(load_devices(catalogue)) as devices,
    ):
        watch = LivenessWatch(tracker, load_embedder(catalogue), devices, test)
        for frame in itertools.chain([first], frames):
            due = said is not None and said.end_s <= frame.at_s
            watch.see(frame.image, MonotonicNs(round(frame.at_s * NS_PER_S)), said if due else None)
            if test.finished:
                break
    result = watch.result()
    if any(problem.code == FaceNotFoundError.code for problem in result.problems):
        raise FaceNotFoundError(f"No face was found in {arguments.video.name}")
    data: dict[str, object] = {
        "passed": result.passed,
        "challenges": [asdict(item) for item in result.challenges],
        "spoof_score": result.spoof_score,
        "problems": [{"code": item.code, "text": item.text} for item in result.problems],
    }
    return Outcome(data, _text(result))


def _said(arguments: argparse.Namespace, catalogue: ModelCatalogue) -> Said | None:
    """When the digits are said in the clip's own sound; None where they are not, or not asked."""
    if "say_digits" not in arguments.challenge:
        return None
    if not arguments.digits.isdecimal():
        raise ChallengeUnknownError("say_digits was asked without --digits")
    recognizer = open_digit_recognizer(arguments.lang, catalogue)
    return find_digits(recognizer.transcribe(load_sound(arguments.video)), arguments.digits)


def _text(result: Liveness) -> str:
    lines = ["passed" if result.passed else "not passed"]
    for item in result.challenges:
        seen = f"seen at {item.at_s:.2f} s" if item.at_s is not None else "not seen"
        lines.append(f"{item.challenge}: {seen} (peak {item.peak:.2f})")
    lines.extend(f"! {problem.code}: {problem.text}" for problem in result.problems)
    return "\n".join(lines)


COMMAND = Command(_add_arguments, _run)
