"""Takes what headquarters publishes: python-tuf's client, and what it leaves to us (down-v1)."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import TargetFile
from tuf.ngclient import Updater

from app.bundle.durable import sync_folder, write_durably
from app.domain.down import (
    DOWN_KINDS,
    MOST_BYTES,
    DownKind,
    target_name,
)
from app.domain.errors import BoothError
from app.domain.ids import Digest
from app.domain.timing import WallTime
from app.ports.clock import Clock
from app.software.install import SPARE_BYTES
from app.sync.assignments import assignments_ended
from app.sync.down_errors import (
    DownAddressError,
    DownAlteredError,
    DownContentError,
    DownExpiredError,
    DownRollbackError,
    DownRoomError,
    DownTooLargeError,
)
from app.sync.down_held import (
    HeldDown,
    HeldOne,
    RefusedOne,
    our_error,
    published_of,
    sha256_of,
)
from app.sync.down_lists import TRUST, look, sync_whole
from app.sync.down_software import told_of_software
from app.sync.down_source import SetDownError, Source
from app.sync.errors import (
    CertificateError,
    HqFullError,
    NotAdmittedError,
    UnreachableError,
)
from app.sync.identity import KioskIdentity
from app.sync.revocations import revoked

Readers = Mapping[DownKind, Callable[[bytes], object]]
"""Each kind's own reader: raises a `BoothError` for a file that the program cannot use."""
MOST_TOLD = 3
"""The operator's window keeps five problems; the devices have theirs."""
NO_TURN = (UnreachableError, CertificateError, NotAdmittedError, HqFullError)
"""These say nothing of what is published; the turn ends with them."""
SMALL: Final[tuple[DownKind, ...]] = tuple(kind for kind in DOWN_KINDS if kind != "software")


