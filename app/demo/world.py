"""The world around the demo's kiosk: where it runs, what its camera sees, what is said."""

from dataclasses import dataclass
from pathlib import Path

from app.demo.media import DemoMedia
from app.demo.sound import Playing, PulseRoom
from app.demo.stage import Stage
from app.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class DemoGround:
    """Where and with what the demo runs."""

    program: tuple[str, ...]
    models: Path
    resources: Path
    work: Path
    clock: Clock


@dataclass(slots=True)
class DemoWorld:
    """The stage before the camera and the voice in the room."""

    stage: Stage
    sound: PulseRoom
    media: DemoMedia
    _shown: str = ""
    _playing: Playing | None = None

    def show(self, scene: str) -> None:
        """Show a scene to the candidate's camera."""
        if scene != self._shown:
            self.stage.show(scene)
            self._shown = scene

    def speak(self, number: int) -> None:
        """Say answer `number` into the microphone; more than there are says the last."""
        speeches = self.media.speeches
        self._playing = self.sound.play(speeches[min(number, len(speeches) - 1)].wav)

    @property
    def speaking(self) -> bool:
        """Whether something is still being said."""
        return self._playing is not None and not self._playing.done
