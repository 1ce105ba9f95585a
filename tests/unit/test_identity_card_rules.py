"""Numbers, layout and checks of ID cards, without any model."""

import datetime as dt

import numpy as np
import pytest

from app.domain.identity import IdCard
from app.identity.card_checks import check_card
from app.identity.card_vote import LONGEST_S, CardVote
from app.identity.ethnicities import ETHNICITIES, leading_ethnicity
from app.identity.idcard import CardReading
from app.identity.layout import CardText, RawField, read_layout
from app.identity.number import (
    birth_of,
    check_character,
    county_known,
    passes_check,
    region_exists,
    sex_of,
)
from app.identity.portrait import portrait_area
from app.perception.text import TextLine

TODAY = dt.date(2026, 11, 22)
NUMBER = "110110199605120000"


def line(text: str, x: float, y: float, width: float, confidence: float = 0.99) -> TextLine:
    quad = np.array([[x, y], [x + width, y], [x + width, y + 38], [x, y + 38]], np.float32)
    return TextLine(text, confidence, quad)


def front_lines(**changes: str) -> list[TextLine]:
    texts = {
        "name": "李小雨",
        "sex": "女",
        "ethnicity": "汉",
        "birth": "1996年5月12日",
        "number": NUMBER,
    } | changes
    return [
        line("姓名", 60, 60, 90),
        line(texts["name"], 180, 60, 140),
        line("性别" + texts["sex"], 60, 140, 150),
        line("民族" + texts["ethnicity"], 280, 140, 130),
        line("出生" + texts["birth"], 60, 220, 460),
        line("住址", 60, 300, 90),
        line("北京市海淀区样本路一百", 184, 300, 420),
        line("号演示小区三号楼二单元", 184, 352, 420),
        line("公民身份号码", 60, 530, 200),
        line(texts["number"], 330, 530, 513),
    ]


def back_lines(period: str = "2023.04.18-2043.04.18") -> list[TextLine]:
    return [
        line("中华人民共和国", 270, 60, 500),
        line("居民身份证", 262, 160, 540),
        line("签发机关", 200, 440, 150),
        line("北京市公安局海淀分局", 400, 440, 380),
        line("有效期限", 200, 525, 150),
        line(period, 400, 525, 400),
    ]


def codes(card: IdCard) -> set[str]:
    return {problem.code for problem in card.problems}


def test_the_check_character_follows_the_standard() -> None:
    assert check_character("11010519491231002") == "X"
    assert passes_check("11010519491231002X")
    assert not passes_check("110105194912310021")
    assert not passes_check("11010519491231002")


def test_the_number_tells_birth_sex_and_region() -> None:
    assert birth_of("11010519491231002X") == dt.date(1949, 12, 31)
    assert birth_of("11010519491331002X") is None
    assert sex_of("11010519491231002X") == "女"
    assert region_exists("441900")
    assert not region_exists("990101")
    assert not region_exists("119901"), "no such prefecture"
    assert region_exists("830000")
    assert not region_exists("830100"), "the permits' regions go on with zeros"


def test_counties_of_the_past_are_known_and_a_new_one_is_a_warning() -> None:
    assert county_known("110103"), "Chongwen, until 2010"
    assert county_known("441900")
    assert not county_known("110199")
    number = "11019919960512000X"
    assert passes_check(number)
    assert codes(check_card(read_layout(front_lines(number=number)), TODAY)) == {
        "CARD-NUMBER-COUNTY"
    }


def test_a_residence_permit_names_no_ethnicity() -> None:
    number = "81000019960512000" + check_character("81000019960512000")
    lines = [item for item in front_lines(number=number) if not item.text.startswith("民族")]
    card = check_card(read_layout(lines), TODAY)
    assert card.document == "residence_permit"
    assert card.problems == ()
    assert check_card(read_layout(front_lines()), TODAY).document == "resident_card"


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [("sex", "F", "CARD-SEX"), ("ethnicity", "汗", "CARD-ETHNICITY")],
)
def test_what_cannot_stand_on_a_card_is_a_problem(field: str, text: str, code: str) -> None:
    fields = read_layout(front_lines()).fields | {field: RawField(text, 1.0)}
    assert code in codes(check_card(CardText(fields, 3, 0), TODAY))


def test_the_expired_problem_says_which_day_counted() -> None:
    card = check_card(read_layout(back_lines("2003.04.18-2023.04.18")), TODAY)
    (problem,) = card.problems
    assert problem.code == "CARD-EXPIRED"
    assert "2023-04-18" in problem.text
    assert TODAY.isoformat() in problem.text


def test_there_are_56_groups_and_the_longest_name_wins() -> None:
    assert len(ETHNICITIES) == 56
    assert leading_ethnicity("土家族") == "土家"
    assert leading_ethnicity("土") == "土"
    assert leading_ethnicity("某") == ""


def test_a_front_is_read_by_its_labels() -> None:
    text = read_layout(front_lines())
    fields = {name: field.text for name, field in text.fields.items()}
    assert text.has_front
    assert not text.has_back
    assert fields == {
        "name": "李小雨",
        "sex": "女",
        "ethnicity": "汉",
        "birth": "1996-05-12",
        "address": "北京市海淀区样本路一百号演示小区三号楼二单元",
        "number": NUMBER,
    }
    assert check_card(text, TODAY).problems == ()


def test_a_card_askew_is_read_the_same() -> None:
    angle = np.deg2rad(12)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    askew = [
        TextLine(item.text, item.confidence, (item.quad @ turn.T).astype(np.float32))
        for item in front_lines()
    ]
    assert read_layout(askew).fields == read_layout(front_lines()).fields


