"""`booth hq words`: a language pack to translate in, and its folder as one file."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from app.bundle.durable import write_durably
from app.cli.command import Context, Outcome
from app.domain.errors import FileMissingError, LanguagePackError
from app.domain.language_pack import CONSENT, WORDS, LanguagePack, write_language_pack
from app.domain.screen_language import SHIPPED, ScreenLanguage, is_screen_language
from app.domain.translation_file import Messages, read_messages

Source = tuple[str, str]
"""(context, English sentence)."""
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


def add_words_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what it takes."""
    parser.add_argument("language", help="its tag: ar, ug, bo, mn-Mong ...")
    parser.add_argument("folder", type=Path, help="of the pack; what is translated there is kept")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run_words(args: argparse.Namespace, context: Context) -> Outcome:
    """Write what is to be translated.

    Raises:
        LanguagePackError: no language's tag, or what lies in the folder is no translation file.
        FileMissingError: the folder cannot be written to.
    """
    tag, folder = args.language, args.folder / args.language
    if not is_screen_language(tag) or tag in SHIPPED:
        raise LanguagePackError(f"{tag} is not the tag of a further language")
    words, consent = folder / WORDS, folder / CONSENT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known: Messages = {}
        before = words.read_bytes() if words.exists() else b""
        if b"<translation>" in before:  # nothing may be translated yet
            known = read_messages(before, str(words), tag)
        sources = sentences(context.resources)
        write_durably(words, translation_file(tag, sources, known).encode())
        if not consent.exists():
            write_durably(consent, (context.resources / "consent" / "en.toml").read_bytes())
    except OSError as error:
        raise FileMissingError(f"{folder} cannot be written to: {error.strerror}") from error
    left = len(sources) - sum(source in known for source in sources)
    told: dict[str, object] = {"language": tag, "sentences": len(sources), "untranslated": left}
    text = f"{left} of {len(sources)} sentences in {words}, and {consent}, are to be translated."
    return Outcome(told, text)


def sentences(resources: Path) -> tuple[Source, ...]:
    """Every sentence that a candidate may see, in the order of the program's own file."""
    ui = resources.parent / "ui"
    shipped = ui / "i18n" / "booth_zh.ts"
    of_operator = {path.stem for path in (ui / "qml" / "Operator").glob("*.qml")}
    found = read_messages(shipped.read_bytes(), shipped.name, "zh")
    return tuple(source for source in found if source[0] not in of_operator)


def translation_file(
    tag: ScreenLanguage, sources: tuple[Source, ...], known: Mapping[Source, str]
) -> str:
    """The text of a `.ts` file; what is not known is marked as unfinished."""
    parts = [f'{_HEAD}<TS version="2.1" language="{tag}" sourcelanguage="en_US">\n']
    now = ""
    for context, source in sources:
        if context != now:
            parts += ["</context>\n"] if now else []
            parts.append(f"<context>\n    <name>{context}</name>\n")
            now = context
        text = known.get((context, source), "")
        mark = "" if text else ' type="unfinished"'
        parts.append(
            f"    <message>\n        <source>{escape(source)}</source>\n"
            f"        <translation{mark}>{escape(text)}</translation>\n    </message>\n"
        )
    return "".join([*parts, "</context>\n" if now else "", "</TS>\n"])


def pack_folder(folder: Path) -> bytes:
    """A folder of languages as one file, which is read before it is published.

    Raises:
        LanguagePackError: no language lies in it.
        FileMissingError: it cannot be read.
    """
    try:
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name in {WORDS, CONSENT}
        }
    except OSError as error:
        raise FileMissingError(f"{folder} cannot be read: {error.strerror}") from error
    if not files:
        raise LanguagePackError(f"{folder} holds no <language>/{WORDS}")
    return write_language_pack(files)


def untranslated(pack: LanguagePack, resources: Path) -> dict[ScreenLanguage, int]:
    """How many sentences each further language of the pack lacks: they are shown in English."""
    sources = sentences(resources)
    lacking = {
        tag: sum(source not in words.messages for source in sources)
        for tag, words in pack.items()
        if tag not in SHIPPED
    }
    return {tag: count for tag, count in lacking.items() if count}
