"""`booth idcard FRONT [--back BACK]`: read a resident ID card, or a document with a zone."""

import argparse
import contextlib
from dataclasses import replace
from pathlib import Path

from app.cli.command import Command, Context, Outcome
from app.domain.identity import CARD_BACK_FIELDS, CARD_FRONT_FIELDS, IdCard, Problem, fields_of
from app.domain.media import Image
from app.identity.card_checks import check_card
from app.identity.card_copy import copy_problems
from app.identity.document_checks import card_of_zone
from app.identity.documents import DocumentReader
from app.identity.errors import CardNotFoundError, DocumentOtherError, ZoneBrokenError
from app.identity.idcard import CardReading, card_of, doubts, joined_text
from app.identity.loading import load_devices, load_readers, load_still_faces
from app.perception.catalogue import ModelCatalogue
from app.perception.images import load_image


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "front",
        type=Path,
        metavar="FRONT",
        help="picture of the card's front, or of the page or side with the lines of <<<",
    )
    parser.add_argument("--back", type=Path, metavar="BACK", help="picture of the card's back")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    paths: list[Path] = [arguments.front, *([arguments.back] if arguments.back else [])]
    images = [load_image(path) for path in paths]
    catalogue = ModelCatalogue(context.models, context.resources)
    with (
        contextlib.closing(load_still_faces(catalogue)) as faces,
        contextlib.closing(load_devices(catalogue)) as devices,
    ):
        cards, documents = load_readers(catalogue, faces, devices)
        readings = [cards.read(image) for image in images]
        if all(reading.sides for reading in readings):
            card = _whole_card(readings, context)
        else:
            pictures = zip(paths, images, readings, strict=True)
            unread = [(path, image) for path, image, reading in pictures if not reading.sides]
            card = _document(documents, unread, context)
    data: dict[str, object] = {
        name: getattr(card, name)
        for name in ("document", *CARD_FRONT_FIELDS, *CARD_BACK_FIELDS, "nationality")
    }
    data["confidence"] = dict(card.confidence)
    data["problems"] = [{"code": item.code, "text": item.text} for item in card.problems]
    return Outcome(data, _text(card))


def _document(
    reader: DocumentReader, pictures: list[tuple[Path, Image]], context: Context
) -> IdCard:
    """The document whose machine-readable zone one of the pictures shows."""
    today = context.clock.now().date()
    readings = [(path, reader.read(image, today)) for path, image in pictures]
    path, reading = max(readings, key=lambda one: (one[1].zone is not None, one[1].broken))
    if reading.broken:
        raise ZoneBrokenError(f"The machine-readable lines of {path.name} contradict themselves")
    if reading.zone is None:
        raise CardNotFoundError(
            f"{path.name} shows neither side of a resident ID card, nor a machine-readable zone"
        )
    document = reading.zone.document
    if document is None:
        zone = reading.zone
        raise DocumentOtherError(f"{path.name} is of kind {zone.code}, issued by {zone.issuer}")
    card = card_of_zone(reading.zone, document, reading.confidence, today, blurred=reading.blurred)
    copied = tuple(copy_problems(reading.signs, live=False)) if reading.signs else ()
    card = replace(card, problems=(*card.problems, *copied))
    if document == "passport" and reading.portrait is None:
        problem = Problem("CARD-PORTRAIT", "No face was found on the passport's page")
        card = replace(card, problems=(*card.problems, problem))
    return card


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
    names = (*fields_of(card.document, "front"), *fields_of(card.document, "back"))
    lines = [f"{'document':<12}{card.document}"]
    lines.extend(
        f"{name:<12}{getattr(card, name) or '-'}"
        + (f"  ({confidence[name]:.2f})" if name in confidence else "")
        for name in names
    )
    lines.extend(f"! {item.code}: {item.text}" for item in card.problems)
    return "\n".join(lines)


COMMAND = Command(_add_arguments, _run)
