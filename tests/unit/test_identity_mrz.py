"""Machine-readable zones: ICAO's specimens, look-alikes, and what check digits refuse."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.card_copy import CopySigns
from app.identity.document_checks import card_of_zone, document_problems
from app.identity.document_vote import DocumentVote
from app.identity.documents import DocumentReading, page_box, plain_line
from app.identity.mrz import Zone, check_digit, parse_zone
from app.perception.text import TextLine
from tests.documents import permit, td1, td3

ON = dt.date(2026, 11, 26)
# ICAO Doc 9303 part 4 appendix A, part 5 appendix A, part 6 appendix A
TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")


def zone(lines: tuple[str, ...]) -> Zone:
    found = parse_zone(lines, ON)
    assert found is not None
    return found


def test_the_check_digits_of_the_standard() -> None:
    assert check_digit("520727") == "3"
    assert check_digit("AB2134<<<") == "5"
    assert check_digit("HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<"[:10]) == check_digit(
        "HA672242<6"
    )


@pytest.mark.parametrize(
    ("lines", "layout", "number"),
    [(TD3, "TD3", "L898902C3"), (TD1, "TD1", "D23145890"), (TD2, "TD2", "D23145890")],
)
def test_icao_specimens(lines: tuple[str, ...], layout: str, number: str) -> None:
    read = zone(lines)
    assert (read.layout, read.number, read.issuer) == (layout, number, "UTO")
    assert read.name == "ERIKSSON ANNA MARIA"
    assert (read.birth, read.sex, read.valid_to) == ("1974-08-12", "F", "2012-04-15")
    assert read.nationality == "UTO"


def test_a_long_number_goes_on_in_the_next_field() -> None:
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    assert zone(lines).number == "D23145890734"


def test_documents_are_told_by_their_zone() -> None:
    assert zone(td3()).document == "passport"
    assert zone(td1()).document == "permanent_resident"
    assert zone(permit("CR")).document == "hk_macao_permit"
    taiwan = zone(permit("CT", "00000012"))
    assert (taiwan.document, taiwan.number) == ("taiwan_permit", "00000012")
    assert zone(TD1).document is None, "another state's card is not accepted"


def test_the_permits_century_is_printed() -> None:
    read = zone(permit(birth="050305"))
    assert read.birth == "1905-03-05", "B is the twentieth century"
    assert zone(permit()).birth == "1988-03-05"
    first, second, name = permit()
    for mark in "AC":
        marked = (first, second[:18] + mark + second[19:], name)
        assert zone(marked).birth == "1988-03-05", "nobody was born then, or is that old"


def test_two_digit_years_lie_in_the_past_for_births_and_ahead_for_ends() -> None:
    assert zone(td3(birth="261126")).birth == "2026-11-26"
    assert zone(td3(birth="261127")).birth == "1926-11-27"
    assert zone(td3(expiry="760101")).valid_to == "2076-01-01"
    assert zone(td3(expiry="770101")).valid_to == "1977-01-01"
    assert zone(td3(birth="90<<<<")).birth == "", "only the year is known"
    assert zone(td3(birth="900231")).birth == ""


def test_look_alikes_are_put_right_where_only_one_kind_can_stand() -> None:
    first, second = td3()
    wrong = second[:13] + second[13:28].replace("0", "O").replace("1", "I") + second[28:]
    assert wrong != second
    assert zone((first.replace("O", "0"), wrong)) == zone((first, second))
    number = second.replace("E12345678", "EI2345678")
    assert parse_zone((first, number), ON) is None, "a number's column tells nothing: never guessed"


def test_miscounted_fillers_are_fitted() -> None:
    first, second = td3()
    assert zone((first[:-4], second.replace("<<<<", "<", 1))) == zone((first, second))
    assert zone((first + "<<<", second)) == zone((first, second))


def test_what_stands_behind_the_name_is_no_name() -> None:
    first, second = td3(name="LEE<<K<<<<<K<C")
    assert zone((first, second)).name == "LEE K"


@given(st.data())
def test_one_wrong_character_is_never_passed_on(data: st.DataObject) -> None:
    """A checked character changed to one that is no look-alike: refused, or the same zone."""
    lines = data.draw(st.sampled_from([td3(), td1(), permit()]))
    row = 1 if len(lines) == 2 else data.draw(st.integers(0, 1))
    column = data.draw(st.integers(5, len(lines[row]) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"))
    changed = list(lines)
    changed[row] = lines[row][:column] + other + lines[row][column + 1 :]
    read, right = parse_zone(changed, ON), zone(lines)
    if read is not None:
        differing = {
            name
            for name in ("number", "birth", "valid_to")
            if getattr(read, name) != getattr(right, name)
        }
        step = (int(other, 36) if other != "<" else 0) - (
            int(lines[row][column], 36) if lines[row][column] != "<" else 0
        )
        assert not differing or step % 10 == 0, "only a step of ten escapes weights 7, 3, 1"


@given(
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9),
    birth=st.dates(dt.date(1927, 1, 1), ON),
    name=st.lists(
        st.text("ABCDEFGHJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8), min_size=2, max_size=4
    ),
)
def test_what_is_printed_is_read(number: str, birth: dt.date, name: list[str]) -> None:
    text = f"{name[0]}<<{'<'.join(name[1:])}"
    read = zone(td3(text, number, birth=f"{birth:%y%m%d}"))
    assert (read.number, read.birth, read.name) == (number, birth.isoformat(), " ".join(name))


@given(st.lists(st.text("ABC0123456789<く«", max_size=50), max_size=4))
def test_anything_else_is_no_zone_and_no_fault(lines: list[str]) -> None:
    assert parse_zone([plain_line(line) for line in lines], ON) is None


def test_a_documents_fields_and_what_speaks_against_them() -> None:
    card = card_of_zone(zone(td3(expiry="260101")), "passport", 0.95, ON)
    assert (card.name, card.number, card.nationality) == ("WANG XIAOMING", "E12345678", "UTO")
    (problem,) = card.problems
    assert problem.code == "CARD-EXPIRED"
    assert ON.isoformat() in problem.text
    unsure = card_of_zone(zone(td3()), "passport", 0.7, ON)
    assert unsure.name == ""
    assert unsure.number == "E12345678", "its check digit proves it"
    assert [problem.code for problem in unsure.problems] == ["CARD-FIELD-UNSURE"]


READING = DocumentReading(
    None, 0.9, broken=False, portrait=None, lines=8, text_px=20, tilt_deg=0, glare=0, sharpness=0
)


@pytest.mark.parametrize(("sharpness", "name"), [((110, 90), ""), ((110, 600), "WANG XIAOMING")])
def test_a_name_that_was_only_read_blurred_is_left_empty(
    sharpness: tuple[float, float], name: str
) -> None:
    vote = DocumentVote()
    for at_s, sharp in enumerate(sharpness):
        seen = replace(READING, zone=zone(td3()), sharpness=sharp)
        vote.add(at_s, seen)
    assert vote.is_settled(1.0)
    card = vote.card(ON)
    assert (card.name, card.number) == (name, "E12345678")
    assert ("CARD-BLURRED" in {problem.code for problem in card.problems}) is (not name)


@pytest.mark.parametrize(("devices", "told"), [((0.2, 1.4), False), ((1.2, 1.4, 0.0), True)])
def test_a_telephone_around_the_page_is_told_where_most_pictures_show_it(
    devices: tuple[float, ...], *, told: bool
) -> None:
    vote = DocumentVote()
    for at_s, device in enumerate(devices):
        signs = CopySigns(None, 0.0, 0.0, device)
        vote.add(at_s, replace(READING, zone=zone(td3()), sharpness=900, signs=signs))
    codes = [problem.code for problem in vote.card(ON).problems]
    assert ("CARD-SCREEN" in codes) is told


def zone_at(lines: tuple[str, ...], px_per_mm: float) -> list[TextLine]:
    """The zone as the reader finds it, of a page whose top left is at (100, 50)."""
    wide_mm, high_mm = (125.0, 88.0) if len(lines) == 2 else (85.6, 54.0)
    found: list[TextLine] = []
    for row, text in enumerate(lines):
        left = (wide_mm - len(text) * 2.54) / 2
        top = high_mm - 4.5 - 5.0 * (len(lines) - row)
        corners = [(left, top), (wide_mm - left, top), (wide_mm - left, top + 4), (left, top + 4)]
        quad = np.array(corners, np.float32) * px_per_mm + np.array([100, 50], np.float32)
        found.append(TextLine(text, 0.99, quad.astype(np.float32)))
    return found


@pytest.mark.parametrize(("lines", "size"), [(td3(), (125.0, 88.0)), (permit(), (85.6, 54.0))])
def test_the_page_is_found_from_its_zone(lines: tuple[str, ...], size: tuple[float, float]) -> None:
    left, top, right, bottom = page_box(zone_at(lines, 6.0))
    assert 100 < left < 100 + 6 * 0.1 * size[0]
    assert 50 <= top < 50 + 6 * 0.12 * size[1]
    assert 100 + 6 * 0.9 * size[0] < right < 100 + 6 * size[0]
    assert 50 + 6 * 0.88 * size[1] < bottom < 50 + 6 * size[1]


@pytest.mark.parametrize(
    ("document", "number", "fits"),
    [
        ("passport", "E12345678", True),
        ("passport", "E1234-678", False),
        ("hk_macao_permit", "H12345678", True),
        ("hk_macao_permit", "X12345678", False),
        ("taiwan_permit", "12345678", True),
        ("taiwan_permit", "1234567", False),
        ("permanent_resident", "SWE110012345678", True),
        ("permanent_resident", "911124199605120003", False),
    ],
)
def test_a_typed_number_has_its_documents_form(document: str, number: str, *, fits: bool) -> None:
    card = card_of_zone(zone(td3()), "passport", 0.95, ON)
    codes = {p.code for p in document_problems(replace(card, document=document, number=number), ON)}
    assert ("DOCUMENT-NUMBER" not in codes) == fits
