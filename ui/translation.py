"""The screens' languages: Qt's translation files (`.ts`), read at start and switched live.

The source text is English and lies in the QML files and in `ui.words`. A language is one file
`ui/i18n/booth_<language>.ts`, edited with Qt Linguist or by hand. It is read as it is: nothing has
to be compiled, nothing binary lies in the repository, and a bank can correct a word in place.

Two windows, two languages: the candidate may choose English while the operator reads Chinese. Each
window has its own translator, with the messages of its own QML files.
"""

import logging
import tempfile
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from app.domain.analysis import Language
from app.domain.errors import LanguagePackError
from app.domain.language_pack import Messages, read_language_pack
from ui.packing import pack

WindowName = Literal["candidate", "operator"]
FOLDER = Path(__file__).parent / "i18n"
OPERATOR_FOLDER = Path(__file__).parent / "qml" / "Operator"
WORDS = "Words"
"""Context of the sentences in `ui.words`."""
_log = logging.getLogger(__name__)


def read_messages(path: Path) -> Messages:
    """Read a `.ts` file.

    Raises:
        LanguagePackError: missing, or not a translation file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LanguagePackError(f"{path.name} cannot be read") from error
    return read_language_pack(content, path.name)


def _from_hq(given: Path | None) -> Messages:
    try:
        return read_messages(given) if given is not None else {}
    except LanguagePackError as error:
        _log.warning("headquarters' words are left out: %s", error)
        return {}


class Translations:
    """Every message of both windows, and the language each window is in."""

    def __init__(self, language: Language, parent: QObject, given: Path | None = None) -> None:
        """Read the packs; both windows begin in `language`.

        Args:
            language: of both windows.
            parent: of the translators.
            given: a pack from headquarters, whose messages stand over the shipped ones; one that
                cannot be read any more is left out.

        Raises:
            LanguagePackError: the shipped pack is missing or broken.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="booth-words-")
        self._messages: Messages = {**read_messages(FOLDER / "booth_zh.ts"), **_from_hq(given)}
        self._languages: dict[WindowName, Language] = {"candidate": "en", "operator": "en"}
        self._translators: dict[WindowName, QTranslator] = {
            "candidate": QTranslator(parent),
            "operator": QTranslator(parent),
        }
        self._load()
        for window in self._translators:
            self.choose(window, language)

    def _load(self) -> None:
        of_operator = {path.stem for path in OPERATOR_FOLDER.glob("*.qml")}
        for window, translator in self._translators.items():
            mine = {
                key: text
                for key, text in self._messages.items()
                if (key[0] in of_operator) == (window == "operator")
            }
            path = Path(self._folder.name) / f"{window}.qm"
            path.write_bytes(pack(mine))
            if not translator.load(str(path)):
                raise LanguagePackError("The translations could not be packed")

    def language_of(self, window: WindowName) -> Language:
        """The window's language."""
        return self._languages[window]

    def choose(self, window: WindowName, language: Language) -> bool:
        """Set a window's language; whether it changed (the window is then to be retranslated)."""
        if self._languages[window] == language:
            return False
        self._languages[window] = language
        if language == "en":
            QCoreApplication.removeTranslator(self._translators[window])
        else:
            QCoreApplication.installTranslator(self._translators[window])
        return True

    def say(self, window: WindowName, source: str) -> str:
        """A sentence of `ui.words` in a window's language."""
        if self._languages[window] == "en":
            return source
        return self._messages.get((WORDS, source), source)

    def close(self) -> None:
        """Take the translators out of the application."""
        for translator in self._translators.values():
            QCoreApplication.removeTranslator(translator)
        self._folder.cleanup()
