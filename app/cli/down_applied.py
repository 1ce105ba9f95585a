"""What headquarters publishes, put in its place: over the shipped files and the kiosk's own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.cli.command import Context
from app.domain.down import DownKind
from app.domain.errors import BoothError, ConsentVersionError
from app.domain.language_pack import LanguagePack, read_language_pack
from app.kiosk.consent import ConsentForm
from app.perception.catalogue import ModelCatalogue
from app.ports.clock import Clock
from app.settings.kiosk import KioskFile, SettingsRefusedError, load_kiosk_file
from app.settings.policy import STRICTEST, Policy, read_policy
from app.sync.down_errors import DownModelsError, PolicyExpiredError
from app.sync.down_held import HeldDown
from app.sync.identity import load_kiosk


@dataclass(frozen=True, slots=True)
class Applied:
    """What is in force at one kiosk, asked for whenever a process starts.

    Attributes:
        notes: what could not be put in its place, for the operator.
    """

    held: HeldDown
    notes: list[BoothError] = field(default_factory=list[BoothError])

    @classmethod
    def at(cls, data: Path) -> "Applied":
        """At the kiosk whose data folder this is.

        Raises:
            NotEnrolledError: it belongs to no HQ.
        """
        return cls(HeldDown(data, load_kiosk(data).branch))

    def content(self, kind: DownKind) -> bytes | None:
        """The content in force, verified; None when the shipped one holds, or it was altered."""
        try:
            return self.held.content(kind)
        except BoothError as error:
            self._note(error)
            return None

    def path(self, kind: DownKind) -> str:
        """The same, its file; empty for none."""
        return "" if self.content(kind) is None else str(self.held.path(kind))

    def languages(self) -> LanguagePack:
        """The language pack in force; nothing where there is none, or it cannot be read."""
        content = self.content("language")
        try:
            return {} if content is None else read_language_pack(content, "language")
        except BoothError as error:
            self._note(error)
            return {}

    def consent(self, folder: Path) -> ConsentForm:
        """The consent form: the program's own, and the language pack's.

        Raises:
            ConsentTextError: one of the program's own is not a form.
        """
        further = {
            tag: words.consent
            for tag, words in self.languages().items()
            if words.consent is not None
        }
        form = ConsentForm(folder, further)
        if form.left_out:
            self._note(ConsentVersionError(f"Not offered: {', '.join(form.left_out)}"))
        return form

    def policy(self) -> Policy:
        """The policy in force: the strictest where there is one that cannot be read."""
        try:
            content = self.held.content("policy")
            return Policy() if content is None else read_policy(content)
        except BoothError as error:
            self._note(error)
            return STRICTEST

    def settings(self, data: Path) -> KioskFile:
        """The kiosk's settings, with headquarters' over them and within its policy.

        Raises:
            SettingsRefusedError: the kiosk's own cannot be read.
        """
        try:
            file = load_kiosk_file(data, self.content("settings"))
        except SettingsRefusedError as error:
            file = load_kiosk_file(data)
            self._note(error)
        return self.policy().held_to(file)

    def models(self, context: Context) -> str:
        """Headquarters' list of models, if every file that it names is here; empty else."""
        path = self.path("models")
        if not path:
            return ""
        try:
            listed = ModelCatalogue(context.models, context.resources, listed=Path(path))
            if missing := listed.missing():
                raise DownModelsError(f"Not here: {', '.join(missing)}")
        except BoothError as error:
            self._note(error)
            return ""
        return path

    def may_begin(self, clock: Clock) -> Callable[[], None]:
        """Asked before an interview begins; raises `PolicyExpiredError` when none may."""

        def ask() -> None:
            try:
                content = self.held.content("policy")
                required = content is not None and read_policy(content).interview.required
            except BoothError as error:
                told = f"The policy held here cannot be read ({error.code})"
                raise PolicyExpiredError(told) from error
            if required and self.held.ended("policy", clock.now()):
                raise PolicyExpiredError("The policy that interviews need has ended")

        return ask

    def _note(self, error: BoothError) -> None:
        if all(error.code != known.code for known in self.notes):
            self.notes.append(error)
