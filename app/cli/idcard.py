"""`booth idcard FRONT [--back BACK]`: read a resident ID card."""

import argparse
import contextlib
from dataclasses import replace
from pathlib import Path

from app.cli.command import Command, Context, Outcome
from app.domain.identity import CARD_BACK_FIELDS, CARD_FRONT_FIELDS, IdCard, Problem
from app.domain.media import Image
from app.identity.card_checks import check_card
from app.identity.errors import CardNotFoundError
from app.identity.idcard import CardReader, CardReading, card_of, doubts, joined_text
from app.identity.loading import load_card_reader, load_still_faces
from app.perception.catalogue import ModelCatalogue
from app.perception.images import load_image


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("front", type=Path, metavar="FRONT", help="picture of the card's front")
    parser.add_argument("--back", type=Path, metavar="BACK", help="picture of the card's back")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    paths: list[Path] = [arguments.front, *([arguments.back] if arguments.back else [])]
    images = [load_image(path) for path in paths]
    catalogue = ModelCatalogue(context.models, context.resources)
    with contextlib.closing(load_still_faces(catalogue)) as faces:
        reader = load_card_reader(catalogue, faces)
        readings = [_read(reader, path, image) for path, image in zip(paths, images, strict=True)]
    card = _whole_card(readings, context)
    data: dict[str, object] = {
        name: getattr(card, name) for name in (*CARD_FRONT_FIELDS, *CARD_BACK_FIELDS)
    }
    data["confidence"] = dict(card.confidence)
    data["problems"] = [{"code": item.code, "text": item.text} for item in card.problems]
    return Outcome(data, _text(card))


def _read(reader: CardReader, path: Path, image: Image) -> CardReading:
    reading = reader.read(image)
    if not reading.sides:
        raise CardNotFoundError(f"{path.name} shows neither side of a resident ID card")
    return reading


def _whole_card(readings: list[CardReading], context: Context) -> IdCard:
    today = context.clock.now().date()
    if len(readings) == 1:
        card = card_of(readings[0], today)
    else:
        text = joined_text(readings[0].text, readings[1].text)
        card = check_card(text, today)
        against = {item.code: item for reading in readings for item in doubts(reading)}
        card = replace(card, problems=(*card.problems, *against.values()))
        if text.has_front and all(reading.portrait is None for reading in readings):
            problem = Problem("CARD-PORTRAIT", "No face was found in the card's portrait")
            card = replace(card, problems=(*card.problems, problem))
    sides = {side for reading in readings for side in reading.sides}
    missing = tuple(
        Problem("CARD-SIDE-MISSING", f"The card's {side} is on no picture given")
        for side in ("front", "back")
        if side not in sides
    )
    return replace(card, problems=(*card.problems, *missing))


def _text(card: IdCard) -> str:
    confidence = dict(card.confidence)
    lines = [
        f"{name:<11}{getattr(card, name) or '-'}"
        + (f"  ({confidence[name]:.2f})" if name in confidence else "")
        for name in (*CARD_FRONT_FIELDS, *CARD_BACK_FIELDS)
    ]
    lines.extend(f"! {item.code}: {item.text}" for item in card.problems)
    return "\n".join(lines)


COMMAND = Command(_add_arguments, _run)
