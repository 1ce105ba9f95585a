"""Every word is translated, and Qt reads what we pack."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QGuiApplication

from app.domain.errors import LanguagePackError
from app.domain.identity import CARD_BACK_FIELDS, CARD_FRONT_FIELDS, ZONE_DOCUMENTS
from app.domain.language_pack import read_language_pack
from app.domain.observation import ALERT_KINDS, UNWATCHED_CAUSES
from app.domain.translation_file import read_messages
from app.flow.table import Stage as FlowStage
from ui.packing import elf_hash, pack
from ui.problems import DOCUMENT_UNSEEN, PROBLEMS
from ui.translation import FOLDER, Translations, shipped_messages
from ui.words import ALERTS, CHECK_CODES, FIELDS, STAGES, UNWATCHED, Wording

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
PACK = FOLDER / "booth_zh.ts"


def test_no_message_is_unfinished() -> None:
    assert "unfinished" not in PACK.read_text(encoding="utf-8")
    assert "<translation></translation>" not in PACK.read_text(encoding="utf-8")


def test_lupdate_finds_nothing_new(tmp_path: Path) -> None:
    copy = tmp_path / "booth_zh.ts"
    copy.write_bytes(PACK.read_bytes())
    sources = [*sorted(ROOT.glob("ui/qml/*/*.qml")), *sorted(ROOT.glob("ui/*.py"))]
    subprocess.run(
        [TOOLS / "pyside6-lupdate", "-no-obsolete", "-locations", "none", *sources, "-ts", copy],
        check=True, capture_output=True, timeout=60, cwd=ROOT,
    )  # fmt: skip
    assert copy.read_text(encoding="utf-8") == PACK.read_text(encoding="utf-8"), (
        "run ui/i18n/update.sh and translate what is new"
    )


def test_placeholders_are_kept() -> None:
    for (context, source), text in shipped_messages().items():
        marks = sorted(re.findall(r"%\d|\{code\}", source))
        assert sorted(re.findall(r"%\d|\{code\}", text)) == marks, (context, source)


def test_qt_reads_our_packing_as_it_reads_lreleases(tmp_path: Path, qapp: QGuiApplication) -> None:
    messages = shipped_messages()
    ours, theirs = tmp_path / "ours.qm", tmp_path / "theirs.qm"
    ours.write_bytes(pack(messages))
    subprocess.run(
        [TOOLS / "pyside6-lrelease", PACK, "-qm", theirs],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    one, other = QTranslator(qapp), QTranslator(qapp)
    assert one.load(str(ours))
    assert other.load(str(theirs))
    for (context, source), text in messages.items():
        assert one.translate(context, source) == text == other.translate(context, source)
    assert not one.translate("Words", "never said")
    one.deleteLater()
    other.deleteLater()
    QCoreApplication.processEvents()


def test_the_hash_is_qts() -> None:
    # Source: the ELF hash's published test value for "printf" (System V ABI)
    assert elf_hash(b"printf") == 0x077905A6
    assert elf_hash(b"") == 1


@pytest.mark.parametrize("text", ["", "<TS>", "not a file of that kind"])
def test_a_broken_file_is_refused(text: str) -> None:
    with pytest.raises(LanguagePackError):
        read_messages(text.encode(), "booth_zh.ts", "zh")


def test_headquarters_words_stand_over_the_shipped_ones(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    given = tmp_path / "language"
    given.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="zh_CN">'
        "<context><name>Words</name><message><source>Headquarters cannot be reached.</source>"
        "<translation>连不上总行。</translation></message></context></TS>",
        encoding="utf-8",
    )
    for path, said in ((given, "连不上总行。"), (tmp_path / "none", "")):
        words = Translations("zh", qapp, path)
        found = words.say("operator", "Headquarters cannot be reached.")
        assert found == said or (not said and found not in {"", "连不上总行。"})
        assert words.say("operator", "The disk is full.") != "The disk is full."
        words.close()


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE TS [<!ENTITY a "aaaa">]><TS language="zh_CN"><name>&a;</name></TS>',
        '<TS language="de"><name>W</name><source>a</source><translation>b</translation></TS>',
        '<TS language="zh"><name>W</name><source>%1</source><translation>b</translation></TS>',
        '<TS language="zh"><source>a<b/></source></TS>',
    ],
    ids=["entity", "language", "mark", "nested"],
)
def test_a_pack_that_would_do_harm_is_refused(text: str) -> None:
    with pytest.raises(LanguagePackError):
        read_language_pack(text.encode(), "language")


def test_every_code_that_reaches_a_screen_has_words() -> None:
    assert set(ALERTS) == set(ALERT_KINDS)
    assert set(UNWATCHED) == set(UNWATCHED_CAUSES)
    assert {*CARD_FRONT_FIELDS, *CARD_BACK_FIELDS} <= set(FIELDS)
    assert {stage.value for stage in FlowStage} <= set(STAGES)
    rooms = [*ROOT.glob("app/identity/*.py"), *ROOT.glob("app/kiosk/*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in rooms)
    problems = set(re.findall(r'(?:Problem|_break)\(\s*"([A-Z][A-Z-]+)"', source))
    assert problems - set(PROBLEMS) == set()
    down = (ROOT / "app/sync/down_errors.py").read_text(encoding="utf-8")
    told = set(re.findall(r'code = "(DOWN-[A-Z-]+)"', down))
    assert told - set(PROBLEMS) == {"DOWN-FOLDER"}  # said by the command line alone
    program = (ROOT / "app/software/errors.py").read_text(encoding="utf-8")
    told = set(re.findall(r'code = "(SOFTWARE-[A-Z-]+)"', program))
    assert told - set(PROBLEMS) == {"SOFTWARE-NOTHING", "SOFTWARE-BUSY"}  # the command line's
    checks = (ROOT / "app/kiosk/roomcheck.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'"(?:checking|warning|failed)",\s*"([a-z_]+)"', checks))
    assert codes
    assert codes - set(CHECK_CODES) == set()


def test_an_unknown_code_is_shown_and_not_hidden() -> None:
    words = Wording(lambda source: source)
    assert "NEW-CODE" in words.problem("NEW-CODE")
    assert "new_code" in words.of(CHECK_CODES, "new_code")
    assert words.of(CHECK_CODES, "") == ""
    assert words.field("new_field") == "new_field"


def test_the_document_asked_for_is_named_where_it_was_not_seen() -> None:
    words = Wording(lambda source: source)
    assert set(DOCUMENT_UNSEEN) == set(ZONE_DOCUMENTS)
    assert words.problem("CARD-NOT-FOUND", "resident_card") == "No ID card could be seen."
    for document in ZONE_DOCUMENTS:
        assert words.problem("CARD-NOT-FOUND", document) == DOCUMENT_UNSEEN[document]
    assert words.problem("FACE-NONE", "passport") == words.problem("FACE-NONE")


def test_every_item_is_in_the_drivers_page() -> None:
    page = (ROOT / "docs" / "driver.md").read_text(encoding="utf-8")
    named = set[str]()
    for path in ROOT.glob("ui/qml/*/*.qml"):
        named.update(re.findall(r'objectName: "([^"]+)"', path.read_text(encoding="utf-8")))
    missing = {name for name in named if f"`{name}" not in page}
    assert missing == set()
