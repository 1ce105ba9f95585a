"""A version of the program as one file: a ZIP with a list of its files (`software-v1`).

Nothing in it is believed: names, sizes and digests are checked before and while it is unpacked.
"""

import hashlib
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

from packaging.version import InvalidVersion, Version
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from app.bundle.durable import sync_folder
from app.bundle.manifest import is_device
from app.software.errors import SoftwareArchiveError

LIST: Final = "SOFTWARE.json"
"""The first file of the archive: names, sizes and digests of the others."""
ENTRY: Final = "main.py"
"""What is started."""
MOST_FILES = 20_000
MOST_UNPACKED: Final = 8 * 1024**3
"""The program with its Python packages has 0.9 GiB packed. Our own choice above that."""
_MOST_LIST = 8 * 1024**2
_MOST_NAME = 180
_PIECE = 1024 * 1024
_SEGMENT = re.compile(r"[0-9A-Za-z_@+-][0-9A-Za-z_@+ .-]*(?<![ .])|\.[0-9A-Za-z_-]+")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    KeyError, OSError, ValueError,
)  # fmt: skip
"""What Python's reader raises for files that are no ZIP, encrypted, or of another method."""


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Entry:
    """One file.

    Attributes:
        size: its bytes.
        sha256: of its content, hexadecimal.
    """

    size: Annotated[int, Field(ge=0, le=MOST_UNPACKED)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Contents:
    """`SOFTWARE.json`.

    Attributes:
        version: PEP 440.
        files: by their names below the version's folder, `/` between the parts.
    """

    format: Literal[1]
    version: str
    files: dict[str, Entry]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files.values())


_CONTENTS = TypeAdapter(Contents)


def version_of(label: str) -> Version:
    """A label as a version that can be compared.

    Raises:
        SoftwareArchiveError: it is none.
    """
    try:
        return Version(label)
    except InvalidVersion as error:
        raise SoftwareArchiveError(f"{label!r} is no version (PEP 440)") from error


def pack(tree: Path, version: str, out: Path, names: Callable[[Path], Iterator[Path]]) -> Contents:
    """Write a program's tree as an archive.

    Args:
        tree: the folder with `main.py`.
        version: PEP 440.
        out: the archive.
        names: which of the tree's files.

    Raises:
        SoftwareArchiveError: no version, no `main.py`, a name that no kiosk would take.
    """
    files: dict[str, Entry] = {}
    for path in sorted(names(tree)):
        content = path.read_bytes()
        name = path.relative_to(tree).as_posix()
        files[name] = Entry(len(content), hashlib.sha256(content).hexdigest())
    contents = Contents(1, version, files)
    _check(contents)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_info(LIST), _CONTENTS.dump_json(contents, indent=1))
        for name in files:
            archive.writestr(_info(name), (tree / name).read_bytes())
    return contents


