"""A translation file (Qt's `.ts`), read without Qt by whoever has to look at it."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from app.domain.errors import LanguagePackError
from app.domain.screen_language import ScreenLanguage

Messages = Mapping[tuple[str, str], str]
"""(context, English source) -> translation."""
_READ = {"name", "source", "translation"}
_MARKS = re.compile(r"%[0-9]|\{[a-z_]+\}")


def read_messages(untrusted: bytes, name: str, language: ScreenLanguage) -> Messages:
    """Read a translation file.

    Args:
        untrusted: the file's content, UTF-8; of any size that memory holds.
        name: how it is called in an error.
        language: that it has to be into.

    Returns:
        Its messages without those that are not translated.

    Raises:
        LanguagePackError: not a translation file into that language, or a translation lacks a mark
            that its source has (`%1`).
    """
    pack = _Pack()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = pack.begin
    parser.EndElementHandler = pack.end
    parser.CharacterDataHandler = pack.text
    parser.EntityDeclHandler = _no_entity
    try:
        parser.Parse(untrusted, True)  # noqa: FBT003 (expat takes it by position)
    except (expat.ExpatError, ValueError) as error:
        raise LanguagePackError(f"{name} is not a translation file: {error}") from error
    if not pack.kept or pack.language.replace("_", "-").split("-")[0] != language.split("-")[0]:
        raise LanguagePackError(f"{name} is not a translation file into {language}")
    for (_, source), text in pack.kept.items():
        if sorted(_MARKS.findall(source)) != sorted(_MARKS.findall(text)):
            raise LanguagePackError(f"{name}: the marks differ in the translation of: {source}")
    return pack.kept


def _no_entity(*_: object) -> None:
    raise ValueError("it declares an entity")


class _Pack:
    """What was read so far."""

    def __init__(self) -> None:
        self.language = ""
        self.kept = dict[tuple[str, str], str]()
        self._context = ""
        self._source = ""
        self._element = ""
        self._text = ""

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._element:
            raise ValueError(f"{element} inside {self._element}")
        if element == "TS":
            self.language = attributes.get("language", "")
        if element in _READ:
            self._element, self._text = element, ""

    def text(self, text: str) -> None:
        """Some of an element's text."""
        if self._element:
            self._text += text

    def end(self, element: str) -> None:
        """An element ends."""
        match element:
            case "name":
                self._context = self._text
            case "source":
                self._source = self._text
            case "translation" if self._text:
                self.kept[self._context, self._source] = self._text
            case _:
                pass
        self._element = ""
