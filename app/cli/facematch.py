"""`booth facematch A B`: whether two pictures show one person."""

import argparse
import contextlib
from pathlib import Path

from app.cli.command import EXIT_DONE, EXIT_REFUSED, Command, Context, Outcome
from app.domain.identity import FaceMatch
from app.identity.errors import FaceNotFoundError, TwoFacesError
from app.identity.facematch import FaceLook
from app.identity.loading import load_matcher, load_still_faces
from app.perception.catalogue import ModelCatalogue
from app.perception.images import load_image


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("a", type=Path, metavar="A", help="a picture with one face")
    parser.add_argument("b", type=Path, metavar="B", help="another picture with one face")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    paths: list[Path] = [arguments.a, arguments.b]
    images = [load_image(path) for path in paths]
    catalogue = ModelCatalogue(context.models, context.resources)
    with contextlib.closing(load_still_faces(catalogue)) as faces:
        matcher = load_matcher(catalogue, faces)
        looks = [matcher.look(image) for image in images]
    for path, look in zip(paths, looks, strict=True):
        _refuse_unclear(path, look)
    match = matcher.match(looks[0], looks[1])
    data: dict[str, object] = {
        "score": match.score,
        "threshold": match.threshold,
        "match": match.match,
        "quality": dict(match.quality),
        "problems": [{"code": item.code, "text": item.text} for item in match.problems],
        "model": match.model,
    }
    return Outcome(data, _text(match), EXIT_DONE if match.score is not None else EXIT_REFUSED)


def _refuse_unclear(path: Path, look: FaceLook) -> None:
    for problem in look.problems:
        if problem.code == FaceNotFoundError.code:
            raise FaceNotFoundError(f"No face was found in {path.name}")
        if problem.code == TwoFacesError.code:
            raise TwoFacesError(f"{path.name}: {problem.text}")


def _text(match: FaceMatch) -> str:
    problems = [f"! {item.code}: {item.text}" for item in match.problems]
    if match.score is None:
        return "\n".join(["not compared", *problems])
    verdict = "match" if match.match else "no match"
    return "\n".join([f"{verdict}: {match.score:.3f}, threshold {match.threshold:.2f}", *problems])


COMMAND = Command(_add_arguments, _run)
