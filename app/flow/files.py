"""Flow and question files: TOML in, `Flow` and `Question` out (docs/spec/flow-v1.md)."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.analysis import Language
from app.domain.assignment import Flow, Keyword, LocalText, Question
from app.domain.errors import FileMissingError
from app.domain.ids import Digest, QuestionId
from app.flow.errors import FlowUnreadableError, FlowUnsoundError, QuestionMissingError

MAX_FLOW_BYTES = 1_000_000
"""A flow file is a page or two of text; anything larger is not one."""
MAX_ANSWER_S = 600
"""Longest answer. Source: the sound of one answer has to fit the audio ring
(`app.processes.shared.SOUND_SECONDS`, 900 s) with room for the preparation."""
MAX_PREPARATION_S = 600

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Line = Annotated[str, Field(min_length=1, max_length=2000)]


class _Table(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True)


class _KeywordTable(_Table):
    name: Line
    zh: list[Line] = []
    en: list[Line] = []


class _QuestionTable(_Table):
    id: Name
    text: dict[str, Line]
    competency: Name
    preparation_s: int
    answer_s: int
    keywords: list[_KeywordTable] = []


class _FlowTable(_Table):
    format: Literal[1]
    id: Name
    version: Annotated[int, Field(ge=1)]
    position: Name
    languages: Annotated[list[Language], Field(min_length=1)] = ["zh", "en"]
    title: dict[str, Line]
    practice: _QuestionTable | None = None
    questions: Annotated[list[_QuestionTable], Field(min_length=1)]


class _QuestionFile(_Table):
    format: Literal[1] = 1
    question: _QuestionTable


Table = TypeVar("Table", bound=_Table)


@dataclass(frozen=True, slots=True)
class FlowProblem:
    """Something wrong with a flow that can be read.

    Attributes:
        code: stable, lower case (`duplicate_id`, `language_missing`, `time_zero`, ...).
        place: where: `questions[1].text`.
        text: one sentence.
        fatal: no interview can be held by it; otherwise something will be missing from it.
    """

    code: str
    place: str
    text: str
    fatal: bool


@dataclass(frozen=True, slots=True)
class CheckedFlow:
    """A flow with what is wrong with it.

    Attributes:
        flow: as the file says.
        problems: in the file's order; empty for a sound flow.
    """

    flow: Flow
    problems: tuple[FlowProblem, ...]


def load_flow(path: Path) -> Flow:
    """Read a flow to hold interviews by.

    Raises:
        FileMissingError: there is no such file.
        FlowUnreadableError: it is not a flow file; the place is named.
        FlowUnsoundError: it has a fatal problem.
    """
    return parse_flow(_read(path), path.name)


def parse_flow(untrusted: bytes, name: str) -> Flow:
    """The same for a file's bytes, from wherever they came; `name` is for the error's sentence.

    Raises:
        FlowUnreadableError: they are not a flow file; the place is named.
        FlowUnsoundError: the flow has a fatal problem.
    """
    checked = check_flow(untrusted, name)
    fatal = [problem for problem in checked.problems if problem.fatal]
    if fatal:
        more = f", and {len(fatal) - 1} more" if len(fatal) > 1 else ""
        raise FlowUnsoundError(f"{name}: {fatal[0].place}: {fatal[0].text}{more}")
    return checked.flow


def load_checked(path: Path) -> CheckedFlow:
    """Read a flow with its problems.

    Raises:
        FileMissingError: there is no such file.
        FlowUnreadableError: it is not a flow file; the place is named.
    """
    return check_flow(_read(path), path.name)


def check_flow(untrusted: bytes, name: str) -> CheckedFlow:
    """Read a flow from a file's bytes, with its problems.

    Raises:
        FlowUnreadableError: they are not a flow file; the place is named.
    """
    table = _validated(_FlowTable, _toml(untrusted, name), name)
    flow = Flow(
        id=table.id,
        version=table.version,
        title=_texts(table.title),
        position=table.position,
        practice=_question(table.practice) if table.practice else None,
        questions=tuple(_question(question) for question in table.questions),
        digest=Digest(hashlib.sha256(untrusted).hexdigest()),
    )
    return CheckedFlow(flow, tuple(_problems(table)))


def load_question(path: Path, question: str | None = None) -> Question:
    """Read one question: from a question file, or by its id from a flow file.

    Args:
        path: a question file (`[question]`) or a flow file (`[[questions]]`).
        question: the id; may be left out where the file holds one question only.

    Raises:
        FileMissingError: there is no such file.
        FlowUnreadableError: it is neither a question nor a flow file.
        QuestionMissingError: the flow has no question of that id, or several and none was named.
    """
    raw = _toml(_read(path), path.name)
    if "question" in raw:
        return _question(_validated(_QuestionFile, raw, path.name).question)
    table = _validated(_FlowTable, raw, path.name)
    known = [*([table.practice] if table.practice else []), *table.questions]
    if question is None and len(table.questions) == 1:
        return _question(table.questions[0])
    for candidate in known:
        if candidate.id == question:
            return _question(candidate)
    ids = ", ".join(candidate.id for candidate in known)
    asked = f"no question {question}" if question else "several questions"
    raise QuestionMissingError(f"{path.name} holds {asked} ({ids})")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FLOW_BYTES + 1)
    except FileNotFoundError as error:
        raise FileMissingError(f"{path} is not there") from error
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read ({error.strerror})") from error
    if len(content) > MAX_FLOW_BYTES:
        raise FlowUnreadableError(f"{path.name} is larger than {MAX_FLOW_BYTES} bytes")
    return content


def _toml(untrusted: bytes, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(untrusted.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FlowUnreadableError(f"{name} is not UTF-8 text (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise FlowUnreadableError(f"{name} is not TOML: {error}") from error


def _validated(form: type[Table], raw: dict[str, object], name: str) -> Table:
    try:
        return form.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        more = f", and {error.error_count() - 1} more" if error.error_count() > 1 else ""
        raise FlowUnreadableError(
            f"{name}: {_place(first['loc'])}: {first['msg']}{more}"
        ) from error


def _place(location: tuple[int | str, ...]) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).lstrip(".") or "the file"


def _texts(texts: dict[str, str]) -> LocalText:
    return tuple(texts.items())


def _question(table: _QuestionTable) -> Question:
    return Question(
        id=QuestionId(table.id),
        text=_texts(table.text),
        competency=table.competency,
        preparation_s=table.preparation_s,
        answer_s=table.answer_s,
        keywords=tuple(
            Keyword(keyword.name, tuple(dict.fromkeys([*keyword.zh, *keyword.en])))
            for keyword in table.keywords
        ),
    )


def _problems(table: _FlowTable) -> list[FlowProblem]:
    found = _missing_languages(table.title, table, "title")
    seen: set[str] = set()
    placed = [("practice", table.practice)] if table.practice else []
    placed += [(f"questions[{index}]", question) for index, question in enumerate(table.questions)]
    for place, question in placed:
        if question.id in seen:
            text = f"the id {question.id} is used before"
            found.append(FlowProblem("duplicate_id", f"{place}.id", text, fatal=True))
        seen.add(question.id)
        found += _missing_languages(question.text, table, f"{place}.text")
        found += _bad_times(question, place)
        if place != "practice":
            found += _bad_keywords(question, table, place)
    return found


def _missing_languages(texts: dict[str, str], table: _FlowTable, place: str) -> list[FlowProblem]:
    return [
        FlowProblem("language_missing", f"{place}.{language}", f"no text in {language}", fatal=True)
        for language in table.languages
        if not texts.get(language, "").strip()
    ]


def _bad_times(question: _QuestionTable, place: str) -> list[FlowProblem]:
    found: list[FlowProblem] = []
    if question.answer_s <= 0:
        text = f"{question.answer_s} s leave no time to answer"
        found.append(FlowProblem("time_zero", f"{place}.answer_s", text, fatal=True))
    if question.answer_s > MAX_ANSWER_S:
        text = f"{question.answer_s} s are more than the {MAX_ANSWER_S} s an answer may take"
        found.append(FlowProblem("time_too_long", f"{place}.answer_s", text, fatal=True))
    if not 0 <= question.preparation_s <= MAX_PREPARATION_S:
        text = f"{question.preparation_s} s is not between 0 and {MAX_PREPARATION_S} s"
        found.append(FlowProblem("time_out_of_range", f"{place}.preparation_s", text, fatal=True))
    return found


def _bad_keywords(question: _QuestionTable, table: _FlowTable, place: str) -> list[FlowProblem]:
    if not question.keywords:
        text = "no keywords: no score can be suggested for its answers"
        return [FlowProblem("keywords_missing", f"{place}.keywords", text, fatal=False)]
    return [
        FlowProblem(
            "spellings_missing",
            f"{place}.keywords[{index}].{language}",
            f"no spelling in {language}: it is never found in answers in {language}",
            fatal=False,
        )
        for index, keyword in enumerate(question.keywords)
        for language in table.languages
        if not (keyword.zh if language == "zh" else keyword.en)
    ]
