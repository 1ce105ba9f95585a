"""The report's pages: everything on them, nothing from elsewhere, nothing of a stranger's run."""

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.domain.ids import SessionId
from app.hq.errors import SessionUnknownError
from app.hq.language import PageLanguage, load_wordings
from app.hq.playback import Playback
from app.hq.report import Report, ReportMaker, write_report
from devices.fake.clock import FakeClock
from tests.unit.hq_console_scene import (
    HOSTILE,
    RESOURCES,
    SESSION,
    FakeArchive,
    make_archive,
    record,
)


def _maker(archive: FakeArchive) -> ReportMaker:
    wordings = load_wordings(RESOURCES)
    return ReportMaker(archive, Playback(archive), wordings, FakeClock(), RESOURCES)


def _pages(report: Report) -> list[str]:
    document = pypdfium2.PdfDocument(report.pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return pages


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request: pytest.FixtureRequest) -> tuple[PageLanguage, Report]:
    language: PageLanguage = request.param
    return language, _maker(make_archive()).make(SESSION, language, "hr")


def test_every_page_says_which_it_is(made: tuple[PageLanguage, Report]) -> None:
    language, report = made
    pages = _pages(report)
    count = len(pages)
    assert report.pages == count >= 3
    for number, page in enumerate(pages, 1):
        shown = (
            f"第 {number} 页，共 {count} 页" if language == "zh" else f"Page {number} of {count}"
        )
        assert shown in page
        assert SESSION in page
        assert "d0" * 32 in page


def test_everything_is_on_paper(made: tuple[PageLanguage, Report]) -> None:
    language, report = made
    text = re.sub(r"\s+", "", "".join(_pages(report)))
    words = {
        "zh": ("机器仅供参考，由人作出决定。", "终端重新启动", "出现手机", "不予给出", "面部表情"),
        "en": ("Machinesuggestions;apersondecides.", "Telephone", "withheld", "Facialexpression"),
    }[language]
    facts = ("王小雨", "杭州西湖支行", "0.612", "3.4/5", "196.4", "李操作员", "LIVENESS-NOT-SEEN")
    said = ("我从小就喜欢和人打交道", "您为什么选择应聘我们银行的柜员岗位", "hq-sign-1")
    for each in (*words, *facts, *said, "110***********0026", "ab" * 32):
        assert each in text, each
    for hidden in ("110101199912310026", "某某胡同"):
        assert hidden not in text


def test_the_html_needs_no_other_file(made: tuple[PageLanguage, Report]) -> None:
    _, report = made
    sources = re.findall(r'(?:src|href)="([^"]{0,40})', report.html)
    assert len(sources) == 3  # a picture an answer
    assert all(source.startswith("data:image/jpeg;base64,") for source in sources)
    assert not re.search(r"<script|<link|@import|url\(", report.html)


def test_the_pictures_are_in_the_pdf(made: tuple[PageLanguage, Report]) -> None:
    document = pypdfium2.PdfDocument(made[1].pdf)
    pictures = sum(
        1 for page in document for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    )
    document.close()
    assert pictures == 3


def test_a_hostile_name_is_text() -> None:
    hostile = replace(record(name=HOSTILE), reply=f"</p>{HOSTILE}", branch='"><img src=x>')
    report = _maker(make_archive(hostile)).make(SESSION, "en", HOSTILE)
    assert "<script" not in report.html
    assert "<img src=x" not in report.html
    assert "<script>alert('x')</script>" in "".join(_pages(report))


def test_a_part_that_cannot_be_shown_says_why() -> None:
    archive = make_archive()
    archive.parts["media/candidate-1.sealed"] = b""
    html = _maker(archive).html(SESSION, "en", "hr")
    assert html.count("MEDIA-UNPLAYABLE") == 2
    assert "NOT-RECORDED" in _maker(make_archive(replace(record(), media=()))).html(
        SESSION, "en", "hr"
    )


def test_a_session_nobody_knows_has_no_report() -> None:
    with pytest.raises(SessionUnknownError):
        _maker(make_archive()).make(SessionId("nothing"), "zh", "hr")


def test_an_empty_session_has_a_report() -> None:
    empty = replace(
        record(), answers=(), alerts=(), faults=(), media=(), consent=(), reply="", withdrawn=True
    )
    text = "".join(_pages(_maker(make_archive(empty)).make(SESSION, "en", "hr")))
    assert "No answer was recorded." in text
    assert "The candidate took the consent back" in text


def test_the_files_are_for_this_account_only(
    made: tuple[PageLanguage, Report], tmp_path: Path
) -> None:
    html, pdf = write_report(made[1], tmp_path / "new" / "folder", "session")
    assert html.read_text(encoding="utf-8") == made[1].html
    assert pdf.read_bytes() == made[1].pdf
    assert html.stat().st_mode & 0o077 == 0
    assert pdf.stat().st_mode & 0o077 == 0