def _info(name: str) -> zipfile.ZipInfo:
    """Without the time, so that the same tree makes the same archive."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def read_archive(path: Path, version: str) -> Contents:
    """Read an archive through, as the kiosk will, without writing anything.

    Raises:
        SoftwareArchiveError: it is none that a kiosk would install as that version.
    """
    with _opened(path) as archive:
        contents = _contents(archive, version)
        for name, entry in contents.files.items():
            for _ in _pieces(archive, name, entry):
                pass
    return contents


def unpack(path: Path, version: str, folder: Path) -> Contents:
    """Unpack an archive into a folder that is not there; synced when this returns.

    Raises:
        SoftwareArchiveError: as `read_archive`; what was unpacked so far stays.
        OSError: the disk is full or fails.
    """
    with _opened(path) as archive:
        contents = _contents(archive, version)
        folder.mkdir(parents=True)
        _write(folder / LIST, iter([archive.read(LIST)]))
        for name, entry in contents.files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(target, _pieces(archive, name, entry))
    for place in (folder, *(one for one in folder.rglob("*") if one.is_dir())):
        sync_folder(place)
    return contents


def read_list(folder: Path, sha256: str) -> Contents:
    """The list of a version that was unpacked.

    Raises:
        SoftwareArchiveError: it is not the one whose digest is given.
        OSError: it cannot be read.
    """
    content = (folder / LIST).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SoftwareArchiveError(f"{LIST} was changed")
    return _parsed(content)


def list_digest(folder: Path) -> str:
    """SHA-256 of the list of an unpacked version, hexadecimal."""
    return hashlib.sha256((folder / LIST).read_bytes()).hexdigest()


def verify_tree(folder: Path, contents: Contents) -> None:
    """See that every file is what was unpacked.

    Raises:
        SoftwareArchiveError: one is not.
        OSError: one cannot be read.
    """
    for name, entry in contents.files.items():
        path = folder / name
        if path.is_symlink():
            raise SoftwareArchiveError(f"{name} was changed")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256:
                raise SoftwareArchiveError(f"{name} was changed")


# ---------------------------------------------------------------------- the pieces of it


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        raise SoftwareArchiveError(f"It is no ZIP archive ({error})") from error


def _contents(archive: zipfile.ZipFile, version: str) -> Contents:
    infos = archive.infolist()
    if len(infos) > MOST_FILES + 1:
        raise SoftwareArchiveError(f"It has {len(infos)} files")
    if any(one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for one in infos):
        raise SoftwareArchiveError("It is packed by another method than deflate")
    listed = [one for one in infos if one.filename == LIST]
    if len(listed) != 1 or listed[0].file_size > _MOST_LIST:
        raise SoftwareArchiveError(f"It has no {LIST}, or one that is too large")
    try:
        with archive.open(LIST) as file:
            contents = _parsed(file.read(_MOST_LIST + 1))
    except _BROKEN as error:
        raise SoftwareArchiveError(f"{LIST} cannot be read ({error})") from error
    _check(contents)
    if contents.version != version:
        raise SoftwareArchiveError(f"It is version {contents.version}, not {version}")
    names = [one.filename for one in infos if one.filename != LIST]
    if sorted(names) != sorted(contents.files):
        raise SoftwareArchiveError("Its files are not those that its list names")
    return contents


def _parsed(content: bytes) -> Contents:
    try:
        return _CONTENTS.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SoftwareArchiveError(f"{LIST}: {place}: {first['msg']}") from error


def _check(contents: Contents) -> None:
    """Names that stay in their folder, on every system, and sizes that fit."""
    version_of(contents.version)
    if ENTRY not in contents.files:
        raise SoftwareArchiveError(f"It has no {ENTRY}")
    if len(contents.files) > MOST_FILES or contents.size > MOST_UNPACKED:
        raise SoftwareArchiveError("It is larger than a program may be")
    seen = set[str]()
    for name in contents.files:
        parts = name.split("/")
        whole = len(name) <= _MOST_NAME and name.casefold() not in {*seen, LIST.casefold()}
        if not whole or not all(_SEGMENT.fullmatch(part) and not is_device(part) for part in parts):
            raise SoftwareArchiveError(f"It has a file with an impossible name ({name[:60]!r})")
        seen.add(name.casefold())
    folders = {
        "/".join(parts[:depth]).casefold()
        for parts in (name.split("/") for name in contents.files)
        for depth in range(1, len(parts))
    }
    if folders & seen:
        raise SoftwareArchiveError("It has a file and a folder of one name")


def _pieces(archive: zipfile.ZipFile, name: str, entry: Entry) -> Iterator[bytes]:
    """A file's content; never more than the list says, whatever the archive holds."""
    digest, left = hashlib.sha256(), entry.size
    try:
        with archive.open(name) as file:
            while piece := file.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    break
                digest.update(piece)
                yield piece
    except _BROKEN as error:
        raise SoftwareArchiveError(f"{name} cannot be unpacked ({error})") from error
    if left or digest.hexdigest() != entry.sha256:
        raise SoftwareArchiveError(f"{name} is not what its list says")


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("xb") as out:
        for piece in pieces:
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
