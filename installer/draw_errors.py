"""Writes docs/errors.md: every error code of the program with its meaning and its advice."""

import importlib
import pkgutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import app
import devices
import ui
from app.domain.errors import BoothError, DeviceError, IntegrityError, OperatorError

HEAD = """# Error codes

Drawn from the error classes by `make docs`; a test compares them. An error is printed as
`CODE: what happened. What to do.` on standard error with exit status 3. Codes are stable: people
script against them, and a retired code is never used again.

| code | kind | means | what to do |
| --- | --- | --- | --- |
"""
KINDS = ((IntegrityError, "integrity"), (DeviceError, "device"), (OperatorError, "operator"))


def _classes(root: type[BoothError]) -> set[type[BoothError]]:
    below = {root}
    for sub in root.__subclasses__():
        below |= _classes(sub)
    return below


def _import_errors() -> None:
    for package in (app, devices, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("errors") or module.name == "app.settings.kiosk":
                importlib.import_module(module.name)
    importlib.import_module("app.flow.machine")


def all_errors() -> list[type[BoothError]]:
    """Every error class that has a code of its own, by code."""
    _import_errors()
    found = [c for c in _classes(BoothError) if "code" in vars(c) and c is not BoothError]
    return sorted(found, key=lambda c: c.code)


def drawn() -> str:
    """The page's text."""
    rows: list[str] = []
    for error in all_errors():
        kind = next((name for root, name in KINDS if issubclass(error, root)), "error")
        meaning = (error.__doc__ or "").strip().splitlines()[0]
        rows.append(f"| `{error.code}` | {kind} | {meaning} | {error.advice} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(drawn(), encoding="utf-8")
