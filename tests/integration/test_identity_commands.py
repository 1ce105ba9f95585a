"""`booth idcard`, `facematch` and `liveness` on real and on bad input."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.bench.card_views import on_a_desk
from app.cli import bench, facematch, idcard, liveness
from app.cli.command import Command, Context, Outcome
from app.demo.media_cards import Specimen, card_back, card_front
from app.domain.errors import BoothError
from app.domain.media import Image
from app.domain.timing import WallTime
from app.identity.loading import load_still_faces
from app.identity.portrait import crop_portrait
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import ModelMissingError
from app.perception.text import TextReader
from devices.clock import SystemClock
from tests.documents import passport, td3


class November(SystemClock):
    """A day on which the specimen is valid."""

    def now(self) -> WallTime:
        return WallTime(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def context(models: Path, resources: Path) -> Context:
    catalogue = ModelCatalogue(models, resources)
    try:
        for name in (
            "face_landmarker",
            "mobilefacenet",
            "sface",
            "ocr_det",
            "ocr_rec",
            "ocr_second",
            "portrait",
        ):
            catalogue.path(name)
    except ModelMissingError as error:
        pytest.skip(str(error))
    no_devices: Any = None
    return Context(November(), no_devices, models, models, (), resources)


@pytest.fixture(scope="module")
def portrait(context: Context) -> Path:
    return ModelCatalogue(context.models, context.resources).path("portrait")


def run(command: Command, context: Context, *words: object) -> Outcome:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]), context)


def refusal(command: Command, context: Context, *words: object) -> str:
    with pytest.raises(BoothError) as caught:
        run(command, context, *words)
    return caught.value.code


@pytest.fixture(scope="module")
def face(context: Context, portrait: Path) -> Image:
    """The portrait's face as documents print it."""
    picture = np.asarray(cv2.imread(str(portrait)), np.uint8)
    finder = load_still_faces(ModelCatalogue(context.models, context.resources))
    found = crop_portrait(picture, finder.find(picture)[0])
    finder.close()
    return found


