"""Publishes a file to the kiosks, lists what is published, and writes it to a stick."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from tuf.api.metadata import TargetFile

from app.bundle.durable import sync_folder, write_durably
from app.bundle.format import CHUNK_BYTES
from app.domain.down import (
    METADATA,
    MOST_BYTES,
    PUBLISHED,
    ROOT_ENVELOPE,
    TARGETS,
    DownKind,
    Published,
    target_name,
)
from app.domain.errors import FileMissingError
from app.domain.timing import WallTime
from app.hq.trust import PublishingSigners, Trust
from app.hq.trust_errors import PublicationError
from app.software.archive import read_archive

MOST_DAYS = 3650
_LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}")
STAGED: Final[DownKind] = "software"
"""The kind that is read from its file, not in memory."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published.

    Attributes:
        file: the content.
        branch: empty for all.
        days: until it is told as ended.
        label: the program's version, of software.
    """

    kind: DownKind
    file: Path
    branch: str = ""
    days: int = 90
    label: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A publication in force.

    Attributes:
        sha256: of the file, hexadecimal.
        size: its bytes.
    """

    published: Published
    sha256: str
    size: int


def publish(
    trust: Trust,
    wanted: Publication,
    read: Callable[[bytes], object],
    signers: PublishingSigners,
    now: WallTime,
) -> Listed:
    """Publish a file in the place of the one before it.

    Args:
        trust: the lists.
        wanted: what.
        read: the kind's own reader; raises for a file that no kiosk would take.
        signers: the keys.
        now: the time.

    Raises:
        TrustMissingError, TrustKeysError: HQ has no keys to publish with, or others.
        PublicationError: too large, without a label, or for an impossible time.
        FileMissingError: the file cannot be read.
        BoothError: what the kind's reader has against it.
    """
    size = _checked(wanted)
    trust.check(signers)
    name = target_name(wanted.kind, wanted.branch)
    with trust.lock():
        targets = trust.targets()
        digest = _keep(trust.folder / TARGETS, name, wanted, read)
        told = Published(
            wanted.kind,
            wanted.branch,
            targets.signed.version + 1,
            now,
            WallTime(now + timedelta(days=wanted.days)),
            wanted.label,
        )
        custom = {"custom": PUBLISHED.dump_python(told, mode="json")}
        targets.signed.targets[name] = TargetFile(size, {"sha256": digest}, name, custom)
        trust.write_targets(targets, signers, now)
        _forget(trust)
    return Listed(told, digest, size)


def withdraw(
    trust: Trust, kind: DownKind, branch: str, signers: PublishingSigners, now: WallTime
) -> None:
    """Publish it no more: kiosks go back to the shipped one.

    Raises:
        TrustMissingError, TrustKeysError: HQ has no keys to publish with, or others.
        PublicationError: it is not published.
    """
    trust.check(signers)
    with trust.lock():
        targets = trust.targets()
        if targets.signed.targets.pop(target_name(kind, branch), None) is None:
            raise PublicationError(f"No {kind} is published for {branch or 'all branches'}")
        trust.write_targets(targets, signers, now)
        _forget(trust)


def published(trust: Trust) -> tuple[Listed, ...]:
    """Everything in force, ended or not.

    Raises:
        TrustMissingError: HQ has no keys to publish with.
    """
    found = trust.targets().signed.targets
    return tuple(
        Listed(PUBLISHED.validate_python(one.custom), one.hashes["sha256"], one.length)
        for _, one in sorted(found.items())
    )


def export(trust: Trust, folder: Path) -> int:
    """Write what kiosks would fetch into a stick's folder; the bytes written.

    Raises:
        TrustMissingError: HQ has no keys to publish with.
        FileMissingError: the folder is not there, or cannot be written to.
    """
    if not folder.is_dir():
        raise FileMissingError(f"{folder} is not a folder")
    with trust.lock():
        names = [f"{METADATA}/{path.name}" for path in trust.metadata.glob("*.json")]
        names += [f"{TARGETS}/{name}" for name in _files(trust)]
        try:
            return sum(
                _copy(trust.folder / name, folder / name) for name in [*names, ROOT_ENVELOPE]
            )
        except OSError as error:
            raise FileMissingError(f"{folder}: {error.strerror}") from error


def _files(trust: Trust) -> set[str]:
    """Where the files of everything in force lie, below the folder of targets."""
    named = trust.targets().signed.targets.items()
    parts = ((*name.split("/"), one.hashes["sha256"]) for name, one in named)
    return {f"{kind}/{digest}.{whose}" for kind, whose, digest in parts}


def _forget(trust: Trust) -> None:
    """Remove files that nothing names any more; a kiosk in the middle of one asks again."""
    kept = _files(trust)
    for path in (trust.folder / TARGETS).glob("*/*"):
        if f"{path.parent.name}/{path.name}" not in kept:
            path.unlink()


def _copy(source: Path, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with source.open("rb") as content, part.open("wb") as out:
        shutil.copyfileobj(content, out, CHUNK_BYTES)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
    sync_folder(target.parent)
    return target.stat().st_size


def _checked(wanted: Publication) -> int:
    try:
        size = wanted.file.stat().st_size
    except OSError as error:
        raise FileMissingError(f"{wanted.file} cannot be read: {error.strerror}") from error
    if not 0 < size <= MOST_BYTES[wanted.kind]:
        raise PublicationError(f"A {wanted.kind} of {size} bytes is not possible")
    if not 1 <= wanted.days <= MOST_DAYS:
        raise PublicationError(f"{wanted.days} days are not possible")
    if (wanted.kind == STAGED) != bool(_LABEL.fullmatch(wanted.label)):
        raise PublicationError("Software has a label, its version; nothing else has one")
    return size


def _keep(folder: Path, name: str, wanted: Publication, read: Callable[[bytes], object]) -> str:
    """Put the file where it is served; its digest."""
    kind, _, whose = name.partition("/")
    try:
        if wanted.kind != STAGED:
            content = wanted.file.read_bytes()
            read(content)
            digest = hashlib.sha256(content).hexdigest()
            write_durably(folder / kind / f"{digest}.{whose}", content)
            return digest
        read_archive(wanted.file, wanted.label)
        with wanted.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        _copy(wanted.file, folder / kind / f"{digest}.{whose}")
    except OSError as error:
        raise FileMissingError(f"{wanted.file} cannot be read: {error.strerror}") from error
    return digest
