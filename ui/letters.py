"""Whether this machine can write a language, and what Qt knows of it."""

import functools

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextLayout

from app.domain.screen_language import ScreenLanguage

_OWN_NAMES = {"zh": "中文", "en": "English", "es": "español"}
"""Where Qt's names the country as well."""


@functools.cache  # asked for at every picture
def own_name(language: ScreenLanguage) -> str:
    """The language in its own words; the tag where Qt does not know it."""
    return _OWN_NAMES.get(language) or QLocale(language).nativeLanguageName() or language


@functools.cache
def is_right_to_left(language: ScreenLanguage) -> bool:
    """Whether it is written from right to left."""
    return QLocale(language).textDirection() == Qt.LayoutDirection.RightToLeft


def can_write(letters: str) -> bool:
    """Whether some font of this machine has every one of these letters.

    A letter that no font has becomes glyph 0 of its font, an empty box on the screen.
    """
    layout = QTextLayout(letters)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(index != 0 for run in layout.glyphRuns() for index in run.glyphIndexes())