def test_traditional_misreadings_are_printed_simplified() -> None:
    fields = read_layout(front_lines(name="黃靜怡", ethnicity="漢")).fields
    assert fields["name"].text == "黄静怡"
    assert fields["ethnicity"].text == "汉"


def test_lost_labels_are_made_up_for_by_place() -> None:
    lines = [item for item in front_lines() if item.text not in {"姓名", "住址"}]
    fields = read_layout(lines).fields
    assert fields["name"].text == "李小雨"
    assert fields["address"].text.startswith("北京市海淀区")


def test_text_inside_the_portrait_is_left_out() -> None:
    fields = read_layout([*front_lines(), line("甲乙丙", 660, 352, 100)]).fields
    assert "甲乙丙" not in fields["address"].text


def test_both_sides_on_one_picture() -> None:
    below = [
        TextLine(item.text, item.confidence, item.quad + np.array([0, 700], np.float32))
        for item in back_lines()
    ]
    text = read_layout([*front_lines(), *below])
    card = check_card(text, TODAY)
    assert text.has_front
    assert text.has_back
    assert card.authority == "北京市公安局海淀分局"
    assert (card.valid_from, card.valid_to) == ("2023-04-18", "2043-04-18")
    assert card.address.endswith("二单元")
    assert card.problems == ()


def test_a_long_authority_goes_on_in_the_next_row() -> None:
    lines = [*back_lines(), line("第二派出所", 400, 480, 200)]
    assert read_layout(lines).fields["authority"].text == "北京市公安局海淀分局第二派出所"


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2003.04.18-2023.04.18", "CARD-EXPIRED"),
        ("2023.04.18-2040.04.18", "CARD-VALIDITY-SPAN"),
        ("2030.04.18-2040.04.18", "CARD-NOT-YET-VALID"),
        ("2023.04.31-2043.04.31", "CARD-VALIDITY"),
    ],
)
def test_validity_is_checked(period: str, code: str) -> None:
    assert code in codes(check_card(read_layout(back_lines(period)), TODAY))


def test_a_long_term_card_never_expires() -> None:
    card = check_card(read_layout(back_lines("2010.04.26-长期")), TODAY)
    assert card.valid_to == "long-term"
    assert card.problems == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "110110199605120001"}, "CARD-NUMBER-CHECK"),
        ({"sex": "男"}, "CARD-SEX-DIFFERS"),
        ({"birth": "1996年5月13日"}, "CARD-BIRTH-DIFFERS"),
        ({"ethnicity": "某"}, "CARD-FIELD-UNREAD"),
        (
            {"number": "98010119960512000" + check_character("98010119960512000")},
            "CARD-NUMBER-REGION",
        ),
    ],
)
def test_fields_that_disagree_are_reported(changes: dict[str, str], code: str) -> None:
    assert code in codes(check_card(read_layout(front_lines(**changes)), TODAY))


def test_an_unsure_field_is_reported_and_not_guessed() -> None:
    text = read_layout(front_lines())
    fields = dict(text.fields) | {"name": RawField("李小南", 0.66)}
    card = check_card(CardText(fields, text.front_signs, 0), TODAY)
    assert card.name == ""
    assert dict(card.confidence)["name"] == 0.66
    assert "CARD-FIELD-UNSURE" in codes(card)


def test_other_text_is_no_card() -> None:
    text = read_layout([line("1234 5678 9876 5421", 10, 10, 500), line("VISA", 10, 80, 100)])
    assert not text.has_front
    assert not text.has_back


def test_the_portrait_is_looked_for_on_the_card_only() -> None:
    area = portrait_area(tuple(front_lines()))
    assert area is not None
    left, top, right, bottom = area
    assert 400 < left < 660
    assert top < 90
    assert right > 930
    assert bottom > 420
    assert portrait_area(tuple(back_lines())) is None


def reading(lines: list[TextLine]) -> CardReading:
    return CardReading(read_layout(lines), ("front",), None, len(lines), 38.0)


def test_two_readings_that_agree_settle_it() -> None:
    vote = CardVote("front")
    vote.add(0.0, reading(front_lines()))
    assert not vote.is_settled(0.1)
    vote.add(1.0, reading(front_lines()))
    assert vote.is_settled(1.0)
    assert vote.text().fields["number"].text == NUMBER


def test_a_misread_frame_is_outvoted() -> None:
    vote = CardVote("front")
    for at_s, name in enumerate(("李小雨", "李小南", "李小雨")):
        vote.add(float(at_s), reading(front_lines(name=name)))
    assert vote.is_settled(2.0)
    assert vote.text().fields["name"].text == "李小雨"


def test_readings_that_never_agree_are_given_as_they_are_after_a_time() -> None:
    vote = CardVote("front")
    assert not vote.is_settled(100.0)
    vote.add(0.0, reading(front_lines(number="110110199605120001")))
    vote.add(1.0, reading(front_lines(number="110110199605120001")))
    assert not vote.is_settled(1.0)
    assert vote.is_settled(LONGEST_S)


def test_the_vote_holds_one_side_only() -> None:
    vote = CardVote("back")
    vote.add(0.0, reading([*front_lines(), *back_lines()]))
    text = vote.text()
    assert "name" not in text.fields
    assert not text.has_front


def test_a_long_name_goes_on_under_its_first_line() -> None:
    lines = front_lines(name="阿不都热合曼·买买提吐尔逊江")
    lines[1] = line("阿不都热合曼·买买提吐尔逊江", 180, 56, 450)
    lines.append(line("·艾力", 182, 100, 90))
    assert read_layout(lines).fields["name"].text == "阿不都热合曼·买买提吐尔逊江·艾力"
    assert read_layout(front_lines()).fields["name"].text == "李小雨"
