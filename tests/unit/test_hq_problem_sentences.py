"""Every problem that an identity step writes into the record reads as Chinese at headquarters."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.hq.language import load_wordings
from tests.unit.hq_console_scene import RESOURCES

APP = RESOURCES.parent / "app"
WRITERS = (*sorted((APP / "identity").glob("*.py")), APP / "perception" / "face_gates.py")
NEVER_RECORDED = {"CAMERA-NO-FRAMES", "PORTRAIT-MISSING"}
"""The watcher's own troubles: the operator sees them, no record holds them."""
HOLE = "7"


def _text(node: ast.expr) -> str | None:
    """Of a string, each value in it taken as a number; None for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else HOLE for part in parts
            )
        case _:
            return None


def _problems(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case (
                ast.Call(func=ast.Name(id="Problem"), args=[code, said])
                | ast.Call(func=ast.Attribute(attr="_break"), args=[code, said])
            ):
                text = _text(said)
                if text is not None and _text(code) not in NEVER_RECORDED:
                    yield text
            case _:
                pass


@pytest.mark.parametrize("path", WRITERS, ids=lambda path: path.name)
def test_what_a_step_writes_is_known(path: Path) -> None:
    zh = load_wordings(RESOURCES)["zh"]
    assert [text for text in _problems(path) if zh.sentence(text) == text] == []


def test_problems_are_found_at_all() -> None:
    assert len([text for path in WRITERS for text in _problems(path)]) > 40


def test_the_score_of_a_match_reads_as_chinese() -> None:
    said = load_wordings(RESOURCES)["zh"].sentence(
        "cosine similarity 0.842, threshold 0.420, sure from 0.570"
    )
    assert said == "余弦相似度 0.842，阈值 0.420，0.570 起可确认"
