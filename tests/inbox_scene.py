"""An HQ with an inbox, and sealed sessions to give it: for tests that need no network."""

import contextlib
import itertools
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import AssignmentId, SessionId
from app.hq.inbox import Accepted, Quarantined
from app.hq.setup import Headquarters, NewHome
from app.hq.store_tables import KioskRow
from tests.bundle_samples import Sample, public_of, sign_key
from tests.sync_rig import CLOCK, new_home, open_home

KIOSK_KEY = sign_key(7)
NUMBERS = itertools.count(1)


@dataclass
class Scene:
    """An HQ that knows one kiosk, without a network."""

    hq: Headquarters
    made: NewHome
    folder: Path

    @property
    def public(self) -> bytes:
        return self.hq.keys.public.seal

    def sample(self) -> Sample:
        return Sample(
            session=SessionId(f"20260304-050607-{next(NUMBERS):010d}"),
            assignment=AssignmentId(self.made.assignment),
            created=CLOCK.now(),
        )

    def seal(self, sample: Sample) -> Path:
        path = self.folder / f"{sample.session}-{next(NUMBERS)}.bundle"
        sample.seal(path, self.public, KIOSK_KEY)
        return path

    def give(self, path: Path) -> Accepted | Quarantined:
        return self.hq.inbox.take(self.hq.objects.bring_in(path))

    def sessions(self) -> set[str]:
        return {one.session for one in self.hq.archive.sessions()}


@contextlib.contextmanager
def inbox_scene(folder: Path) -> Generator[Scene]:
    """An HQ in `folder` that knows three kiosks of two branches, the second of them revoked."""
    made = new_home(folder / "hq")
    hq = open_home(made.home)
    with hq.store.unit() as unit:
        for number, revoked in ((1, False), (2, True), (3, False)):
            unit.add(
                KioskRow(
                    id=f"kiosk-000{number}",
                    branch="Demo branch" if number < 3 else "Another branch",
                    public_key=public_of(KIOSK_KEY).hex(),
                    token_digest=str(number),
                    enrolled=CLOCK.now(),
                    revoked=revoked,
                )
            )
    yield Scene(hq, made, folder)
    hq.close()
