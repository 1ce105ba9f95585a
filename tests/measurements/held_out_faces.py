"""The folder of held-out pictures of people, out of clones of the repositories that hold them.

Run `python -m tests.measurements.held_out_faces CLONES OUT`: CLONES/OWNER/NAME are git clones with
their whole history. Pictures that are not the listed ones are refused. They are looked at for
measuring, on this machine, and are no part of Booth.
"""

import csv
import hashlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SOURCES = Path(__file__).with_name("face_held_out_sources.csv")
"""file, sha256, repository, commit, path."""


def taken_out(clones: Path, out: Path) -> int:
    """Write each picture.

    Args:
        clones: with a folder for each repository.
        out: is made when it is missing.

    Returns:
        How many were written.

    Raises:
        subprocess.CalledProcessError: a clone lacks the picture.
        ValueError: it holds another one.
    """
    out.mkdir(parents=True, exist_ok=True)
    with SOURCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        (out / row["file"]).write_bytes(blob(clones, row))
    return len(rows)


def blob(clones: Path, row: Mapping[str, str]) -> bytes:
    """The listed file out of its clone.

    Raises:
        subprocess.CalledProcessError: the clone lacks it.
        ValueError: it is another one.
    """
    place = f"{row['commit']}:{row['path']}"
    command = ("git", "-C", str(clones / row["repository"]), "cat-file", "blob", place)
    data = subprocess.run(command, check=True, capture_output=True).stdout
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        raise ValueError(f"{row['repository']} {row['path']} is another picture")
    return data


if __name__ == "__main__":
    count = taken_out(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{count} pictures\n")
