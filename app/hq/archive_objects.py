"""The object folder: sealed bundles, each written once and named by its digest."""

import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.bundle.durable import sync_folder
from app.domain.errors import FileMissingError
from app.domain.ids import Digest
from app.hq.errors import ObjectStoreError

_READ_ONLY = 0o400


@dataclass(frozen=True, slots=True)
class ObjectFolder:
    """Objects below one folder: `objects/ab/abcd...`, and beside it what is not yet one."""

    home: Path

    @property
    def uploads(self) -> Path:
        """Where uploads grow; on the same disk, so that a file can be moved in."""
        return self.home / "uploads"

    @property
    def quarantine(self) -> Path:
        """Where bundles lie that were not accepted."""
        return self.home / "quarantine"

    @property
    def waiting(self) -> Path:
        """Where bundles lie until who holds the sealing key opens them."""
        return self.home / "waiting"

    def create(self) -> None:
        """Make the folders."""
        for folder in (self.home / "objects", self.uploads, self.quarantine, self.waiting):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def path(self, digest: Digest) -> Path:
        """Where the object of that digest is or would be."""
        return self.home / "objects" / digest[:2] / digest

    def bring_in(self, source: Path) -> Path:
        """A private copy of a foreign file, to be checked and then kept or put away.

        A link is not followed: a foreign stick must not have HQ read a file of its own.

        Raises:
            FileMissingError: it is not a file, or cannot be read.
            ObjectStoreError: the disk refused, or has no room for it.
        """
        copy = self.uploads / f"import-{secrets.token_hex(8)}"
        if source.is_symlink() or not source.is_file():
            raise FileMissingError(f"{source} is not a file")
        size = source.stat().st_size
        if shutil.disk_usage(self.home).free < size:
            raise ObjectStoreError(f"There is no room for the {size} bytes of {source.name}")
        try:
            shutil.copyfile(source, copy, follow_symlinks=False)
        except PermissionError as error:
            raise FileMissingError(f"{source} cannot be read") from error
        except OSError as error:
            copy.unlink(missing_ok=True)
            raise ObjectStoreError(f"The copy cannot be written: {error.strerror}") from error
        return copy

    def keep(self, file: Path, digest: Digest) -> None:
        """Make `file` (of that digest, verified by the caller) an object; never overwrites.

        Raises:
            ObjectStoreError: the disk refused.
        """
        self._move(file, self.path(digest))

    def held(self, digest: Digest) -> Path:
        """Where the bundle of that digest waits or would wait."""
        return self.waiting / f"{digest}.bundle"

    def hold(self, file: Path, digest: Digest) -> None:
        """Have a bundle wait to be opened.

        Raises:
            ObjectStoreError: the disk refused.
        """
        self._move(file, self.held(digest))

    def put_away(self, file: Path, digest: Digest) -> None:
        """Move a refused bundle into quarantine.

        Raises:
            ObjectStoreError: the disk refused.
        """
        self._move(file, self.quarantine / f"{digest}.bundle")

    def drop_refused(self, digest: Digest) -> None:
        """Remove the quarantined copy of a bundle that was accepted after all."""
        (self.quarantine / f"{digest}.bundle").unlink(missing_ok=True)

    def _move(self, file: Path, target: Path) -> None:
        try:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            if target.exists():
                file.unlink()
                return
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
            file.chmod(_READ_ONLY)
            file.rename(target)
            sync_folder(target.parent)
            sync_folder(target.parent.parent)
            sync_folder(file.parent)
        except OSError as error:
            raise ObjectStoreError(f"An object cannot be stored: {error.strerror}") from error


def file_digest(file: Path) -> Digest:
    """SHA-256 of a file.

    Raises:
        FileMissingError: it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return Digest(hashlib.file_digest(stream, "sha256").hexdigest())
    except OSError as error:
        raise FileMissingError(f"{file} cannot be read: {error.strerror}") from error
