"""The consent form: texts from `resources/consent`, shown item by item."""

import hashlib
import tomllib
from pathlib import Path

from app.domain.ids import Digest
from app.domain.messages.screen import ConsentLine
from app.domain.record import ConsentItem

KEYS = ("recording", "face", "analysis", "retention")


class ConsentForm:
    """The form in every language it comes in."""

    def __init__(self, folder: Path) -> None:
        """Read `<folder>/<language>.toml`."""
        self._lines: dict[str, tuple[ConsentLine, ...]] = {}
        for path in sorted(folder.glob("*.toml")):
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            self._lines[path.stem] = tuple(
                ConsentLine(
                    key, table[key]["title"], table[key]["text"], bool(table[key]["required"])
                )
                for key in KEYS
            )

    def lines(self, language: str) -> tuple[ConsentLine, ...]:
        """The form in `language`."""
        return self._lines[language]

    def required(self, language: str) -> frozenset[str]:
        """Keys without which no interview is held."""
        return frozenset(line.key for line in self.lines(language) if line.required)

    def answered(self, keys: tuple[str, ...], language: str) -> tuple[ConsentItem, ...]:
        """Every item with its answer and the digest of the text shown."""
        return tuple(
            ConsentItem(line.key, line.key in keys, _digest(line)) for line in self.lines(language)
        )


def _digest(line: ConsentLine) -> Digest:
    return Digest(hashlib.sha256(f"{line.title}\n{line.text}".encode()).hexdigest())
