"""An HQ that publishes, and kiosks that take it from a stick: without a server."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.bundle.dsse import Signer, signer_in_memory
from app.cli.down_readers import READERS
from app.domain.down import DownKind
from app.domain.errors import BoothError
from app.domain.ids import KioskId
from app.domain.timing import MonotonicNs, WallTime
from app.hq.publishing import Listed, Publication, export, publish
from app.hq.trust import PublishingSigners, Trust, TrustWishes, make_trust
from app.hq.trust_keys import open_online, open_roots, open_targets
from app.sync.down import Down
from app.sync.down_source import FromFolder, Source
from app.sync.identity import KioskIdentity
from devices.clock import SystemClock
from tests.bundle_samples import public_of, sign_key

SECRET = b"correct horse battery"
NOW = SystemClock().now()
LEXICON = """
format = 1
[zh]
hesitations = ["嗯"]
phrases = ["{word}"]
[en]
hesitations = ["um"]
phrases = []
"""


@dataclass
class SetClock:
    """A wall clock under the test's hand."""

    time: WallTime = NOW

    def now(self) -> WallTime:
        return self.time

    def monotonic_ns(self) -> MonotonicNs:
        return MonotonicNs(0)

    def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


@dataclass
class Publisher:
    """HQ's side; `copy` gives another one that goes its own way from here."""

    home: Path
    signers: PublishingSigners
    roots: list[object]
    signer: Signer = field(default_factory=lambda: signer_in_memory(sign_key(7)))

    @classmethod
    def made(
        cls, home: Path, now: WallTime = NOW, publishers: tuple[int, int] = (1, 1)
    ) -> "Publisher":
        keys = home / "offline-keys"
        signer = signer_in_memory(sign_key(7))
        make_trust(home, TrustWishes(keys, SECRET, 1, 1, *publishers), SECRET, signer, now)
        signers = PublishingSigners(open_targets(keys, SECRET), open_online(home, SECRET))
        return cls(home, signers, list(open_roots(keys, SECRET)))

    @property
    def trust(self) -> Trust:
        return Trust(self.home)

    def copy(self, home: Path) -> "Publisher":
        shutil.copytree(self.home, home)
        return Publisher(home, self.signers, self.roots)

    def publish(
        self,
        kind: DownKind,
        content: str | bytes,
        *,
        branch: str = "",
        days: int = 90,
        label: str = "",
        now: WallTime = NOW,
        read: Callable[[bytes], object] | None = None,
    ) -> Listed:
        file = self.home / "given"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        wanted = Publication(kind, file, branch, days, label)
        return publish(self.trust, wanted, read or READERS[kind], self.signers, now)

    def lexicon(self, word: str, **more: object) -> Listed:
        return self.publish("lexicon", LEXICON.format(word=word), **more)  # type: ignore[arg-type]

    def stick(self, folder: Path) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        export(self.trust, folder)
        return folder


@dataclass
class Booth:
    """A kiosk's side."""

    data: Path
    clock: SetClock = field(default_factory=SetClock)
    branch: str = "Riverside"

    def __post_init__(self) -> None:
        self.data.mkdir(exist_ok=True)
        nothing = public_of(sign_key(7))
        self.identity = KioskIdentity(
            KioskId("kiosk-0001"), self.branch, "", self.data / "none", nothing, nothing,
            (), (public_of(sign_key(7)),),
        )  # fmt: skip
        self.down = Down(self.data, self.identity, self.clock, READERS)

    def take(self, stick: Path | Source) -> bool:
        source = FromFolder(stick) if isinstance(stick, Path) else stick
        changed = self.down.refresh(source)
        self.down.fetch_software()
        return changed

    def codes(self) -> list[str]:
        return [one.code for _, one in self.down.held.troubles(self.clock.now())]

    def content(self, kind: DownKind) -> str:
        content = self.down.held.content(kind)
        return "" if content is None else content.decode()

    def refusal(self, kind: DownKind) -> str:
        try:
            self.down.held.content(kind)
        except BoothError as error:
            return error.code
        return ""


def later(days: float, since: WallTime = NOW) -> WallTime:
    return WallTime(since + timedelta(days=days))
