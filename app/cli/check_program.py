"""`booth check --program`: whether this version of the program can start here, without devices.

What a new version is asked before it is made current: its modules load, its Python packages are
here in the versions it names, its resources and the kiosk's own files can be read.
"""

import importlib
import importlib.metadata
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

from app.cli.command import EXIT_DONE, EXIT_REFUSED, Context, Outcome
from app.cli.table import COMMANDS, WORKERS
from app.domain.errors import BoothError
from app.flow.files import load_flow
from app.kiosk.consent import ConsentForm
from app.perception.catalogue import ModelCatalogue
from app.recording.readiness import ReadinessProblem
from app.settings.kiosk import load_kiosk_file
from app.sync.down_software import running
from app.sync.identity import load_kiosk

CODE = "PROGRAM-CHECK"
_ADVICE = "Publish a version made for this kiosk's Python and packages; the one before is used."


def program_outcome(context: Context, data: Path) -> Outcome:
    """Check, and say what does not fit."""
    problems = [ReadinessProblem(CODE, "failed", text, _ADVICE) for text in _wrong(context, data)]
    told: dict[str, object] = {
        "version": running(),
        "modules": len(COMMANDS) + len(WORKERS),
        "verdict": "not_ready" if problems else "ready",
        "problems": [{"code": one.code, "text": one.text} for one in problems],
    }
    lines = [f"{one.code}: {one.text}. {one.advice}" for one in problems]
    if lines:  # for who started this and reads standard error
        print("\n".join(lines), file=sys.stderr)
    text = "\n".join(lines) or "This version can start here."
    return Outcome(told, text, EXIT_REFUSED if problems else EXIT_DONE)


def _wrong(context: Context, data: Path) -> Iterator[str]:
    yield from _modules()
    yield from _packages(context.resources.parent / "pyproject.toml")
    resources = context.resources
    steps: list[tuple[str, Callable[[], object]]] = [
        ("consent texts", lambda: ConsentForm(resources / "consent")),
        ("list of models", lambda: _models(context)),
        ("flows", lambda: [load_flow(path) for path in sorted((resources / "flows").glob("*"))]),
        ("settings", lambda: load_kiosk_file(data)),
        ("identity", lambda: load_kiosk(data)),
    ]
    for name, step in steps:
        try:
            step()
        except (BoothError, OSError) as error:
            yield f"{name}: {error}"


def _models(context: Context) -> None:
    missing = ModelCatalogue(context.models, context.resources).missing()
    if missing:
        raise BoothError(f"not here: {', '.join(missing)}")


def _modules() -> Iterator[str]:
    for name in sorted({*(module for module, _ in COMMANDS.values()), *WORKERS.values()}):
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - fence: whatever a module raises, it does not load
            yield f"{name} does not load: {type(error).__name__}: {error}"


def _packages(project: Path) -> Iterator[str]:
    """The packages that are not here in the version that the program names."""
    try:
        named = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    except (OSError, ValueError, KeyError):
        yield f"{project.name} cannot be read"
        return
    for wanted in map(Requirement, named):
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        try:
            here = importlib.metadata.version(wanted.name)
        except importlib.metadata.PackageNotFoundError:
            yield f"the package {wanted.name} is not here"
            continue
        if not wanted.specifier.contains(here, prereleases=True):
            yield f"the package {wanted.name}{wanted.specifier} is needed, {here} is here"
