"""The kiosk's settings file, `<data>/kiosk.toml`: every key with type, default, unit, meaning.

Unknown keys are refused. Every table stands for one room; nothing below `app.settings` imports this.
"""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import OperatorError
from app.ports.devices import CameraSpec, MicrophoneSpec


class SettingsRefusedError(OperatorError):
    """The settings file has an unknown key or a value that does not fit."""

    code = "SETTINGS-REFUSED"
    advice = "Correct the named key; docs/settings.md lists every key."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CameraTable(_Strict):
    """A camera."""

    source: str = Field("0", description="Device index, file, FIFO, or rtsp:// or http:// address.")
    width_px: int = Field(1280, ge=160, le=4096, description="Width asked for, pixels.")
    height_px: int = Field(720, ge=120, le=2160, description="Height asked for, pixels.")
    rate_hz: float = Field(30.0, gt=0, le=120, description="Frames a second asked for.")
    loop: bool = Field(default=False, description="Start a file again at its end.")


class MicrophoneTable(_Strict):
    """The microphone."""

    device: str = Field("", description="PortAudio device name or part of it; empty for default.")
    rate_hz: int = Field(48_000, ge=8_000, le=96_000, description="Samples a second.")


class InterviewTable(_Strict):
    """How interviews are conducted."""

    liveness_each_s: float = Field(
        8.0, ge=3, le=120, description="Seconds allowed for each liveness gesture."
    )


class ScreensTable(_Strict):
    """The windows."""

    theme: str = Field("light", pattern="^(light|dark)$", description="Colours: light or dark.")
    language: str = Field("zh", pattern="^(zh|en)$", description="Language before one is chosen.")


class SyncTable(_Strict):
    """The way to HQ."""

    poll_s: float = Field(30.0, ge=1, le=3600, description="Seconds between two looks at HQ.")


class KioskFile(_Strict):
    """The whole file."""

    camera: CameraTable = Field(default_factory=CameraTable, description="Faces the candidate.")
    room_camera: CameraTable | None = Field(
        None, description="Watches the room; leave out if none."
    )
    microphone: MicrophoneTable = Field(default_factory=MicrophoneTable)
    interview: InterviewTable = Field(default_factory=InterviewTable)
    screens: ScreensTable = Field(default_factory=ScreensTable)
    sync: SyncTable = Field(default_factory=SyncTable)

    def candidate_camera(self) -> CameraSpec:
        """The candidate's camera, for its room."""
        return CameraSpec("candidate", **self.camera.model_dump())

    def room_spec(self) -> CameraSpec | None:
        """The room camera, or None."""
        return (
            None
            if self.room_camera is None
            else CameraSpec("room", **self.room_camera.model_dump())
        )

    def microphone_spec(self) -> MicrophoneSpec:
        """The microphone, for its room."""
        return MicrophoneSpec(self.microphone.device, self.microphone.rate_hz)


def load_kiosk_file(data: Path) -> KioskFile:
    """Read `<data>/kiosk.toml`; defaults where it is missing.

    Raises:
        SettingsRefusedError: not TOML, an unknown key, or a value out of its range.
    """
    path = data / "kiosk.toml"
    if not path.exists():
        return KioskFile.model_validate({})
    try:
        return KioskFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefusedError(f"{path.name} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsRefusedError(f"{path.name}: {place}: {first['msg']}") from error