@pytest.fixture(scope="module")
def card(face: Image, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen's two sides as files `front.png` (upside down) and `back.png`."""
    folder = tmp_path_factory.mktemp("card")
    front = np.rot90(card_front(Specimen(), face), 2)
    cv2.imwrite(str(folder / "front.png"), np.ascontiguousarray(front))
    cv2.imwrite(str(folder / "back.png"), card_back(Specimen()))
    return folder


def test_both_sides_of_a_card(context: Context, card: Path) -> None:
    data = run(idcard.COMMAND, context, card / "front.png", "--back", card / "back.png").data
    person = Specimen()
    assert data["name"] == person.name
    assert data["number"] == person.number
    assert data["address"] == person.address
    assert data["birth"] == person.birth.isoformat()
    assert data["valid_to"] == "2043-04-18"
    problems: Any = data["problems"]
    assert [problem["code"] for problem in problems] == ["CARD-SCREENSHOT"], "it is a render"
    assert set(data) == {
        *("name", "sex", "ethnicity", "birth", "address", "number"),
        *("authority", "valid_from", "valid_to", "confidence", "problems"),
        *("document", "nationality"),
    }
    assert data["document"] == "resident_card"


def test_a_name_that_is_read_as_a_look_alike_is_not_given(
    context: Context, face: Image, tmp_path: Path
) -> None:
    person = Specimen(name="郭晨骉")
    picture = on_a_desk(card_front(person, face), np.random.default_rng(1), 0.6, -25)
    cv2.imwrite(str(tmp_path / "front.png"), picture)
    data: Any = run(idcard.COMMAND, context, tmp_path / "front.png").data
    assert data["name"] in {"", person.name}, "whatever it was taken for"
    assert data["number"] == person.number
    catalogue = ModelCatalogue(context.models, context.resources)
    texts = TextReader(*(catalogue.path(name) for name in ("ocr_det", "ocr_rec")))
    lines = texts.recognise(picture, texts.find(picture))
    for one in lines:
        assert len(one.characters) == len(one.text)
        assert np.mean(one.characters) == pytest.approx(one.confidence, abs=1e-4)


def test_a_rare_name_is_given_where_both_recognisers_agree(
    context: Context, face: Image, tmp_path: Path
) -> None:
    person = Specimen(name="胡翾")
    cv2.imwrite(str(tmp_path / "front.png"), card_front(person, face))
    data: Any = run(idcard.COMMAND, context, tmp_path / "front.png").data
    assert data["name"] == person.name, "its second character is under 0.95 at first"


def test_a_passport_is_told_by_its_zone(context: Context, face: Image, tmp_path: Path) -> None:
    page = on_a_desk(passport(td3(), face), np.random.default_rng(1), 0.75, 6)
    cv2.imwrite(str(tmp_path / "page.png"), page)
    data = run(idcard.COMMAND, context, tmp_path / "page.png").data
    assert data["document"] == "passport"
    assert (data["name"], data["number"]) == ("WANG XIAOMING", "E12345678")
    assert (data["birth"], data["sex"], data["nationality"]) == ("1990-01-01", "F", "UTO")
    assert data["valid_to"] == "2031-01-01"
    assert data["problems"] == [], "its portrait was found too"


def test_a_zone_that_contradicts_itself_is_refused(context: Context, tmp_path: Path) -> None:
    first, second = td3()
    cv2.imwrite(str(tmp_path / "page.png"), passport((first, second[:-1] + "7")))
    assert refusal(idcard.COMMAND, context, tmp_path / "page.png") == "DOCUMENT-CHECK-DIGIT"


def test_a_picture_of_both_sides_and_its_faults(context: Context, media: Path) -> None:
    data = run(idcard.COMMAND, context, media / "idcard/cn_id_front_back_zhangsan.png").data
    assert data["name"] == "张三"
    assert data["address"] == "四川省成都市武侯区益州大道中段722号复城国际"
    assert data["authority"] == "四川省成都市锦江分局"
    assert data["valid_to"] == "2020-12-12"
    problems: Any = data["problems"]
    codes = {problem["code"] for problem in problems}
    assert {"CARD-SEX-DIFFERS", "CARD-EXPIRED"} <= codes


def test_what_is_no_card_is_refused(context: Context, media: Path) -> None:
    assert refusal(idcard.COMMAND, context, media / "idcard/not_an_id_bankcard.jpg") == (
        "CARD-NOT-FOUND"
    )
    assert refusal(idcard.COMMAND, context, media / "nothing.jpg") == "FILE-MISSING"
    assert refusal(idcard.COMMAND, context, media / "INDEX.tsv") == "IMAGE-UNREADABLE"


def test_the_benchmark_reads_a_generated_person(context: Context) -> None:
    data = run(bench.COMMAND, context, "idcard", "--people", "1").data
    rows: Any = data["results"]
    goals = {row["name"]: row for row in rows}
    assert goals["idcard exact fields, readable views"]["ours"] == 1.0
    assert goals["idcard wrong fields over their limit, readable views"]["ours"] == 0
    assert goals["idcard field number"]["exact"] == 2


def test_a_face_matches_itself_printed_small(
    context: Context, portrait: Path, card: Path, tmp_path: Path
) -> None:
    picture = np.asarray(cv2.imread(str(portrait)), np.uint8)
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(tmp_path / "small.jpg"), small)
    outcome = run(facematch.COMMAND, context, portrait, tmp_path / "small.jpg")
    assert outcome.data["match"] is True
    assert outcome.exit_code == 0


def test_the_rates_measured_for_the_threshold_are_told(context: Context, portrait: Path) -> None:
    data: Any = run(facematch.COMMAND, context, portrait, portrait).data
    rates = data["error_rates"]
    assert rates["engine"] == data["model"]
    assert rates["threshold"] == data["threshold"]
    assert {kind["kind"] for kind in rates["kinds"]} == {"live_with_live", "live_with_card"}
    assert all(kind["fmr"]["people"] > 30 for kind in rates["kinds"])


