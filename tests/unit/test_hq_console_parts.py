"""The console's small parts: ranges, languages, sentences, times, the dossier."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.observation import Alert
from app.domain.record import SessionRecord
from app.domain.timing import WallTime
from app.hq.console.ranges import ByteRange, Unsatisfiable, parse_range
from app.hq.dossier import Dossier, make_dossier, masked
from app.hq.language import clock, load_wordings, negotiate
from app.hq.playback import Playback
from tests.unit.hq_console_scene import RESOURCES, SESSION, make_archive, record


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("", None),
        ("bytes=0-", ByteRange(0, 99)),
        ("bytes=10-19", ByteRange(10, 19)),
        ("bytes=90-500", ByteRange(90, 99)),
        ("bytes=-10", ByteRange(90, 99)),
        ("bytes=-500", ByteRange(0, 99)),
        ("bytes=-0", Unsatisfiable()),
        ("bytes=100-", Unsatisfiable()),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=0-1", None),
        ("bytes=abc", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_ranges(header: str | None, wanted: object) -> None:
    assert parse_range(header, 100) == wanted


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr, zh;q=0.3, en;q=0.5", "en"),
        ("fr", "en"),
        ("", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("zh;q=oops", "en"),
        (",,;;==" * 50, "en"),
    ],
)
def test_the_browser_s_language_is_taken(header: str, language: str) -> None:
    assert negotiate(header) == language


def test_times_read_as_people_write_them() -> None:
    assert clock(0) == "0:00.0"
    assert clock(59.96) == "1:00.0"
    assert clock(3725.25, 0) == "1:02:05"
    assert clock(-3) == "0:00.0"


def test_sentences_of_other_rooms_read_as_chinese() -> None:
    zh = load_wordings(RESOURCES)["zh"]
    said = zh.sentence("too little speech: 0.4 s, 2 characters or words recognised")
    assert said == "语音太少：0.4 秒，识别出 2 个字或词"
    assert zh.sentence("First picture: No face was found") == "第一张图：未发现人脸"
    assert zh.sentence("The gesture turn_left was not seen") == "未看到动作“向左转头”"
    assert zh.sentence("Something nobody has translated") == "Something nobody has translated"
    assert zh.measure("competency: service") == "胜任力“服务意识”的建议"
    assert zh.label("alert", "a_new_kind") == "a new kind"


def test_hours_are_the_zone_s() -> None:
    wording = load_wordings(RESOURCES, "Asia/Shanghai")["zh"]
    assert wording.moment(record().started) == "2026-11-20 09:30:00"
    assert wording.day(record().started) == "2026年11月20日"


def test_an_id_number_is_masked() -> None:
    assert masked("110101199912310026") == "110***********0026"
    assert masked("") == ""


def dossier_of(known: SessionRecord) -> Dossier:
    archive = make_archive(known)
    return make_dossier(known, archive.integrity(SESSION), Playback(archive).footage(known))


def test_answers_lie_where_they_were_recorded() -> None:
    known = record()
    dossier = dossier_of(known)
    first, interrupted, last = dossier.answers
    assert first.spot is not None
    assert first.spot.part == 0
    assert first.spot.at_s == pytest.approx(3.0)
    assert [piece.end_s for piece in first.pieces] == pytest.approx([18.0])
    assert first.words[0].spot is not None
    assert first.words[0].spot.at_s == pytest.approx(3.5)
    assert first.suggestions[0].evidence[0].session_s > 5.0
    assert interrupted.words == ()
    assert last.spot is not None
    assert last.spot.part == 1
    assert last.spot.at_s == pytest.approx(2.0)
    assert last.withheld[0].names == ("speech_rate", "competency: service")
    assert dossier.alerts[1].spot is not None
    assert dossier.alerts[1].spot.part == 2


def test_the_timeline_stays_inside() -> None:
    known = record()
    for each in (known, replace(known, media=(), answers=(), alerts=(), faults=())):
        dossier = dossier_of(each)
        assert all(bar.left >= 0 and bar.left + bar.width <= 100.001 for bar in dossier.bars)
        assert dossier.ticks[0] == (0.0, 0.0)


def test_an_answer_before_any_recording_has_no_place() -> None:
    known = replace(record(), media=())
    dossier = dossier_of(known)
    assert [answer.spot for answer in dossier.answers] == [None, None, None]


@pytest.mark.parametrize(
    ("alert", "english", "chinese"),
    [
        (
            Alert("left_frame", 903.0, 964.2, 1.0),
            "10:15:03 Left the picture for 61 s",
            "10:15:03 离开画面，持续 61 秒",
        ),
        (
            Alert("usb_device", 0.0, None, 1.0, "pc", detail="Cruzer"),
            "10:00:00 USB device plugged in (Cruzer)",
            "10:00:00 插入了 USB 设备 (Cruzer)",
        ),
    ],
)
def test_an_alert_reads_as_a_line(alert: Alert, english: str, chinese: str) -> None:
    started = WallTime(datetime(2026, 9, 12, 2, 0, tzinfo=UTC))
    wordings = load_wordings(RESOURCES)
    assert wordings["en"].noticed(alert, started) == english
    assert wordings["zh"].noticed(alert, started) == chinese


@pytest.mark.parametrize(
    ("spoken", "screens", "chinese", "english"),
    [
        ("zh", "", "中文", "Chinese"),
        ("zh", "ar", "中文；屏幕显示：阿拉伯语", "Chinese; screens in Arabic"),
        (
            "en",
            "mn-Mong",
            "英语；屏幕显示：蒙古语 (蒙古文)",
            "English; screens in Mongolian (Mongolian)",
        ),
        ("zh", "xx", "中文；屏幕显示：xx", "Chinese; screens in xx"),
    ],
)
def test_the_screens_language_is_told_where_it_was_another(
    spoken: str, screens: str, chinese: str, english: str
) -> None:
    wordings = load_wordings(RESOURCES)
    assert wordings["zh"].languages(spoken, screens) == chinese
    assert wordings["en"].languages(spoken, screens) == english
