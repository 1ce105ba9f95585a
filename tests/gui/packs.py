"""The language pack that lies beside the program, as a kiosk holds it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.hq_words import pack_folder
from app.domain.consent import ConsentText
from app.domain.language_pack import read_language_pack
from app.domain.screen_language import ScreenLanguage

LANGUAGES = Path(__file__).resolve().parents[2] / "resources" / "languages"


@contextmanager
def language_pack() -> Iterator[Path]:
    """Its file."""
    with tempfile.TemporaryDirectory(prefix="booth-pack-") as name:
        file = Path(name) / "language"
        file.write_bytes(pack_folder(LANGUAGES))
        yield file


def shipped_consent(language: ScreenLanguage) -> ConsentText:
    """Its consent form in that language."""
    consent = read_language_pack(pack_folder(LANGUAGES), "pack")[language].consent
    assert consent is not None
    return consent
