"""A language pack: what it may hold, and what it may not."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from app.cli.hq_words import pack_folder, sentences, untranslated
from app.domain.consent import read_consent
from app.domain.errors import BoothError, ConsentTextError, LanguagePackError
from app.domain.language_pack import (
    MOST_FILE_BYTES,
    MOST_LANGUAGES,
    read_language_pack,
    write_language_pack,
)
from app.domain.translation_file import read_messages
from main import run_command

WORDS = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="{tag}">'
    "<context><name>LanguagePage</name><message><source>Begin</source>"
    "<translation>{text}</translation></message></context></TS>"
)


def words(tag: str, text: str = "x") -> bytes:
    return WORDS.format(tag=tag, text=text).encode()


@pytest.fixture
def form(resources: Path) -> bytes:
    return (resources / "consent" / "en.toml").read_bytes()


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_pack_is_read_as_it_was_written(form: bytes) -> None:
    files = {
        "ar/words.ts": words("ar", "بدء"),
        "ar/consent.toml": form,
        "mn-Mong/words.ts": words("mn_CN"),
        "mn-Mong/consent.toml": form,
        "zh/words.ts": words("zh_CN", "好"),
    }
    content = write_language_pack(files)
    assert content == write_language_pack(dict(reversed(files.items())))
    pack = read_language_pack(content, "pack")
    assert sorted(pack) == ["ar", "mn-Mong", "zh"]
    assert pack["ar"].messages == {("LanguagePage", "Begin"): "بدء"}
    assert pack["ar"].consent == read_consent(form, "form")
    assert pack["zh"].consent is None
    bare = read_language_pack(words("zh_CN", "好"), "pack")
    assert bare["zh"].messages == pack["zh"].messages


BAD: dict[str, tuple[tuple[str, bytes], ...]] = {
    "leaves its folder": (("../ar/words.ts", words("ar")),),
    "absolute": (("/ar/words.ts", words("ar")),),
    "deeper": (("ar/x/words.ts", words("ar")),),
    "a program": (("ar/words.ts", words("ar")), ("ar/run.py", b"")),
    "no tag": (("arabic words/words.ts", words("ar")),),
    "the program's own English": (("en/words.ts", words("en")),),
    "no consent form": (("ar/words.ts", words("ar")),),
    "no words": (("ar/consent.toml", b""),),
    "another language": (("ar/words.ts", words("fa")), ("ar/consent.toml", b"")),
    "a bomb": (("ar/words.ts", b" " * (MOST_FILE_BYTES + 1)),),
    "empty": (),
    "not words": (("zh/words.ts", b"\x00\x01"),),
    "too many": tuple((f"{a}{b}/words.ts", b"") for a in "abcdefg" for b in "abcdefg"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_belong_into_a_pack_is_refused(case: str) -> None:
    with pytest.raises(LanguagePackError):
        read_language_pack(zipped(*BAD[case]), "pack")


def test_a_member_that_is_there_twice_is_refused(form: bytes) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped(
            ("ar/words.ts", words("ar")),
            ("ar/words.ts", words("ar", "y")),
            ("ar/consent.toml", form),
        )
    with pytest.raises(LanguagePackError, match="twice"):
        read_language_pack(content, "pack")


def test_a_cut_or_locked_archive_is_refused(form: bytes) -> None:
    whole = zipped(("ar/words.ts", words("ar")), ("ar/consent.toml", form))
    for length in range(4, len(whole), 7):
        with pytest.raises(BoothError):
            read_language_pack(whole[:length], "pack")
    locked = bytearray(whole)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := whole.find(signature, start)) >= 0:
            locked[start + flags] |= 1
            start += 4
    with pytest.raises(LanguagePackError):
        read_language_pack(bytes(locked), "pack")
    assert MOST_LANGUAGES >= 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 2", "version = 'two'"),
        ("[retention]", "[retained]"),
        ("required = true", "required = 'yes'"),
        ('title = "Recording"', 'title = ""'),
        ("[face]", "[face"),
        ("version = 2", "version = 2\nmore = 1"),
    ],
)
def test_a_consent_form_that_is_none_is_refused(form: bytes, old: str, new: str) -> None:
    bent = form.decode().replace(old, new, 1).encode()
    assert bent != form
    with pytest.raises(ConsentTextError):
        read_consent(bent, "form")
    with pytest.raises(ConsentTextError):
        read_language_pack(zipped(("ar/words.ts", words("ar")), ("ar/consent.toml", bent)), "pack")


def test_the_arabic_that_lies_beside_the_program_is_whole(resources: Path) -> None:
    pack = read_language_pack(pack_folder(resources / "languages"), "pack")
    assert untranslated(pack, resources) == {}
    assert set(pack["ar"].messages) == set(sentences(resources)), "obsolete sentences"
    form, own = (
        pack["ar"].consent,
        read_consent((resources / "consent" / "zh.toml").read_bytes(), "zh.toml"),
    )
    assert form is not None
    assert (form.version, form.required) == (own.version, own.required)


def test_a_translator_is_given_every_sentence_and_keeps_what_was_done(
    resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command("hq", ["words", "ug", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    every = len(sentences(resources))
    assert told == {"language": "ug", "sentences": every, "untranslated": every}
    file = tmp_path / "ug" / "words.ts"
    text = file.read_text("utf-8")
    begun = text.replace(
        '<source>Begin</source>\n        <translation type="unfinished"></translation>',
        "<source>Begin</source>\n        <translation>باشلاش</translation>",
    )
    file.write_text(begun, encoding="utf-8")
    assert run_command("hq", ["words", "ug", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["untranslated"] == every - 1
    assert file.read_text("utf-8") == begun
    assert read_messages(file.read_bytes(), "words", "ug") == {("LanguagePage", "Begin"): "باشلاش"}
    lacking = untranslated(read_language_pack(pack_folder(tmp_path), "pack"), resources)
    assert lacking == {"ug": every - 1}


@pytest.mark.parametrize("tag", ["en", "zh", "Arabic", "../x"])
def test_only_a_further_language_is_begun(
    tag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command("hq", ["words", tag, str(tmp_path)]) == 3
    assert capsys.readouterr().err.startswith("LANGUAGE-PACK:")
    assert list(tmp_path.iterdir()) == []
