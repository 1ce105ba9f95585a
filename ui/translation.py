"""The screens' languages: Qt's translation files (`.ts`), read at start and switched live.

The source text is English and lies in the QML files and in `ui.words`. A language is one file
`ui/i18n/booth_<language>.ts`, edited with Qt Linguist or by hand. It is read as it is: nothing has
to be compiled, nothing binary lies in the repository, and a bank can correct a word in place.

Two windows, two languages: the candidate may choose English while the operator reads Chinese. One
translator serves both and tells them apart by the message's context, which for QML is the file's
name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QFile, QIODevice, QObject, QTranslator, QXmlStreamReader

from app.domain.analysis import Language
from ui.errors import LanguagePackError

WindowName = Literal["candidate", "operator"]
Messages = Mapping[tuple[str, str], str]
"""(context, English source) -> translation."""

FOLDER = Path(__file__).parent / "i18n"
OPERATOR_FOLDER = Path(__file__).parent / "qml" / "Operator"
WORDS = "Words"
"""Context of the sentences in `ui.words`."""


@dataclass(slots=True)
class _Message:
    """One message while it is read."""

    context: str = ""
    source: str = ""
    text: str = ""
    kept: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def take(self, element: str, reader: QXmlStreamReader) -> None:
        """Read one start element."""
        match element:
            case "name":
                self.context = reader.readElementText()
            case "source":
                self.source = reader.readElementText()
            case "translation":
                self.text = reader.readElementText()
                if self.text:
                    self.kept[self.context, self.source] = self.text
            case _:
                return


def read_messages(path: Path) -> Messages:
    """Read a `.ts` file.

    Raises:
        LanguagePackError: missing, or not XML of that kind.
    """
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise LanguagePackError(f"{path.name} cannot be read")
    reader, message = QXmlStreamReader(file), _Message()
    while not reader.atEnd():
        if reader.readNext() == QXmlStreamReader.TokenType.StartElement:
            message.take(str(reader.name()), reader)
    file.close()
    if reader.hasError() or not message.kept:
        raise LanguagePackError(f"{path.name} is not a translation file: {reader.errorString()}")
    return message.kept


class BoothTranslator(QTranslator):
    """Serves every message of both windows."""

    def __init__(self, language: Language, parent: QObject) -> None:
        """Read the packs; both windows begin in `language`.

        Raises:
            LanguagePackError: a pack is missing or broken.
        """
        super().__init__(parent)
        self._packs: dict[Language, Messages] = {
            "zh": read_messages(FOLDER / "booth_zh.ts"),
            "en": {},
        }
        self._languages: dict[WindowName, Language] = {"candidate": language, "operator": language}
        self._operator_contexts = frozenset(path.stem for path in OPERATOR_FOLDER.glob("*.qml"))

    def language_of(self, window: WindowName) -> Language:
        """The window's language."""
        return self._languages[window]

    def choose(self, window: WindowName, language: Language) -> bool:
        """Set a window's language; whether it changed (the window is then to be retranslated)."""
        changed = self._languages[window] != language
        self._languages[window] = language
        return changed

    def say(self, window: WindowName, source: str) -> str:
        """A sentence of `ui.words` in a window's language."""
        return self._packs[self._languages[window]].get((WORDS, source), source)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Never: an empty translator would not be asked."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,  # noqa: ARG002 - Qt's signature
        n: int = -1,  # noqa: ARG002 - Qt's signature
    ) -> str:
        """Qt asks for a message; the English source where there is no translation."""
        window: WindowName = "operator" if context in self._operator_contexts else "candidate"
        return self._packs[self._languages[window]].get((context, sourceText), sourceText)
