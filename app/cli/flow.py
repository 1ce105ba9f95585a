"""`booth flow check|simulate FILE`: prove a flow sound, run every path."""

import argparse
from pathlib import Path as FilePath

from app.cli.command import EXIT_DONE, EXIT_REFUSED, Command, Context, Outcome
from app.flow.files import FlowProblem, load_checked
from app.flow.paths import Path, plan_of, walk


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("check", "simulate"), help="what to do with it")
    parser.add_argument("file", type=FilePath, metavar="FILE", help="flow file (TOML)")


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    del context
    checked = load_checked(arguments.file)
    fatal = any(problem.fatal for problem in checked.problems)
    paths = () if fatal else walk(plan_of(checked.flow))
    longest_s = max((path.seconds for path in paths), default=0.0)
    data: dict[str, object] = {
        "flow": checked.flow.id,
        "version": checked.flow.version,
        "digest": checked.flow.digest,
        "sound": not fatal,
        "paths": len(paths),
        "longest_s": longest_s,
        "problems": [_problem(problem) for problem in checked.problems],
    }
    lines = [f"{checked.flow.id} version {checked.flow.version}: {len(paths)} ways through"]
    lines.append(f"longest: {longest_s:.0f} s of countdowns")
    lines += [f"{problem.place}: {problem.text} ({problem.code})" for problem in checked.problems]
    if arguments.verb == "simulate":
        data["runs"] = [_run_through(path) for path in paths]
        lines += [f"{path.seconds:.0f} s: {_stages(path)}" for path in paths]
    return Outcome(data, "\n".join(lines), EXIT_REFUSED if fatal else EXIT_DONE)


def _problem(problem: FlowProblem) -> dict[str, object]:
    return {
        "code": problem.code,
        "place": problem.place,
        "text": problem.text,
        "fatal": problem.fatal,
    }


def _run_through(path: Path) -> dict[str, object]:
    return {"seconds": path.seconds, "stages": [stage.value for stage in path.stages]}


def _stages(path: Path) -> str:
    return " > ".join(stage.value for stage in path.stages)


COMMAND = Command(_add_arguments, _run)
