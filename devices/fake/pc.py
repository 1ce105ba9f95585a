"""A PC that is as it is told to be."""

from dataclasses import dataclass, field, replace

from app.ports.pc import PcLook
from devices.fake.production import refuse_in_production


@dataclass(slots=True)
class FakePc:
    """A `Pc`.

    Attributes:
        now: how it is; of its programs those asked for are told.
    """

    now: PcLook = field(default_factory=lambda: PcLook(displays=("HDMI-A-1",), usb=()))

    def __post_init__(self) -> None:
        refuse_in_production("FakePc")

    def look(self, programs: frozenset[str]) -> PcLook:
        """What it was told."""
        return replace(self.now, programs=self.now.programs & programs)
