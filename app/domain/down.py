"""What headquarters publishes to its kiosks, in both sides' words (`docs/spec/down-v1.md`)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pydantic import TypeAdapter

from app.domain.timing import WallTime

DownKind = Literal["policy", "settings", "lexicon", "language", "models", "revocations", "software"]
DOWN_KINDS: Final[tuple[DownKind, ...]] = get_args(DownKind)
FIRST_ROOT_TYPE = "application/vnd.booth.down-root+json"
ROOT_ENVELOPE = "root.envelope"
METADATA, TARGETS = "metadata", "targets"
"""The folders of a repository, at HQ and on a stick."""
ISSUED = "x-booth-issued"
"""Signed with the timestamp: when; a kiosk's clock is not behind it by much."""
_MIB = 1024 * 1024
MOST_BYTES: Final[Mapping[DownKind, int]] = {
    "policy": _MIB,
    "settings": _MIB,
    "lexicon": _MIB,
    "language": 4 * _MIB,
    "models": _MIB,
    "revocations": _MIB,
    "software": 4096 * _MIB,
}
"""The largest file of each kind. The shipped language pack has 0.1 MiB, the program 0.9 GiB."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is signed with a publication, beside its length and digest (TUF's `custom`).

    Attributes:
        branch: empty for all.
        version: that of the first signed list that names it so; it only grows.
        expires: after this it is told as ended.
        label: the program's version, of software.
    """

    kind: DownKind
    branch: str
    version: int
    published: WallTime
    expires: WallTime
    label: str = ""


@dataclass(frozen=True, slots=True)
class FirstRoot:
    """The root that a kiosk pins, the first time only; signed with HQ's signing key.

    Attributes:
        root: TUF's root metadata, version 1, as it is in its file.
    """

    root: str


@dataclass(frozen=True, slots=True)
class StatedDown:
    """What a kiosk says of one kind.

    Attributes:
        version, expires: of what is in force; 0 and None for the shipped one.
        code: of what was refused or has ended; empty when nothing is wrong.
        running: of software, the version that is used; empty where none was ever installed so.
    """

    kind: DownKind
    version: int
    expires: WallTime | None
    code: str = ""
    label: str = ""
    running: str = ""


PUBLISHED = TypeAdapter(Published)
FIRST_ROOT = TypeAdapter(FirstRoot)


def target_name(kind: DownKind, branch: str) -> str:
    """The target's name in the repository: made on both sides, so that none is ever read."""
    whose = hashlib.sha256(branch.encode()).hexdigest()[:16] if branch else "all"
    return f"{kind}/{whose}"
