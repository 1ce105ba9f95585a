"""What the second disk fills: pages, pictures and report, on made-up sessions."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from app.domain.errors import BoothError
from app.domain.record import SessionRecord
from app.hq.access import Visitor
from app.hq.console.pages import Pages
from app.hq.dossier import Dossier, make_dossier
from app.hq.language import PageLanguage, load_wordings
from app.hq.playback import Playback
from app.hq.report import ReportMaker
from devices.fake.clock import FakeClock
from tests.unit.hq_console_scene import (
    COPY,
    MEDIA,
    RESOURCES,
    FakeArchive,
    filled_record,
    make_archive,
)

SENTENCE = "The recording has holes. They are filled from the low-rate copy"


def dossier_of(archive: FakeArchive, known: SessionRecord) -> Dossier:
    footage = Playback(archive).footage(known)
    return make_dossier(known, archive.integrity(known.session), footage)


def is_red(picture: bytes) -> bool:
    red, green, blue = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))[90, 2].tolist()
    return bool(red > 2 * green and red > 2 * blue)


def test_an_answer_over_a_hole_has_a_piece_from_each_disk() -> None:
    known = filled_record()
    dossier = dossier_of(make_archive(known), known)
    whole, spanning = dossier.answers
    assert [piece.spot.part for piece in whole.pieces] == [0]
    assert whole.filled == ()
    assert [(p.spot.part, p.from_s, p.to_s) for p in spanning.pieces] == [
        (0, 22.0, 26.0),
        (3, 26.0, 31.0),
        (1, 31.0, 40.0),
    ]
    assert spanning.pieces[1].spot.at_s == pytest.approx(26.0 - COPY.starts_at_s)
    parts = [word.spot.part for word in spanning.words if word.spot is not None]
    assert len(parts) == len(spanning.words)
    assert list(dict.fromkeys(parts)) == [0, 3, 1]
    hit = spanning.suggestions[0].evidence[0]
    assert hit.spot is not None
    assert hit.spot.safety
    kinds = [bar.kind for bar in dossier.bars][:3]
    assert kinds == ["candidate", "candidate-safety", "candidate"]


def test_a_picture_comes_from_the_second_disk_only_where_the_recording_has_none() -> None:
    known = filled_record()
    in_hole = replace(known.answers[1], starts_at_s=26.5, ends_at_s=30.5)
    known = replace(known, answers=(known.answers[0], in_hole))
    archive = make_archive(known)
    playback = Playback(archive)
    pictures: list[bytes] = []
    for answer in dossier_of(archive, known).answers:
        assert answer.still is not None
        entry = known.media[answer.still.part].entry
        pictures.append(playback.still(known.session, entry, answer.still.at_s))
    assert [is_red(picture) for picture in pictures] == [False, True]


def test_a_copy_that_never_came_fills_nothing_and_is_named() -> None:
    known = filled_record()
    archive = make_archive(known)
    del archive.parts[COPY.entry]
    dossier = dossier_of(archive, known)
    assert dossier.filled == ()
    assert [p.spot.part for p in dossier.answers[1].pieces] == [0, 1]
    html = page(dossier, "en")
    assert "Not received" in html
    assert SENTENCE not in html


def test_a_torn_part_that_does_not_open_is_shown_from_the_second_disk() -> None:
    known = filled_record()
    archive = make_archive(known)
    archive.parts[MEDIA[1].entry] = b"torn before the first picture"
    spanning = dossier_of(archive, known).answers[1]
    assert [p.spot.part for p in spanning.pieces] == [0, 3]
    with pytest.raises(BoothError):
        Playback(archive).clip(known.session, MEDIA[1].entry)


def page(dossier: Dossier, language: PageLanguage) -> str:
    pages = Pages(RESOURCES, load_wordings(RESOURCES))
    visitor = Visitor("mei", "hr", "", "")
    place = f"/sessions/{dossier.record.session}"
    values = {"visitor": visitor, "path": place, "place": place}
    return pages.render(language, "dossier.html", d=dossier, r=dossier.record, **values)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "From the second disk"), ("zh", "来自第二块磁盘")],
)
def test_page_and_report_mark_what_is_filled(language: PageLanguage, words: str) -> None:
    known = filled_record()
    archive = make_archive(known)
    html = page(dossier_of(archive, known), language)
    assert html.count("data-mark=") == 2
    assert f"0:26 – 0:31 ({words})" in html
    assert 'class="bar candidate-safety"' in html
    wordings = load_wordings(RESOURCES)
    maker = ReportMaker(archive, Playback(archive), wordings, FakeClock(), RESOURCES)
    report = maker.html(known.session, language, "hr")
    assert f"<dt>{words}</dt><dd>0:26.0 – 0:31.0</dd>" in report
    notice = re.search(r'<p class="notice">(.*)0:26.0 – 0:31.0. ?0:46', report)
    assert notice is not None
    assert (SENTENCE in notice[1]) == (language == "en")
