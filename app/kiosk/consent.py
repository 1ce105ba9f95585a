"""The consent form: texts from `resources/consent` and from language packs, shown item by item."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from app.domain.consent import ConsentText, read_consent
from app.domain.ids import Digest
from app.domain.messages.screen import ConsentLine
from app.domain.record import ConsentItem
from app.domain.screen_language import ScreenLanguage


class ConsentForm:
    """The form in every language it comes in."""

    def __init__(
        self, folder: Path, further: Mapping[ScreenLanguage, ConsentText] | None = None
    ) -> None:
        """Read `<folder>/<language>.toml`.

        Args:
            folder: of the program's own forms.
            further: of language packs; one that asks something else than the program's own is
                left out (`left_out`).

        Raises:
            ConsentTextError: one of the program's own is not a form.
        """
        self._texts: dict[ScreenLanguage, ConsentText] = {
            path.stem: read_consent(path.read_bytes(), path.name)
            for path in sorted(folder.glob("*.toml"))
        }
        asked = {(text.version, text.required) for text in self._texts.values()}
        given = further or {}
        fitting = {
            tag: text for tag, text in given.items() if {(text.version, text.required)} == asked
        }
        self.further: tuple[ScreenLanguage, ...] = tuple(sorted(fitting))
        """Languages beside the program's own."""
        self.left_out: tuple[ScreenLanguage, ...] = tuple(sorted(given.keys() - fitting.keys()))
        self._texts.update(fitting)

    def lines(self, language: ScreenLanguage) -> tuple[ConsentLine, ...]:
        """The form in `language`."""
        return self._texts[language].lines

    def required(self, language: ScreenLanguage) -> frozenset[str]:
        """Keys without which no interview is held."""
        return self._texts[language].required

    def answered(self, keys: tuple[str, ...], language: ScreenLanguage) -> tuple[ConsentItem, ...]:
        """Every item with its answer and the digest of the text shown."""
        return tuple(
            ConsentItem(line.key, line.key in keys, _digest(line)) for line in self.lines(language)
        )


def _digest(line: ConsentLine) -> Digest:
    return Digest(hashlib.sha256(f"{line.title}\n{line.text}".encode()).hexdigest())
