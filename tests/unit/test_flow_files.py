"""Flow and question files."""

import hashlib
from pathlib import Path

import pytest

from app.domain.errors import BoothError, FileMissingError
from app.flow.errors import FlowUnreadableError, FlowUnsoundError, QuestionMissingError
from app.flow.files import check_flow, load_flow, load_question, parse_flow
from app.flow.paths import plan_of, walk
from app.flow.table import Stage

FLOW = """
format = 1
id = "f"
version = 3
position = "teller"
title = { zh = "面试", en = "Interview" }

[[questions]]
id = "one"
competency = "service"
preparation_s = 5
answer_s = 60
text = { zh = "问", en = "Ask" }
keywords = [{ name = "耐心", zh = ["耐心"], en = ["patient", "patience"] }]
"""
SECOND = """
[[questions]]
id = "two"
competency = "risk"
preparation_s = 0
answer_s = 90
text = { zh = "问", en = "Ask" }
keywords = [{ name = "风险", zh = ["风险"], en = ["risk"] }]
"""


def codes(text: str) -> list[tuple[str, str, bool]]:
    checked = check_flow(text.encode(), "f.toml")
    return [(problem.code, problem.place, problem.fatal) for problem in checked.problems]


@pytest.mark.parametrize("name", ["teller-demo", "teller"])
def test_the_shipped_flows_are_sound(resources: Path, name: str) -> None:
    path = resources / "flows" / f"{name}.toml"
    flow = load_flow(path)
    assert check_flow(path.read_bytes(), path.name).problems == ()
    assert flow.id == name
    assert flow.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(flow.questions) == 3
    assert flow.practice is not None
    assert all(dict(question.text).keys() == {"zh", "en"} for question in flow.questions)


def test_a_flow_is_read_as_written() -> None:
    flow = parse_flow(FLOW.encode(), "f.toml")
    (question,) = flow.questions
    assert (flow.id, flow.version, flow.position, flow.practice) == ("f", 3, "teller", None)
    assert question.text == (("zh", "问"), ("en", "Ask"))
    assert question.keywords[0].words == ("耐心", "patient", "patience")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (', en = "Interview"', "", ("language_missing", "title.en", True)),
        ('en = "Ask" }', 'en = "  " }', ("language_missing", "questions[0].text.en", True)),
        ("answer_s = 60", "answer_s = 0", ("time_zero", "questions[0].answer_s", True)),
        ("answer_s = 60", "answer_s = 6000", ("time_too_long", "questions[0].answer_s", True)),
        (
            "preparation_s = 5",
            "preparation_s = -1",
            ("time_out_of_range", "questions[0].preparation_s", True),
        ),
        (
            ', en = ["patient", "patience"]',
            "",
            ("spellings_missing", "questions[0].keywords[0].en", False),
        ),
    ],
)
def test_each_problem_is_named_with_its_place(
    old: str, new: str, expected: tuple[str, str, bool]
) -> None:
    assert old in FLOW
    text = FLOW.replace(old, new)
    assert codes(text) == [expected]
    if expected[2]:
        with pytest.raises(FlowUnsoundError) as raised:
            parse_flow(text.encode(), "f.toml")
        assert expected[1] in raised.value.what
    else:
        parse_flow(text.encode(), "f.toml")


def test_a_second_question_of_the_same_id_and_none_of_keywords() -> None:
    text = FLOW + SECOND.replace('"two"', '"one"').partition("keywords")[0]
    assert codes(text) == [
        ("duplicate_id", "questions[1].id", True),
        ("keywords_missing", "questions[1].keywords", False),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "format"),
        ("id = ]", "line 1"),
        (FLOW.replace("format = 1", "format = 2"), "format"),
        (FLOW.replace("answer_s = 60", 'answer_s = "60"'), "questions[0].answer_s"),
        (FLOW + "surprise = 1", "questions[0].surprise"),
        (FLOW.partition("[[")[0], "questions"),
        (FLOW.replace('id = "one"', 'id = "../one"'), "questions[0].id"),
    ],
)
def test_what_is_no_flow_file_is_refused_with_the_place(text: str, place: str) -> None:
    with pytest.raises(FlowUnreadableError) as raised:
        check_flow(text.encode(), "f.toml")
    assert place in raised.value.what


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        load_flow(tmp_path / "none.toml")
    with pytest.raises(FileMissingError):
        load_flow(tmp_path)
    binary = tmp_path / "b.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FlowUnreadableError, match="UTF-8"):
        load_flow(binary)
    binary.write_bytes(b"#" * 1_000_001)
    with pytest.raises(FlowUnreadableError, match="larger"):
        load_flow(binary)


def test_one_question_from_a_question_file_or_by_id(tmp_path: Path) -> None:
    flow = tmp_path / "flow.toml"
    flow.write_text(FLOW, encoding="utf-8")
    assert load_question(flow).id == "one"
    flow.write_text(FLOW + SECOND, encoding="utf-8")
    assert load_question(flow, "two").competency == "risk"
    for asked in (None, "three"):
        with pytest.raises(QuestionMissingError, match="one, two"):
            load_question(flow, asked)
    single = tmp_path / "question.toml"
    single.write_text(SECOND.replace("[[questions]]", "[question]"), encoding="utf-8")
    assert load_question(single).answer_s == 90
    single.write_text("[question]\nid = 4", encoding="utf-8")
    with pytest.raises(BoothError) as raised:
        load_question(single)
    assert "question.id" in raised.value.what


def test_every_way_through_ends_and_the_longest_is_the_sum_of_the_countdowns() -> None:
    plan = plan_of(parse_flow((FLOW + SECOND).encode(), "f.toml"))
    paths = walk(plan)
    assert len({path.stages for path in paths}) == len(paths) == 3
    assert all(path.stages[-1] is Stage.DONE for path in paths)
    assert max(path.seconds for path in paths) == 5 + 60 + 0 + 90 + 2 * plan.rest_s
    assert sum(Stage.LIVENESS in path.stages for path in paths) == 1
