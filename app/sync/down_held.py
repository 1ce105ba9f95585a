"""Publications in force at this kiosk; each is verified again whenever it is read, offline."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root, TargetFile, Targets

from app.bundle.durable import write_durably
from app.domain.down import DOWN_KINDS, PUBLISHED, DownKind, Published, StatedDown, target_name
from app.domain.errors import BoothError
from app.domain.ids import Digest
from app.domain.timing import WallTime
from app.sync.down_errors import (
    DownAddressError,
    DownAlteredError,
    DownClockError,
    DownExpiredError,
    DownFrozenError,
    DownRollbackError,
    DownSignatureError,
    DownTooLargeError,
)

FOLDER = "down"
CLOCK_TOLERANCE = timedelta(hours=24)
"""A clock further behind what HQ signed is told; the same for the list of assignments."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The newest lists seen under a root; a newer root forgets those of the others."""

    root: int = 0
    timestamp: int = 0
    snapshot: int = 0
    targets: int = 0

    def follows(self, seen: "Versions") -> bool:
        """Whether nothing here is older than what was seen under the same root."""
        if self.root != seen.root:
            return self.root > seen.root
        return (
            self.timestamp >= seen.timestamp
            and self.snapshot >= seen.snapshot
            and self.targets >= seen.targets
        )


@dataclass(frozen=True, slots=True)
class HeldOne:
    """A publication in force.

    Attributes:
        published: as it was signed.
        sha256: of its file.
    """

    published: Published
    sha256: Digest

    @property
    def kind(self) -> DownKind:
        """Which kind."""
        return self.published.kind


@dataclass(frozen=True, slots=True)
class RefusedOne:
    """A publication that was not taken; `kind` is None for the lists themselves."""

    kind: DownKind | None
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class DownState:
    """`down/state.json`.

    Attributes:
        issued: the latest time that HQ signed.
        refused: at the last look.
    """

    versions: Versions = Versions()
    issued: WallTime | None = None
    held: tuple[HeldOne, ...] = ()
    refused: tuple[RefusedOne, ...] = ()

    def one(self, kind: DownKind) -> HeldOne | None:
        """What is in force of a kind."""
        return next((one for one in self.held if one.kind == kind), None)

    def with_one(self, kind: DownKind, held: HeldOne | None) -> "DownState":
        """The state with another publication of that kind, or none."""
        others = tuple(one for one in self.held if one.kind != kind)
        return replace(self, held=others if held is None else (*others, held))

    def counted(self, now: WallTime) -> WallTime:
        """The time that counts: a clock set back does not make an ended publication valid."""
        return now if self.issued is None else max(now, self.issued)


_STATE = TypeAdapter(DownState)


class HeldDown:
    """What is in force at the kiosk whose data folder this is. Reads; `Down` alone writes."""

    def __init__(self, data: Path, branch: str) -> None:
        """Of a kiosk of `branch`; nothing is read yet."""
        self.folder = data / FOLDER
        self.branch = branch

    def state(self) -> DownState:
        """What is held, by what was written; empty before anything was taken."""
        try:
            return _STATE.validate_json((self.folder / "state.json").read_bytes())
        except (OSError, ValidationError):
            return DownState()

    def write(self, state: DownState) -> None:
        """Keep the state; on the disk when this returns."""
        write_durably(self.folder / "state.json", _STATE.dump_json(state, indent=1))

    def file(self, one: HeldOne) -> Path:
        """Where a publication lies."""
        if one.kind == "software":
            return self.folder / "software" / one.published.label
        return self.folder / "held" / f"{one.kind}.{one.sha256[:16]}"

    def proof(self, one: HeldOne) -> Path:
        """The signed list that named it."""
        name = f"{one.kind}.{one.sha256[:16]}.{one.published.version}.proof"
        return self.folder / "held" / name

    def path(self, kind: DownKind) -> Path | None:
        """The file in force of a kind, verified just now; None when the shipped one holds.

        Raises:
            DownSignatureError, DownAlteredError, DownAddressError: what lies there is not what HQ
                published.
        """
        one = self.state().one(kind)
        if one is None:
            return None
        path = self.file(one)
        try:
            target = self._signed(one)
            with path.open("rb") as file:
                target.verify_length_and_hashes(file)
        except (RepositoryError, ValueError) as error:
            raise our_error(error) from error
        except OSError as error:
            raise DownAlteredError(f"The {kind} from headquarters cannot be read") from error
        return path

    def content(self, kind: DownKind) -> bytes | None:
        """The same, its content. Raises as `path`."""
        path = self.path(kind)
        return None if path is None else path.read_bytes()

    def is_signed(self, one: HeldOne) -> bool:
        """Whether what named it is still signed by whom the root names now."""
        try:
            self._signed(one)
        except (BoothError, RepositoryError, ValueError, OSError):
            return False
        return True

    def _signed(self, one: HeldOne) -> TargetFile:
        target = proven(trusted_root(self.folder), self.proof(one).read_bytes(), one)
        if one.published.branch not in {"", self.branch}:
            raise DownAddressError(f"The {one.kind} here is for another branch")
        return target

    def ended(self, kind: DownKind, now: WallTime) -> bool:
        """Whether what is in force of a kind has ended."""
        state = self.state()
        one = state.one(kind)
        return one is not None and one.published.expires <= state.counted(now)

    def troubles(
        self, now: WallTime
    ) -> tuple[tuple[DownKind | None, BoothError | RefusedOne], ...]:
        """Everything that is wrong, by kind; None for what concerns all."""
        state = self.state()
        found: list[tuple[DownKind | None, BoothError | RefusedOne]] = []
        if state.issued is not None and now < state.issued - CLOCK_TOLERANCE:
            told = f"Headquarters signed at {state.issued:%Y-%m-%d %H:%M}, here it is before that"
            found.append((None, DownClockError(told)))
        found.extend((one.kind, one) for one in state.refused)
        for one in state.held:
            if one.kind != "software" and one.published.expires <= state.counted(now):
                ended = (
                    f"The {one.kind} from headquarters ended on {one.published.expires:%Y-%m-%d}"
                )
                found.append((one.kind, DownExpiredError(ended)))
        return tuple(found)

    def stated(self, now: WallTime) -> tuple[StatedDown, ...]:
        """What HQ is told: each kind that is held or was refused."""
        state = self.state()
        codes = {kind: one.code for kind, one in reversed(self.troubles(now))}
        found: list[StatedDown] = []
        for kind in DOWN_KINDS:
            one, code = state.one(kind), codes.get(kind, "")
            if one is not None:
                held = one.published
                found.append(StatedDown(kind, held.version, held.expires, code, held.label))
            elif code:
                found.append(StatedDown(kind, 0, None, code))
        return tuple(found)


