"""The screens' languages: Qt's translation files (`.ts`), read at start and switched live.

The source text is English and lies in the QML files and in `ui.words`. Chinese is the file
`ui/i18n/booth_zh.ts`, edited with Qt Linguist or by hand. It is read as it is: nothing has to be
compiled, nothing binary lies in the repository, and a bank can correct a word in place. Further
languages come in headquarters' language pack (docs/languages.md).

Two windows, two languages: the candidate may choose English while the operator reads Chinese. Each
window has its own translator, with the messages of its own QML files.
"""

import logging
import tempfile
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from app.domain.errors import BoothError, LanguagePackError
from app.domain.language_pack import LanguagePack, read_language_pack
from app.domain.screen_language import ScreenLanguage
from app.domain.translation_file import Messages, read_messages
from ui.packing import pack

WindowName = Literal["candidate", "operator"]
FOLDER = Path(__file__).parent / "i18n"
OPERATOR_FOLDER = Path(__file__).parent / "qml" / "Operator"
WORDS = "Words"
"""Context of the sentences in `ui.words`."""
_log = logging.getLogger(__name__)


def shipped_messages() -> Messages:
    """The program's own Chinese.

    Raises:
        LanguagePackError: missing, or not a translation file.
    """
    path = FOLDER / "booth_zh.ts"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LanguagePackError(f"{path.name} cannot be read") from error
    return read_messages(content, path.name, "zh")


def _from_hq(given: Path | None) -> LanguagePack:
    try:
        return {} if given is None else read_language_pack(given.read_bytes(), given.name)
    except (BoothError, OSError) as error:
        _log.warning("headquarters' words are left out: %s", error)
        return {}


class Translations:
    """Every message of both windows, and the language each window is in."""

    def __init__(
        self, language: ScreenLanguage, parent: QObject, given: Path | None = None
    ) -> None:
        """Read the packs; both windows begin in `language`.

        Args:
            language: of both windows.
            parent: of the translators.
            given: headquarters' pack: its Chinese stands over the shipped one, and it may bring
                further languages; one that cannot be read any more is left out.

        Raises:
            LanguagePackError: the shipped Chinese is missing or broken.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="booth-words-")
        self._parent = parent
        self._messages: dict[ScreenLanguage, Messages] = {"zh": shipped_messages()}
        for tag, words in _from_hq(given).items():
            self._messages[tag] = {**self._messages.get(tag, {}), **words.messages}
        self._languages: dict[WindowName, ScreenLanguage] = {"candidate": "en", "operator": "en"}
        self._translators: dict[tuple[WindowName, ScreenLanguage], QTranslator] = {}
        for window in self._languages:
            self.choose(window, language)

    @property
    def further(self) -> dict[ScreenLanguage, str]:
        """The pack's languages beside Chinese, each with every letter that it is written in."""
        return {
            tag: "".join(sorted(set("".join(messages.values()))))
            for tag, messages in self._messages.items()
            if tag != "zh"
        }

    def _translator(self, window: WindowName, language: ScreenLanguage) -> QTranslator:
        """Made when first asked for.

        Raises:
            LanguagePackError: the messages could not be packed.
        """
        if (known := self._translators.get((window, language))) is not None:
            return known
        of_operator = {path.stem for path in OPERATOR_FOLDER.glob("*.qml")}
        mine = {
            key: text
            for key, text in self._messages.get(language, {}).items()
            if (key[0] in of_operator) == (window == "operator")
        }
        path = Path(self._folder.name) / f"{window}_{language}.qm"
        path.write_bytes(pack(mine))
        translator = QTranslator(self._parent)
        if not translator.load(str(path)):
            raise LanguagePackError(f"The translations into {language} could not be packed")
        self._translators[window, language] = translator
        return translator

    def language_of(self, window: WindowName) -> ScreenLanguage:
        """The window's language."""
        return self._languages[window]

    def choose(self, window: WindowName, language: ScreenLanguage) -> bool:
        """Set a window's language; whether it changed (the window is then to be retranslated).

        Raises:
            LanguagePackError: the messages could not be packed.
        """
        before = self._languages[window]
        if before == language:
            return False
        if before != "en":
            QCoreApplication.removeTranslator(self._translator(window, before))
        if language != "en":
            QCoreApplication.installTranslator(self._translator(window, language))
        self._languages[window] = language
        return True

    def say(self, window: WindowName, source: str) -> str:
        """A sentence of `ui.words` in a window's language."""
        messages = self._messages.get(self._languages[window], {})
        return messages.get((WORDS, source), source)

    def close(self) -> None:
        """Take the translators out of the application."""
        for translator in self._translators.values():
            QCoreApplication.removeTranslator(translator)
        self._folder.cleanup()
