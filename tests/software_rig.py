"""Small programs in the place of Booth's own tree: packed, published, installed, started."""

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from app.software.archive import LIST, pack
from app.software.install import Staged

GOOD = "import sys\nsys.exit(0)\n"
BAD = "import sys\nsys.exit('no screen')\n"


def _all(tree: Path) -> Iterator[Path]:
    return (path for path in tree.rglob("*") if path.is_file())


def packed(folder: Path, version: str, main: str = GOOD, **more: bytes) -> Path:
    """An archive of a program whose `main.py` is given, and files beside it."""
    tree = folder / f"tree-{version}"
    (tree / "app").mkdir(parents=True, exist_ok=True)
    (tree / "main.py").write_text(main)
    (tree / "app" / "__init__.py").write_text("")
    for name, content in more.items():
        (tree / "app" / name).write_bytes(content)
    out = folder / f"{version}.zip"
    pack(tree, version, out, _all)
    return out


def staged(archive: Path, version: str) -> Staged:
    return Staged(archive, version, sha256(archive.read_bytes()).hexdigest())


def made(
    files: dict[str, bytes], version: str = "2.0.0", listed: dict[str, bytes] | None = None
) -> bytes:
    """An archive by hand: its files, and the list of others."""
    named = {
        name: {"size": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in (files if listed is None else listed).items()
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(LIST, json.dumps({"format": 1, "version": version, "files": named}))
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
