"""The demonstration's media: recordings from a folder, or generated ones."""

from pathlib import Path

from app.demo.media_cards import Specimen
from app.demo.media_generated import generate
from app.demo.media_given import prepare_given
from app.demo.media_set import DemoMedia, Scene, Speech, with_code
from app.perception.catalogue import ModelCatalogue

__all__ = ["DemoMedia", "Scene", "Specimen", "Speech", "prepare_media", "with_code"]


def prepare_media(
    folder: Path | None,
    work: Path,
    models: ModelCatalogue,
    person: Specimen | None = None,
    answers: int = 3,
) -> DemoMedia:
    """The media of a demonstration.

    Args:
        folder: recordings; None generates everything.
        work: folder for what is made; generated media are found there again by the next run.
        models: portrait, face landmarker and voice.
        person: what a specimen card says; a made-up woman by default.
        answers: how many answers are to be given.

    Raises:
        BoothError: see `app.demo.media_generated.generate` and
            `app.demo.media_given.prepare_given`.
    """
    if folder is None:
        return generate(work, models, person or Specimen())
    return prepare_given(folder, work, models, person or Specimen(), answers)
