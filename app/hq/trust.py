"""The signed lists of what HQ publishes: TUF's root, targets, snapshot and timestamp.

Every change is made under a lock (the command line publishes while the server signs timestamps),
and in the order in which a power cut leaves lists that hold: files, targets, snapshot, timestamp.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from filelock import FileLock
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, Targets, Timestamp

from app.bundle.dsse import Signer, sign_envelope
from app.bundle.durable import write_durably
from app.domain.down import (
    FIRST_ROOT,
    FIRST_ROOT_TYPE,
    ISSUED,
    METADATA,
    ROOT_ENVELOPE,
    FirstRoot,
)
from app.domain.timing import WallTime
from app.hq.trust_errors import (
    TrustDamagedError,
    TrustExistsError,
    TrustKeysError,
    TrustMissingError,
)
from app.hq.trust_keys import ONLINE_KEY, new_signer, targets_names

FOLDER = "down"
ROOT_HOLDS, TARGETS_HOLD = timedelta(days=730), timedelta(days=365)
SNAPSHOT_HOLDS, TIMESTAMP_HOLDS = timedelta(days=90), timedelta(days=14)
"""Our own choices; 14 days are what the list of kiosks holds too (`PEERS_HOLD`)."""
RENEWED_AFTER = timedelta(hours=1)
MOST_ROOT_KEYS = 9
_Role = TypeVar("_Role", Root, Targets, Snapshot, Timestamp)


@dataclass(frozen=True, slots=True)
class TrustWishes:
    """How the root is held.

    Attributes:
        keys: the empty or missing folder that the offline keys are written to.
        passphrase: of these.
        root_keys, needed: how many, and how many of them sign a new root.
        publishers, publishers_needed: how many keys publish, and how many of them sign each list
            of what is published.
    """

    keys: Path
    passphrase: bytes
    root_keys: int = 3
    needed: int = 2
    publishers: int = 1
    publishers_needed: int = 1


class Trust:
    """The lists in one HQ's folder."""

    def __init__(self, home: Path) -> None:
        """Of the HQ at `home`; nothing is read yet."""
        self.home = home
        self.folder = home / FOLDER
        self.metadata = self.folder / METADATA

    def lock(self) -> FileLock:
        """Held while anything is changed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(self.folder / "lock")

    def root(self) -> Metadata[Root]:
        """The newest root.

        Raises:
            TrustMissingError: HQ publishes nothing yet.
            TrustDamagedError: it cannot be read.
        """
        return self._newest(Root)

    def targets(self) -> Metadata[Targets]:
        """The list of what is published. Raises as `root`."""
        return self._newest(Targets)

    def snapshot(self) -> Metadata[Snapshot]:
        """The list of lists. Raises as `root`."""
        return self._newest(Snapshot)

    def timestamp(self) -> Metadata[Timestamp]:
        """What is newest, and since when. Raises as `root`."""
        return self._read(self.metadata / "timestamp.json", Timestamp)

    def _newest(self, role: type[_Role]) -> Metadata[_Role]:
        found = list(self.metadata.glob(f"*.{role.type}.json"))
        if not found:
            raise TrustMissingError(f"Headquarters at {self.home} publishes nothing yet")
        return self._read(max(found, key=lambda path: int(path.name.split(".")[0])), role)

    def _read(self, path: Path, _: type[_Role]) -> Metadata[_Role]:
        try:
            return Metadata[_Role].from_bytes(path.read_bytes())
        except FileNotFoundError as error:
            raise TrustMissingError(f"Headquarters at {self.home} publishes nothing yet") from error
        except RepositoryError as error:
            raise TrustDamagedError(f"{path.name} cannot be read") from error

    def holders(self, roots: list[CryptoSigner]) -> list[CryptoSigner]:
        """Those that sign the next root.

        Raises:
            TrustMissingError: HQ publishes nothing yet.
            TrustKeysError: they are too few.
        """
        known = self.root().signed.roles[Root.type]
        holders = [one for one in roots if one.public_key.keyid in known.keyids]
        if len(holders) < known.threshold:
            raise TrustKeysError(
                f"{len(holders)} of the root's keys are here, {known.threshold} are needed"
            )
        return holders

    def check(self, signers: "PublishingSigners") -> None:
        """Refuse keys that the root does not name: no kiosk would take what they sign.

        Raises:
            TrustMissingError: HQ publishes nothing yet.
            TrustKeysError: one of them is not named, or too few are here.
        """
        roles = self.root().signed.roles
        given = [(Targets.type, one) for one in signers.targets]
        for role, signer in (*given, (Timestamp.type, signers.online)):
            if signer.public_key.keyid not in roles[role].keyids:
                raise TrustKeysError(f"The root does not name this key for {role}")
        _enough(signers, roles[Targets.type].threshold)

    def write_root(self, root: Metadata[Root], signers: list[CryptoSigner]) -> None:
        """Sign and keep a root."""
        root.signatures.clear()
        for signer in signers:
            root.sign(signer, append=True)
        write_durably(self.metadata / f"{root.signed.version}.root.json", root.to_bytes())

    def write_targets(
        self, targets: Metadata[Targets], signers: "PublishingSigners", now: WallTime
    ) -> None:
        """Sign the list of what is published as its next version, and what names it."""
        targets.signed.version += 1
        self.sign_targets(targets, signers, now)

    def sign_targets(
        self, targets: Metadata[Targets], signers: "PublishingSigners", now: WallTime
    ) -> None:
        """The same, its version as it is."""
        signed = targets.signed
        signed.expires = _utc(now + TARGETS_HOLD)
        targets.signatures.clear()
        for one in signers.targets:
            targets.sign(one, append=True)
        content = targets.to_bytes()
        write_durably(self.metadata / f"{signed.version}.targets.json", content)
        self._write_snapshot(
            MetaFile.from_data(signed.version, content, ["sha256"]), signers.online, now
        )

    def _write_snapshot(self, targets: MetaFile, online: CryptoSigner, now: WallTime) -> None:
        try:
            snapshot = self.snapshot()
            snapshot.signed.version += 1
        except TrustMissingError:
            snapshot = Metadata(Snapshot())
        snapshot.signed.meta["targets.json"] = targets
        snapshot.signed.expires = _utc(now + SNAPSHOT_HOLDS)
        snapshot.sign(online)
        content = snapshot.to_bytes()
        version = snapshot.signed.version
        write_durably(self.metadata / f"{version}.snapshot.json", content)
        self._write_timestamp(MetaFile.from_data(version, content, ["sha256"]), online, now)

    def _write_timestamp(self, snapshot: MetaFile, online: CryptoSigner, now: WallTime) -> None:
        try:
            timestamp = self.timestamp()
            timestamp.signed.version += 1
        except TrustMissingError:
            timestamp = Metadata(Timestamp())
        timestamp.signed.snapshot_meta = snapshot
        timestamp.signed.expires = _utc(now + TIMESTAMP_HOLDS)
        timestamp.signed.unrecognized_fields[ISSUED] = now.isoformat()
        timestamp.sign(online)
        write_durably(self.metadata / "timestamp.json", timestamp.to_bytes())

    def renew_online(
        self, online: CryptoSigner, now: WallTime, after: timedelta = RENEWED_AFTER
    ) -> None:
        """Say again what is newest, if that was last said more than `after` ago.

        Raises:
            TrustMissingError: HQ publishes nothing yet.
        """
        with self.lock():
            timestamp, snapshot = self.timestamp(), self.snapshot().signed
            said = issued_of(timestamp.signed)
            if now - said < after:
                return
            if snapshot.expires < now + SNAPSHOT_HOLDS / 3:
                self._write_snapshot(snapshot.meta["targets.json"], online, now)
            else:
                self._write_timestamp(timestamp.signed.snapshot_meta, online, now)


@dataclass(frozen=True, slots=True)
class PublishingSigners:
    """What a publication is signed with; `targets` are the keys of those who agree to it."""

    targets: tuple[CryptoSigner, ...]
    online: CryptoSigner


def make_trust(
    home: Path, wishes: TrustWishes, passphrase: bytes, signer: Signer, now: WallTime
) -> None:
    """Make every key and the first, empty lists.

    Args:
        home: HQ's folder.
        wishes: how the root is held.
        passphrase: HQ's, for the key that stays.
        signer: HQ's, for the first root.
        now: the time.

    Raises:
        TrustExistsError: HQ publishes already, or the folder for the keys is not empty.
        TrustKeysError: so many keys of so many are not possible.
    """
    trust = Trust(home)
    for needed, of in (
        (wishes.needed, wishes.root_keys),
        (wishes.publishers_needed, wishes.publishers),
    ):
        if not 1 <= needed <= of <= MOST_ROOT_KEYS:
            raise TrustKeysError(f"{needed} of {of} keys are not possible")
    with trust.lock():
        if any(trust.metadata.glob("*.json")):
            raise TrustExistsError(f"Headquarters at {home} publishes already")
        if wishes.keys.exists() and any(wishes.keys.iterdir()):
            raise TrustExistsError(f"The folder {wishes.keys} is not empty")
        names = [f"root-{number + 1}.key" for number in range(wishes.root_keys)]
        roots = [new_signer(wishes.keys / name, wishes.passphrase) for name in names]
        targets = tuple(
            new_signer(wishes.keys / name, wishes.passphrase)
            for name in targets_names(wishes.publishers)
        )
        signers = PublishingSigners(targets, new_signer(home / ONLINE_KEY, passphrase))
        root = Metadata(Root(expires=_utc(now + ROOT_HOLDS), consistent_snapshot=True))
        for one in roots:
            root.signed.add_key(one.public_key, Root.type)
        root.signed.roles[Root.type].threshold = wishes.needed
        root.signed.roles[Targets.type].threshold = wishes.publishers_needed
        _name(root.signed, signers)
        trust.write_root(root, roots)
        told = FIRST_ROOT.dump_json(FirstRoot(root.to_bytes().decode()))
        envelope = sign_envelope(FIRST_ROOT_TYPE, told, signer)
        write_durably(trust.folder / ROOT_ENVELOPE, envelope)
        trust.sign_targets(Metadata(Targets()), signers, now)


def renew_trust(
    trust: Trust, roots: list[CryptoSigner], signers: PublishingSigners, now: WallTime
) -> Metadata[Root]:
    """A new root with these keys for the other roles, and every list signed by them anew.

    Keys that the root named for them before are not trusted any more; those that publish stay,
    present or not, unless others are given.

    Raises:
        TrustMissingError: HQ publishes nothing yet.
        TrustKeysError: too few of the root's keys are here.
    """
    with trust.lock():
        root, targets = trust.root(), trust.targets()
        holders = trust.holders(roots)
        root.signed.version += 1
        root.signed.expires = _utc(now + ROOT_HOLDS)
        named = root.signed.roles[Targets.type]
        given = {one.public_key.keyid for one in signers.targets}
        _enough(signers, named.threshold)
        changed = [] if given <= {*named.keyids} else [Targets.type]
        for role in (*changed, Snapshot.type, Timestamp.type):
            for keyid in tuple(root.signed.roles[role].keyids):
                root.signed.revoke_key(keyid, role)
        _name(root.signed, signers)
        trust.write_root(root, holders)
        trust.write_targets(targets, signers, now)
        return root


def issued_of(timestamp: Timestamp) -> WallTime:
    """When it was signed.

    Raises:
        TrustDamagedError: it does not say so.
    """
    try:
        return WallTime(datetime.fromisoformat(timestamp.unrecognized_fields[ISSUED]))
    except (KeyError, TypeError, ValueError) as error:
        raise TrustDamagedError("timestamp.json does not say when it was signed") from error


def _enough(signers: PublishingSigners, needed: int) -> None:
    here = len({one.public_key.keyid for one in signers.targets})
    if here < needed:
        raise TrustKeysError(f"{here} publishing keys are here, {needed} are needed")


def _name(root: Root, signers: PublishingSigners) -> None:
    for one in signers.targets:
        root.add_key(one.public_key, Targets.type)
    for role in (Snapshot.type, Timestamp.type):
        root.add_key(signers.online.public_key, role)


def _utc(time: datetime) -> datetime:
    return time.astimezone(UTC)
