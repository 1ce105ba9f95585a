"""Where the models lie, and which they are. Reads `resources/models.toml` and fetches nothing."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from app.domain.analysis import ModelRef
from app.perception.errors import ModelListError, ModelMissingError

LIST_NAME = "models.toml"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, as the list has it.

    Attributes:
        file: below the models folder, with forward slashes; a folder for `make="unzip"`.
        bytes, sha256: of the file; of the zip it came in for `make="unzip"`.
        make: how the installer makes it.
    """

    file: str
    bytes: int
    sha256: str
    make: str = "copy"


@dataclass(frozen=True, slots=True)
class Model:
    """One model, as the list has it.

    Attributes:
        what: one line for people.
        version: its maker's version, or the pinned package where the maker names none.
        licence: as declared.
        used_by: the room that loads it.
        official: its maker's address; empty where there is none.
        path: the file or folder given out, below the models folder.
        files: its files; the first identifies it.
    """

    what: str
    version: str
    licence: str
    used_by: str
    official: str
    path: str
    files: tuple[ModelFile, ...]


@dataclass(frozen=True, slots=True)
class _ModelList:
    models: dict[str, Model]


class ModelCatalogue:
    """Looks models up by name.

    A bank that brings a better model gives its path in `replaced`; the digest told is then that of
    the file that is there.
    """

    def __init__(
        self,
        models_dir: Path,
        resources_dir: Path,
        replaced: Mapping[str, Path] | None = None,
        listed: Path | None = None,
    ) -> None:
        """Read the list.

        Args:
            models_dir: where the installer put the models.
            resources_dir: the shipped resources, which hold the list.
            replaced: name -> file or folder to use instead of the listed one.
            listed: the bank's own list, to be read in the shipped one's place.

        Raises:
            ModelListError: the list is missing or damaged.
        """
        self.models_dir = models_dir
        self.resources_dir = resources_dir
        self._replaced = dict(replaced or {})
        self._models = _read(listed or resources_dir / LIST_NAME)

    @property
    def names(self) -> tuple[str, ...]:
        """All names on the list."""
        return tuple(self._models)

    def model(self, name: str) -> Model:
        """What the list says.

        Raises:
            ModelMissingError: the list has no such name.
        """
        if name not in self._models:
            raise ModelMissingError(f"The list of models has no {name}")
        return self._models[name]

    def path(self, name: str) -> Path:
        """The model's file or folder, checked to be there in full length.

        Raises:
            ModelMissingError: it is not there, or cut short.
        """
        model = self.model(name)
        if name in self._replaced:
            if not self._replaced[name].exists():
                raise ModelMissingError(f"The model {name} is not at {self._replaced[name]}")
            return self._replaced[name]
        for file in model.files:
            if not _is_whole(self.models_dir / file.file, file):
                raise ModelMissingError(f"The model {name} is not whole in {self.models_dir}")
        return self.models_dir / model.path

    def ref(self, name: str) -> ModelRef:
        """Name with version, and the SHA-256 that the installer verified.

        Raises:
            ModelMissingError: the list has no such name, or its replacement is not there.
        """
        model = self.model(name)
        if name in self._replaced:
            path = self.path(name)
            return ModelRef(f"{name} {path.name}", _digest(path))
        return ModelRef(f"{name} {model.version}", model.files[0].sha256)

    def missing(self) -> tuple[str, ...]:
        """The names of all models that are not there."""
        return tuple(name for name in self._models if not self._is_there(name))

    def _is_there(self, name: str) -> bool:
        try:
            self.path(name)
        except ModelMissingError:
            return False
        return True


def _read(path: Path) -> Mapping[str, Model]:
    try:
        return read_model_list(path.read_bytes(), str(path))
    except OSError as error:
        raise ModelListError(f"{path} cannot be read: {error}") from error


def read_model_list(untrusted: bytes, name: str) -> Mapping[str, Model]:
    """A list's content.

    Raises:
        ModelListError: it is damaged, or names a file that is not below the models folder.
    """
    try:
        data = tomllib.loads(untrusted.decode("utf-8"))
        models = TypeAdapter(_ModelList).validate_python(data).models
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, RecursionError) as error:
        raise ModelListError(f"{name} cannot be read: {error}") from error
    for model in models.values():
        for path in (model.path, *(file.file for file in model.files)):
            if not _is_below(path):
                raise ModelListError(f"{name} names a file outside the models folder")
        if not model.files:
            raise ModelListError(f"{name} has a model without a file")
    return models


def _is_below(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not {"..", "/"} & set(parts) and not set(path) & {"\\", ":", "\0"}


def _is_whole(path: Path, file: ModelFile) -> bool:
    if file.make == "unzip":
        return path.is_dir()
    return path.is_file() and path.stat().st_size == file.bytes


def _digest(path: Path) -> str:
    """SHA-256 of a file; of names and contents in the order of names for a folder."""
    digest = hashlib.sha256()
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for each in files:
        if path.is_dir():
            digest.update(each.relative_to(path).as_posix().encode())
        with each.open("rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
