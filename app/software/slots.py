"""Which version of the program a kiosk starts: one small file, replaced whole (`software-v1`).

`""` is the version that was installed with the kiosk (the shipped one): it is never removed, and
what is started whenever nothing else holds.
"""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from packaging.version import Version
from pydantic import TypeAdapter, ValidationError

from app.bundle.durable import write_durably
from app.domain.timing import WallTime
from app.software.archive import list_digest, read_list, verify_tree, version_of
from app.software.errors import SoftwareArchiveError, SoftwareDamagedError, SoftwareNothingError
from app.software.handed import FOLDER, STATE

SHIPPED: Final = ""
MOST_STARTS = 3
"""Starts in which a new version may prove itself. Source: RAUC's example for U-Boot gives a slot
three (`BOOT_A_LEFT=3`); Mender gives one."""
_KEPT_PAST = 20
What = Literal[
    "installed", "proven", "given up", "refused", "damaged", "revoked", "back", "put off"
]


@dataclass(frozen=True, slots=True)
class Installed:
    """A version that was unpacked.

    Attributes:
        version: its label.
        archive: SHA-256 of the archive, hexadecimal.
        list: SHA-256 of its list of files.
    """

    version: str
    archive: str
    list: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of a version, and when; `code` says why."""

    at: WallTime
    version: str
    what: What
    code: str = ""


@dataclass(frozen=True, slots=True)
class SlotState:
    """`software/state.json`.

    Attributes:
        current: what is started; empty for the shipped version.
        previous: what is started when that does not come up; empty for the shipped version.
        trial: whether the current one has not proved itself yet.
        starts: of the trial.
        installed: what lies unpacked.
        refused: SHA-256 of archives that are not tried again.
        past: the last 20 events.
    """

    current: str = SHIPPED
    previous: str = SHIPPED
    trial: bool = False
    starts: int = 0
    installed: tuple[Installed, ...] = ()
    refused: tuple[str, ...] = ()
    past: tuple[Happened, ...] = ()

    def one(self, version: str) -> Installed | None:
        """What lies unpacked of a version."""
        return next((one for one in self.installed if one.version == version), None)

    def noted(self, at: WallTime, version: str, what: What, code: str = "") -> "SlotState":
        """The same, with one more event."""
        return replace(self, past=(*self.past, Happened(at, version, what, code))[-_KEPT_PAST:])

    def refusing(self, archive: str) -> "SlotState":
        """The same, with one more archive that is not tried again."""
        others = tuple(one for one in self.refused if one != archive)
        return replace(self, refused=(*others, archive)[-_KEPT_PAST:])


_STATE = TypeAdapter(SlotState)


@dataclass(frozen=True, slots=True)
class Slots:
    """The versions on a kiosk.

    Attributes:
        folder: `software` in the kiosk's data folder.
        shipped: version of the shipped program.
    """

    data: Path
    shipped: str
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", self.data / FOLDER)

    def state(self) -> SlotState:
        """As it was last written; the shipped version when it cannot be read."""
        try:
            return _STATE.validate_json((self.folder / STATE).read_bytes())
        except (OSError, ValidationError):
            return SlotState()

    def write(self, state: SlotState) -> None:
        """Keep it: the one step by which another version becomes the current one."""
        write_durably(self.folder / STATE, _STATE.dump_json(state, indent=1))

    def tree(self, version: str) -> Path:
        """Where a version lies."""
        return self.folder / "versions" / version

    def verify(self, version: str) -> None:
        """See that a version is whole.

        Raises:
            SoftwareDamagedError: it is not, or not here.
        """
        one = self.state().one(version)
        try:
            if one is None:
                raise SoftwareDamagedError(f"Version {version} is not here")
            folder = self.tree(version)
            verify_tree(folder, read_list(folder, one.list))
        except (SoftwareArchiveError, OSError) as error:
            raise SoftwareDamagedError(f"Version {version}: {error}") from error

    def newest(self) -> Version:
        """The version that an update has to be newer than."""
        current = self.state().current
        shipped = version_of(self.shipped)
        return max(shipped, version_of(current)) if current else shipped

    # ------------------------------------------------------------------ steps

    def make_current(self, version: str, archive: str, now: WallTime) -> None:
        """Start a version that was unpacked, on trial, from the next start on."""
        state = self.state()
        one = Installed(version, archive, list_digest(self.tree(version)))
        others = tuple(old for old in state.installed if old.version != version)
        kept = state.current if not state.trial else state.previous
        new = replace(
            state, current=version, previous=kept, trial=True, starts=0, installed=(*others, one)
        )
        self.write(new.noted(now, version, "installed"))
        self.tidy()

    def refuse(self, version: str, archive: str, code: str, now: WallTime) -> None:
        """Note that an archive is not tried again."""
        self.write(self.state().refusing(archive).noted(now, version, "refused", code))

    def put_off(self, version: str, code: str, now: WallTime) -> None:
        """Note, once, that a version could not be installed now."""
        state = self.state()
        last = state.past[-1] if state.past else None
        if last is None or (last.version, last.code) != (version, code):
            self.write(state.noted(now, version, "put off", code))

    def begin(self, now: WallTime) -> str:
        """Which version is to be started; counts the start, and goes back where it has to.

        Returns:
            A version that is whole, or empty for the shipped one.
        """
        while True:
            state = self.state()
            version = state.current
            if not version:
                return SHIPPED
            if version_of(version) <= version_of(self.shipped):  # a newer one was installed anew
                self.write(replace(state, current=SHIPPED, previous=SHIPPED, trial=False))
                return SHIPPED
            if state.trial and state.starts >= MOST_STARTS:
                self.go_back(now, "given up", "SOFTWARE-UNHEALTHY")
                continue
            try:
                self.verify(version)
            except SoftwareDamagedError as error:
                self.go_back(now, "damaged", error.code)
                continue
            if state.trial:
                self.write(replace(state, starts=state.starts + 1))
            return version

    def go_back(self, now: WallTime, what: What, code: str = "") -> None:
        """Make the version before the current one.

        Raises:
            SoftwareNothingError: the shipped one is the current one.
        """
        state = self.state()
        left = state.one(state.current)
        if not state.current:
            raise SoftwareNothingError("The version that was shipped is the one in use")
        new = replace(state, current=state.previous, previous=SHIPPED, trial=False, starts=0)
        if left is not None and what != "damaged":
            new = new.refusing(left.archive)
        self.write(new.noted(now, state.current, what, code))

    def ended_well(self) -> None:
        """The version on trial was closed by a person before it had proved itself: no failure."""
        state = self.state()
        if state.trial:
            self.write(replace(state, starts=max(0, state.starts - 1)))

    def prove(self, now: WallTime) -> None:
        """The current version has come up and works."""
        state = self.state()
        if state.trial:
            proven = replace(state, trial=False, starts=0)
            self.write(proven.noted(now, state.current, "proven"))

    def tidy(self) -> None:
        """Remove what is neither current nor the one before, and what was not unpacked whole."""
        state = self.state()
        keep = {state.current, state.previous} - {SHIPPED}
        for path in (self.folder / "versions").glob("*"):
            if path.name not in keep:
                shutil.rmtree(path, ignore_errors=True)
        if unneeded := tuple(one for one in state.installed if one.version not in keep):
            kept = tuple(one for one in state.installed if one not in unneeded)
            self.write(replace(state, installed=kept))
