"""A disk, a network and a code reader that say what they are told to say."""

from dataclasses import dataclass, field
from pathlib import Path

from app.domain.media import Image
from app.ports.devices import DiskSpace
from app.ports.errors import DiskUnavailableError
from devices.fake.production import refuse_in_production

GIB = 1024**3


@dataclass(slots=True)
class FakeDisk:
    """A `Disk`.

    Attributes:
        free_bytes, total_bytes: what it says.
        there: False behaves like a disk that was pulled out.
    """

    free_bytes: int = 50 * GIB
    total_bytes: int = 100 * GIB
    there: bool = True

    def __post_init__(self) -> None:
        refuse_in_production("FakeDisk")

    def space(self, folder: Path) -> DiskSpace:
        """What it was told.

        Raises:
            DiskUnavailableError: it was told to be away, or the folder is.
        """
        if not self.there or not folder.exists():
            raise DiskUnavailableError(f"The disk of {folder} is not there")
        return DiskSpace(self.free_bytes, self.total_bytes)


@dataclass(slots=True)
class FakeNetwork:
    """A `Network`.

    Attributes:
        open_ports: `(host, port)` that can be reached.
    """

    open_ports: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])

    def __post_init__(self) -> None:
        refuse_in_production("FakeNetwork")

    def reachable(self, host: str, port: int, timeout_s: float) -> bool:  # noqa: ARG002 - the port's
        """Whether it was told so."""
        return (host, port) in self.open_ports


@dataclass(slots=True)
class FakeCodeReader:
    """A `CodeReader` that sees the same codes in every picture.

    Attributes:
        texts: what they say.
    """

    texts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse_in_production("FakeCodeReader")

    def read(self, image: Image) -> tuple[str, ...]:  # noqa: ARG002 - the port's
        """What it was told."""
        return tuple(dict.fromkeys(self.texts))