class Down:
    """This kiosk's side. Used by one thread."""

    def __init__(self, data: Path, identity: KioskIdentity, clock: Clock, readers: Readers) -> None:
        """Nothing is fetched yet.

        Args:
            data: the kiosk's data folder.
            identity: whose keys signed the first root, and which branch this is.
            clock: the machine's.
            readers: of every kind but software.
        """
        self.held = HeldDown(data, identity.branch)
        self._identity = identity
        self._clock = clock
        self._readers = readers
        self._folder = self.held.folder
        self._bad = dict[DownKind, tuple[Digest, BoothError]]()
        self._updater: Updater | None = None

    def refresh(self, source: Source) -> bool:
        """Look what is published, and take everything but software.

        Returns:
            Whether anything in force changed.

        Raises:
            UnreachableError, CertificateError, NotAdmittedError: nobody to ask; everything else
                that is wrong is kept in the state and told.
        """
        before = self.held.state()
        self._updater = None
        try:
            updater = look(source, self.held, self._identity, self._clock)
        except SetDownError:
            return False
        except NO_TURN:
            raise
        except BoothError as error:
            self._refuse(None, error)
            return False
        if updater is None:
            return False
        self._forgive(None)
        try:
            for kind in SMALL:
                self._one(updater, kind)
        except SetDownError:
            return self.held.state().held != before.held
        self._updater = updater
        return self.held.state().held != before.held

    def told(self) -> tuple[tuple[str, str], ...]:
        """What the operator is told: codes and sentences, the most pressing first."""
        now = self._clock.now()
        found = [(one.code, one.what) for _, one in self.held.troubles(now)]
        found += self._appointments(self.held.state().counted(now))
        found += told_of_software(self.held)
        return tuple(found[:MOST_TOLD])

    def _appointments(self, now: WallTime) -> list[tuple[str, str]]:
        """Whether the list of assignments, which comes another way, has ended."""
        try:
            ended = assignments_ended(self.held.folder.parent, self._identity, now)
        except BoothError as error:
            return [(error.code, error.what)]
        if ended is None:
            return []
        return [(DownExpiredError.code, f"The list of assignments ended on {ended:%Y-%m-%d}")]

    def fetch_software(self) -> bool:
        """Stage the program that the last look found, if it is new.

        Returns:
            Whether there is nothing more to fetch; False when the download was set down.

        Raises:
            UnreachableError, CertificateError, NotAdmittedError: as `refresh`.
        """
        if self._updater is None:
            return True
        try:
            self._one(self._updater, "software")
        except SetDownError:
            return False
        return True

    # ------------------------------------------------------------------ one kind

    def _one(self, updater: Updater, kind: DownKind) -> None:
        try:
            self._take(updater, kind)
        except (SetDownError, *NO_TURN):
            raise
        except BoothError as error:
            self._refuse(kind, error)
        except (RepositoryError, DownloadError) as error:
            self._refuse(kind, our_error(error))
        else:
            self._forgive(kind)

    def _take(self, updater: Updater, kind: DownKind) -> None:
        target = self._target(updater, kind)
        state = self.held.state()
        before = state.one(kind)
        if target is None or self._is_revoked(target):
            if before is not None:
                self.held.write(state.with_one(kind, None))
            self._clear(kind, None)
            return
        one = self._checked(kind, target, before)
        digest, error = self._bad.get(kind, ("", None))
        if error is not None and digest == one.sha256:
            raise error
        if before is None or before.sha256 != one.sha256 or not self._is_whole(before):
            self._fetch(updater, target, one)
        self._renew_proof(one)
        if before != one:
            self.held.write(self.held.state().with_one(kind, one))
            self._clear(kind, one)

    def _target(self, updater: Updater, kind: DownKind) -> TargetFile | None:
        """The branch's publication, or that for all."""
        for branch in (self._identity.branch, ""):
            found = updater.get_targetinfo(target_name(kind, branch))
            if found is not None:
                if published_of(found).branch != branch:
                    raise DownAddressError(f"The {kind} that is published is for another branch")
                return found
        return None

    def _checked(self, kind: DownKind, target: TargetFile, before: HeldOne | None) -> HeldOne:
        published, digest = published_of(target), target.hashes.get("sha256", "")
        if published.kind != kind:
            raise DownAddressError(f"What is published as {kind} is for another purpose")
        if not digest or len(target.hashes) != 1:
            raise DownAlteredError(f"The {kind} that is published has no SHA-256 alone")
        if target.length > MOST_BYTES[kind]:
            raise DownTooLargeError(f"A {kind} of {target.length} bytes is not possible")
        if (
            before is not None
            and before.published.branch == published.branch
            and published.version < before.published.version
            and self.held.is_signed(before)
        ):
            raise DownRollbackError(f"The {kind} that is published is older than the one held")
        return HeldOne(published, Digest(digest))

    def _is_revoked(self, target: TargetFile) -> bool:
        published = published_of(target)
        return published.kind == "software" and published.label in revoked(self.held).software

    def _is_whole(self, one: HeldOne) -> bool:
        if one.kind == "software":  # read once, when it came
            return self.held.file(one).is_file()
        try:
            return self.held.path(one.kind) is not None
        except BoothError:
            return False

    def _fetch(self, updater: Updater, target: TargetFile, one: HeldOne) -> None:
        incoming = self._folder / "incoming" / one.kind
        incoming.parent.mkdir(parents=True, exist_ok=True)
        if one.kind == "software":
            self._make_room(target.length)
        updater.download_target(target, str(incoming))
        final = self.held.file(one)
        if one.kind == "software":
            final.parent.mkdir(parents=True, exist_ok=True)
            sync_whole(incoming)
            incoming.replace(final)
            sync_folder(final.parent)
            return
        content = incoming.read_bytes()
        incoming.unlink()
        try:
            self._readers[one.kind](content)
        except BoothError as error:
            bad = DownContentError(f"{one.kind}: {error.code}: {error.what}")
            self._bad[one.kind] = one.sha256, bad
            raise bad from error
        if sha256_of(content) != one.sha256:
            raise DownAlteredError(f"The {one.kind} changed while it was read")
        write_durably(final, content)

    def _make_room(self, size: int) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < 2 * size + SPARE_BYTES:
            raise DownRoomError(
                f"{free / 1e9:.1f} GB are free, the new program has {size / 1e9:.1f}"
            )

    def _renew_proof(self, one: HeldOne) -> None:
        newest, path = (self._folder / TRUST / "targets.json").read_bytes(), self.held.proof(one)
        if not path.is_file() or path.read_bytes() != newest:
            write_durably(path, newest)

    def _clear(self, kind: DownKind, kept: HeldOne | None) -> None:
        """Remove what was in force before."""
        keep = {self.held.file(kept), self.held.proof(kept)} if kept is not None else set[Path]()
        old = [*(self._folder / "held").glob(f"{kind}.*")]
        if kind == "software":
            old += (self._folder / "software").glob("*")
        for path in old:
            if path not in keep:
                path.unlink()

    # ------------------------------------------------------------------ what is told

    def _refuse(self, kind: DownKind | None, error: BoothError) -> None:
        state = self.held.state()
        others = tuple(one for one in state.refused if one.kind != kind)
        refused = (*others, RefusedOne(kind, error.code, error.what))
        if refused != state.refused:
            self.held.write(replace(state, refused=refused))

    def _forgive(self, kind: DownKind | None) -> None:
        state = self.held.state()
        refused = tuple(one for one in state.refused if one.kind != kind)
        if refused != state.refused:
            self.held.write(replace(state, refused=refused))