def test_both_engines_are_measured_on_a_list_of_people(
    context: Context, media: Path, tmp_path: Path
) -> None:
    folder = media / "face"
    (tmp_path / "list.csv").write_text(
        "file,person,sitting,sex\nfr_biden_biden.jpg,B,,man\nfr_biden_biden2.jpg,B,,man\n"
        "fr_obama_obama.jpg,O,,man\naz_couple_close.jpg,C,,\n",
        encoding="utf-8",
    )
    words = ("faces", "--list", tmp_path / "list.csv", "--media", folder)
    data: Any = run(bench.COMMAND, context, *words, "--write", tmp_path / "rates.json").data
    rows = {row["name"].partition(" live")[2]: row for row in data["results"]}
    assert rows[" with live, FNMR"]["pairs"] == 1
    assert rows[" with live, FMR"]["pairs"] == 2
    assert rows[" with card portrait, FMR"]["pairs"] == 4
    assert rows[" with card portrait, sex man, FNMR"]["errors"] == 0
    assert data["results"][-1]["withheld"] == ["az_couple_close.jpg: FACE-TWO"]
    assert data["results"][-1]["peer"] > 0
    assert (tmp_path / "rates.json").read_text("utf-8").startswith("{")


def test_strangers_do_not_match(context: Context, portrait: Path, media: Path) -> None:
    data = run(facematch.COMMAND, context, portrait, media / "attack/live_woman.jpg").data
    score: Any = data["score"]
    assert data["match"] is False
    assert score < 0.45


def test_a_dark_face_is_not_compared(context: Context, portrait: Path, tmp_path: Path) -> None:
    picture = np.asarray(cv2.imread(str(portrait)), np.uint8)
    cv2.imwrite(str(tmp_path / "dark.png"), np.asarray(picture // 12, np.uint8))
    outcome = run(facematch.COMMAND, context, portrait, tmp_path / "dark.png")
    problems: Any = outcome.data["problems"]
    assert outcome.data["score"] is None
    assert outcome.data["match"] is False
    assert [problem["code"] for problem in problems] == ["FACE-DARK"]
    assert outcome.exit_code == 3


def test_no_face_and_two_faces_are_refused(context: Context, portrait: Path, media: Path) -> None:
    assert refusal(
        facematch.COMMAND, context, portrait, media / "idcard/not_an_id_bankcard.jpg"
    ) == ("FACE-NONE")
    assert refusal(facematch.COMMAND, context, media / "face/az_couple_close.jpg", portrait) == (
        "FACE-TWO"
    )


def test_digits_read_aloud_are_heard_and_seen(context: Context, media: Path) -> None:
    clip = media / "video_talking/zh_gesture_delivering_sell_link.mp4"
    words = (liveness.COMMAND, context, clip, "--challenge", "say_digits")
    assert refusal(*words) == "CHALLENGE-UNKNOWN"
    assert run(*words, "--digits", "321").data["passed"] is True


def test_turns_are_seen_to_the_persons_own_side(context: Context, media: Path) -> None:
    clip = media / "video_talking/talk_en_headturns_woman.mp4"
    outcome = run(liveness.COMMAND, context, clip, "--challenge", "blink,turn_left")
    assert outcome.data["passed"] is True
    challenges: Any = outcome.data["challenges"]
    assert 1.2 < challenges[0]["at_s"] < 1.8
    assert 6.8 < challenges[1]["at_s"] < 7.3
    assert outcome.data["spoof_score"] is None


def test_a_clip_without_the_gesture_does_not_pass(context: Context, media: Path) -> None:
    clip = media / "video_talking/grid_lwbsza.mpg"
    outcome = run(liveness.COMMAND, context, clip, "--challenge", "turn_right")
    assert outcome.data["passed"] is False


def test_a_clip_without_a_face_is_refused(context: Context, media: Path) -> None:
    clip = media / "video_absence/no_face.mp4"
    assert refusal(liveness.COMMAND, context, clip, "--challenge", "blink") == "FACE-NONE"
    assert refusal(liveness.COMMAND, context, media / "INDEX.tsv", "--challenge", "blink") == (
        "VIDEO-UNREADABLE"
    )


def test_an_unknown_challenge_is_a_usage_error(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(liveness.COMMAND, context, "clip.mp4", "--challenge", "wink")
    assert caught.value.code == 2
    assert "CHALLENGE-UNKNOWN" in capsys.readouterr().err
