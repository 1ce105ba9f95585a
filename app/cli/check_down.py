"""What `booth check` tells of headquarters' publications: until when, ended or about to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.cli.command import Context
from app.cli.down_applied import Applied
from app.cli.down_told import held_told
from app.domain.down import StatedDown
from app.domain.errors import BoothError
from app.domain.timing import WallTime
from app.recording.readiness import ReadinessProblem
from app.sync.assignments import assignments_until
from app.sync.down_errors import DownExpiredError
from app.sync.down_held import HeldDown, RefusedOne
from app.sync.down_software import stated
from app.sync.identity import load_kiosk

SOON: Final = timedelta(days=14)
"""What ends sooner is pointed out: for so long a branch may be cut off (down-v1)."""
ENDS_SOON: Final = "DOWN-ENDS-SOON"
_RENEW: Final = "Have headquarters publish it anew, and connect to it or bring a stick from there."


@dataclass(frozen=True, slots=True)
class DownFindings:
    """Publications at this kiosk.

    Attributes:
        held: of each kind what is in force, and the code of what is wrong.
        assignments_until: when the list of assignments ends; None where none is held.
        problems: what is wrong or about to be.
    """

    held: tuple[StatedDown, ...] = ()
    assignments_until: WallTime | None = None
    problems: tuple[ReadinessProblem, ...] = ()


def look_at_down(context: Context) -> DownFindings:
    """Look once, without a network; nothing where the kiosk belongs to no headquarters."""
    data = context.data
    try:
        identity = load_kiosk(data)
    except BoothError:
        return DownFindings()
    held, now = HeldDown(data, identity.branch), context.clock.now()
    problems = list(_problems(held, now))
    until = None
    try:
        until = assignments_until(data, identity)
    except BoothError as error:
        problems.append(_warning(error))
    problems += _ending("list of assignments", until, now)
    applied = Applied(held)
    applied.consent(context.resources / "consent")
    told = {problem.code for problem in problems}
    problems += [_warning(note) for note in applied.notes if note.code not in told]
    try:
        applied.may_begin(context.clock)()
    except BoothError as error:
        problems.append(ReadinessProblem(error.code, "failed", error.what, error.advice))
    return DownFindings(stated(held, now), until, tuple(problems))


def down_told(found: DownFindings) -> dict[str, object]:
    """The findings as JSON values."""
    until = found.assignments_until
    return {
        "assignments_until": None if until is None else until.isoformat(),
        "held": [held_told(one) for one in found.held],
    }


def down_lines(found: DownFindings) -> Iterator[str]:
    """One line for each kind that headquarters publishes, for a person."""
    if found.assignments_until is not None:
        yield f"assignments: until {found.assignments_until:%Y-%m-%d}"
    for one in found.held:
        until = "nothing in force" if one.expires is None else f"until {one.expires:%Y-%m-%d}"
        runs = f"in use: {one.running}" if one.running else ""
        words = (f"{one.kind}: version {one.version}", one.label, until, runs, one.code)
        yield ", ".join(word for word in words if word)


def _problems(held: HeldDown, now: WallTime) -> Iterator[ReadinessProblem]:
    for _, trouble in held.troubles(now):
        yield _warning(trouble)
    for one in held.state().held:
        try:
            held.path(one.kind)
        except BoothError as error:
            yield _warning(error)
        if one.kind != "software":
            ends = one.published.expires
            if ends > held.state().counted(now):
                yield from _ending(f"{one.kind} from headquarters", ends, now)


def _ending(name: str, ends: WallTime | None, now: WallTime) -> Iterator[ReadinessProblem]:
    if ends is None or ends >= now + SOON:
        return
    if ends <= now:
        yield _warning(DownExpiredError(f"The {name} ended on {ends:%Y-%m-%d}"))
    else:
        yield ReadinessProblem(ENDS_SOON, "warning", f"The {name} ends on {ends:%Y-%m-%d}", _RENEW)


def _warning(trouble: BoothError | RefusedOne) -> ReadinessProblem:
    advice = trouble.advice if isinstance(trouble, BoothError) else "See docs/errors.md."
    return ReadinessProblem(trouble.code, "warning", trouble.what, advice)
