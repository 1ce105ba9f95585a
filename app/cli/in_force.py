"""The rules that interviews are held by: read between two of them, never in the middle of one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.bundle.durable import write_durably
from app.cli.down_applied import Applied
from app.domain.analysis import AnalysisPart
from app.domain.messages.analyst import UseRules
from app.kiosk.conduct import ConductSettings
from app.kiosk.surroundings import PcPolicy
from app.kiosk.visits import Renewed
from app.settings.kiosk import KioskFile

LEXICON: Final = "lexicon-in-use.toml"
"""A copy: the publication it came from may be taken away while an interview runs."""
Conducted = Callable[[KioskFile], ConductSettings]


@dataclass(slots=True)
class InForce:
    """Policy, settings and lexicon of the interview that runs, or comes next.

    Attributes:
        applied: what headquarters publishes.
        data: the kiosk's folder.
        resources: of the shipped lexicon.
        file: the settings, within the policy.
        off: parts of the analysis that are turned off.
        lexicon: file of the lexicon; empty for the shipped one.
    """

    applied: Applied
    data: Path
    resources: Path
    file: KioskFile = field(init=False)
    off: tuple[AnalysisPart, ...] = ()
    lexicon: str = ""
    _words: bytes | None = None

    def __post_init__(self) -> None:
        self._read()

    def rules(self) -> UseRules:
        """What the analyst needs of it."""
        return UseRules(str(self.resources), self.lexicon, self.off)

    def pc(self) -> PcPolicy:
        """What the PC may be like."""
        return PcPolicy(self.file.pc.displays, self.file.pc.virtual_camera)

    def renew(self, conducted: Conducted) -> Renewed | None:
        """Read them again, before an interview begins.

        Args:
            conducted: how interviews are conducted with such settings.

        Returns:
            What changed; None when nothing did.

        Raises:
            SettingsRefusedError: the kiosk's own settings cannot be read.
        """
        before = self.file, self.off, self._words
        self._read()
        if before == (self.file, self.off, self._words):
            return None
        return Renewed(conducted(self.file), self.pc(), self.rules(), tuple(self.applied.notes))

    def _read(self) -> None:
        self.file = self.applied.settings(self.data)
        self.off = tuple(self.applied.policy().analysis.off)
        self._words = self.applied.content("lexicon")
        self.lexicon = ""
        if self._words is not None:
            write_durably(self.data / LEXICON, self._words)
            self.lexicon = str(self.data / LEXICON)