def proven(root: Root, untrusted_proof: bytes, one: HeldOne) -> TargetFile:
    """Length and digest of a publication, by the signed list that named it.

    Raises:
        DownSignatureError: it is not signed by whom the root names.
        DownAlteredError: it is no list.
        DownAddressError: it names something else.
    """
    try:
        proof = Metadata[Targets].from_bytes(untrusted_proof)
        root.verify_delegate(Targets.type, proof.signed_bytes, proof.signatures)
    except (RepositoryError, ValueError) as error:
        raise our_error(error) from error
    target = proof.signed.targets.get(target_name(one.kind, one.published.branch))
    if target is None or published_of(target) != one.published:
        raise DownAddressError(f"The {one.kind} here is not the one that was published")
    return target


def published_of(target: TargetFile) -> Published:
    """What is signed beside length and digest.

    Raises:
        DownAlteredError: it cannot be read.
    """
    unreadable = "What headquarters signed of a file cannot be read"
    try:
        told = PUBLISHED.validate_python(target.custom)
    except ValidationError as error:
        raise DownAlteredError(unreadable) from error
    if told.expires.tzinfo is None or told.published.tzinfo is None:
        raise DownAlteredError(unreadable)
    return told


def trusted_root(folder: Path) -> Root:
    """The newest root that the pinned one leads to.

    Raises:
        DownSignatureError: the pinned one is not there or not one.
    """
    try:
        first = Metadata[Root].from_bytes((folder / "root.json").read_bytes())
        first.signed.verify_delegate(Root.type, first.signed_bytes, first.signatures)
    except (OSError, RepositoryError, ValueError) as error:
        raise DownSignatureError("The root that was pinned here is not there any more") from error
    root = first.signed
    while True:
        path = folder / "trust" / "root_history" / f"{root.version + 1}.root.json"
        try:
            following = Metadata[Root].from_bytes(path.read_bytes())
            for one in (root, following.signed):
                one.verify_delegate(Root.type, following.signed_bytes, following.signatures)
        except (OSError, RepositoryError, ValueError):
            return root
        if following.signed.version != root.version + 1:
            return root
        root = following.signed


def our_error(error: Exception) -> BoothError:
    """What python-tuf found, in our words."""
    match error:
        case UnsignedMetadataError():
            return DownSignatureError("A list is not signed by enough of the right keys")
        case BadVersionNumberError():
            return DownRollbackError("A list is older than one seen here, or not the next one due")
        case ExpiredMetadataError():
            return DownFrozenError(f"A list of headquarters has ended ({error})")
        case LengthOrHashMismatchError():
            return DownAlteredError("A file is not what the signed list says of it")
        case DownloadLengthMismatchError():
            return DownTooLargeError("More came than was signed, or than such a file may have")
        case DownloadError():
            return DownAlteredError("A file that the signed lists name is not there")
        case _:
            return DownAlteredError("A signed list cannot be read")


def sha256_of(content: bytes) -> Digest:
    """SHA-256, hexadecimal."""
    return Digest(hashlib.sha256(content).hexdigest())
