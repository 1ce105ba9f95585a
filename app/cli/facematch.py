"""`booth facematch A B`: whether two pictures show one person."""

import argparse
import contextlib
from dataclasses import asdict
from pathlib import Path

from app.cli.command import EXIT_DONE, EXIT_REFUSED, Command, Context, Outcome
from app.domain.identity import FaceMatch
from app.identity.errors import FaceNotFoundError, TwoFacesError
from app.identity.face_rates import FaceRates, read_rates
from app.identity.facematch import FaceLook, FaceMatcher
from app.identity.loading import load_match_engine, load_still_faces
from app.perception.catalogue import ModelCatalogue
from app.perception.images import load_image


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("a", type=Path, metavar="A", help="a picture with one face")
    parser.add_argument("b", type=Path, metavar="B", help="another picture with one face")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    paths: list[Path] = [arguments.a, arguments.b]
    images = [load_image(path) for path in paths]
    catalogue = ModelCatalogue(context.models, context.resources)
    engine = load_match_engine(catalogue)
    rates = read_rates(context.resources, engine)
    with contextlib.closing(load_still_faces(catalogue)) as faces:
        matcher = FaceMatcher(faces, engine)
        looks = [matcher.look(image) for image in images]
    for path, look in zip(paths, looks, strict=True):
        _refuse_unclear(path, look)
    match = matcher.match(looks[0], looks[1])
    data: dict[str, object] = {
        "score": match.score,
        "threshold": match.threshold,
        "match": match.match,
        "sure": match.sure,
        "person_compares": match.likely,
        "quality": dict(match.quality),
        "problems": [{"code": item.code, "text": item.text} for item in match.problems],
        "model": match.model,
        "error_rates": None if rates is None else asdict(rates),
    }
    return Outcome(
        data, _text(match, rates), EXIT_DONE if match.score is not None else EXIT_REFUSED
    )


def _refuse_unclear(path: Path, look: FaceLook) -> None:
    for problem in look.problems:
        if problem.code == FaceNotFoundError.code:
            raise FaceNotFoundError(f"No face was found in {path.name}")
        if problem.code == TwoFacesError.code:
            raise TwoFacesError(f"{path.name}: {problem.text}")


def _text(match: FaceMatch, rates: FaceRates | None) -> str:
    problems = [f"! {item.code}: {item.text}" for item in match.problems]
    if match.score is None:
        return "\n".join(["not compared", *problems])
    verdict = "match" if match.match else "no match"
    if match.likely:
        verdict = f"match, but a person has to compare them as well (sure from {match.sure:.2f})"
    verdict = f"{verdict}: {match.score:.3f}, threshold {match.threshold:.2f}"
    return "\n".join([verdict, *_measured(rates), *problems])


def _measured(rates: FaceRates | None) -> list[str]:
    if rates is None:
        return ["error rates of this model at this threshold: not measured"]
    return [
        f"{each.kind.replace('_', ' ')}: false matches {each.fmr.errors} of {each.fmr.pairs}, "
        f"false non-matches {each.fnmr.errors} of {each.fnmr.pairs} ({rates.measured_on})"
        for each in rates.kinds
    ]


COMMAND = Command(_add_arguments, _run)
