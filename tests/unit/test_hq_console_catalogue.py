"""Every string of console and report has its Chinese, and none is left over."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_file

from app.hq.language import load_wordings
from tests.unit.hq_console_scene import RESOURCES

_HOLE = re.compile(r"%\((\w+)\)s")


def _templates() -> list[Path]:
    console = sorted((RESOURCES / "console" / "templates").glob("*.html"))
    return [*console, RESOURCES / "report" / "report.html"]


def _messages() -> set[str]:
    found: set[str] = set()
    for path in _templates():
        options = {"trimmed": "true", "encoding": "utf-8", "silent": "false"}
        for _, message, _, _ in extract_from_file(
            "jinja2.ext:babel_extract", str(path), options=options
        ):
            found.add(message if isinstance(message, str) else message[1])
    for name in ("labels.py", "sentences.py"):
        code = str(RESOURCES.parent / "app" / "hq" / name)
        for _, message, _, _ in extract_from_file("python", code, keywords={"marked": None}):
            found.add(str(message))
    return found


def test_nothing_is_untranslated_and_nothing_left_over() -> None:
    catalogue = load_wordings(RESOURCES)["zh"].catalogue
    messages = _messages()
    assert messages - catalogue.keys() == set()
    assert catalogue.keys() - messages == set()


def test_translations_keep_the_holes() -> None:
    for message, translation in load_wordings(RESOURCES)["zh"].catalogue.items():
        assert set(_HOLE.findall(message)) == set(_HOLE.findall(translation)), message


def test_templates_hold_no_text_of_their_own() -> None:
    allowed = {"中文", "English", "Booth", "· Booth", "SHA-256", "utf-8"}
    for path in _templates():
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r"\{% trans.*?endtrans %\}|\{% block layout.*?endblock %\}", "", text, flags=re.DOTALL
        )
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", text, flags=re.DOTALL)
        text = re.sub(r"<style>.*?</style>|<[^>]*>", "|", text, flags=re.DOTALL)
        words = {word.strip() for word in text.split("|")}
        words = {word for word in words if re.search(r"[A-Za-z一-鿿]{3}", word)}
        assert words <= allowed, path.name


def test_templates_need_nothing_inline_or_from_elsewhere() -> None:
    for path in (RESOURCES / "console" / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'\sstyle=|<style|\son\w+="|javascript:|https?://', text), path.name
        assert "|safe" not in text
