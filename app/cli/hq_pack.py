"""`booth hq pack`: the program's tree as one file that can be published (`software-v1`)."""

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.cli.command import Context, Outcome
from app.domain.errors import FileMissingError
from app.software.archive import pack

PARTS: Final = ("main.py", "pyproject.toml", "LICENSE", "app", "devices", "ui", "resources")
"""What of a tree is the program; its Python packages are not in it (ADR 21)."""
_NOT: Final = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".DS_Store"})


def add_pack_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what it takes."""
    parser.add_argument("tree", type=Path, help="the folder with main.py")
    parser.add_argument("--label", required=True, metavar="VERSION", help="its version (PEP 440)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the archive")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def program_files(tree: Path) -> Iterator[Path]:
    """The files of a tree that are the program."""
    for part in PARTS:
        place = tree / part
        found = place.rglob("*") if place.is_dir() else iter([place])
        yield from (path for path in found if path.is_file() and not _NOT & {*path.parts})


def run_pack(args: argparse.Namespace, context: Context) -> Outcome:
    """Write the archive."""
    del context
    try:
        contents = pack(args.tree, args.label, args.out, program_files)
        with args.out.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = args.out.stat().st_size
    except OSError as error:
        raise FileMissingError(f"{args.out} cannot be written: {error.strerror}") from error
    told: dict[str, object] = {
        "version": args.label,
        "files": len(contents.files),
        "unpacked": contents.size,
        "size": size,
        "sha256": digest,
        "out": str(args.out),
    }
    text = f"{len(contents.files)} files, {size} bytes: publish it with `booth hq publish software`"
    return Outcome(told, f"{text} {args.out} --label {args.label}.")
