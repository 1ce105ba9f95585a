"""The kiosk's settings file, `<data>/kiosk.toml`: every key with type, default, unit, meaning.

Unknown keys are refused. Every table stands for one room; no room imports this.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.domain.errors import OperatorError
from app.domain.identity import CHALLENGES, OTHERS_ALLOWED, Challenge, ConfirmMatch
from app.ports.devices import CameraSpec, MicrophoneSpec


class SettingsRefusedError(OperatorError):
    """The settings file has an unknown key or a value that does not fit."""

    code = "SETTINGS-REFUSED"
    advice = "Correct the named key; docs/settings.md lists every key."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CameraTable(_Strict):
    """A camera."""

    source: Annotated[
        str,
        Field(
            description="Camera's identity as booth check lists it (usb:...: outlasts unplugging),"
            " device index, file, FIFO, or rtsp://, http:// or tcp:// address."
        ),
    ] = "0"
    width_px: Annotated[
        int,
        Field(
            ge=160,
            le=4096,
            description="Width asked for, pixels; what a camera refuses is asked for smaller.",
        ),
    ] = 1280
    height_px: Annotated[int, Field(ge=120, le=2160, description="Height asked for, pixels.")] = 720
    rate_hz: Annotated[float, Field(gt=0, le=120, description="Frames a second asked for.")] = 30.0
    loop: Annotated[bool, Field(description="Start a file again at its end.")] = False


class CandidateCameraTable(CameraTable):
    """The camera that faces the candidate: full HD, unless it or this PC cannot."""

    width_px: Annotated[int, Field(ge=160, le=4096, description="Width asked for, pixels.")] = 1920
    height_px: Annotated[int, Field(ge=120, le=2160, description="Height asked for, pixels.")] = (
        1080
    )


class MicrophoneTable(_Strict):
    """The microphone."""

    device: Annotated[
        str, Field(description="PortAudio device name or part of it; empty for default.")
    ] = ""
    rate_hz: Annotated[int, Field(ge=8_000, le=96_000, description="Samples a second.")] = 48_000


class InterviewTable(_Strict):
    """How interviews are conducted."""

    liveness_each_s: Annotated[
        float, Field(ge=3, le=120, description="Seconds allowed for each liveness gesture.")
    ] = 8.0
    gestures: Annotated[
        tuple[Challenge, ...],
        Field(
            min_length=2,
            description="Gestures that may be asked for; four are drawn, a turn among them.",
        ),
    ] = CHALLENGES
    other_gestures: Annotated[
        int,
        Field(
            ge=0,
            le=100,
            description="Turns of the head and open mouths that may be made without being asked "
            "for; one more, and the movements are asked for again.",
        ),
    ] = OTHERS_ALLOWED
    confirm_match: Annotated[
        ConfirmMatch,
        Field(
            description="When a person compares card and face although they match. unsure: where "
            "the score is not so high that the engine alone can be relied on; always; never."
        ),
    ] = "unsure"
    screen_light: Annotated[
        bool,
        Field(
            description="The edge of the screen changes its colour during the gestures, and the "
            "face has to answer it; once that works at this kiosk a person looks where it does not."
        ),
    ] = True


class ScreensTable(_Strict):
    """The windows."""

    theme: Annotated[Literal["light", "dark"], Field(description="Colours: light or dark.")] = (
        "light"
    )
    language: Annotated[
        Literal["zh", "en"], Field(description="Language before one is chosen.")
    ] = "zh"


class RecordingTable(_Strict):
    """How interviews are recorded."""

    safety_folder: Annotated[
        str,
        Field(
            description="Folder on a second disk for a low-rate copy, which fills holes at HQ and "
            "is removed with HQ's receipt; empty for none."
        ),
    ] = ""
    max_kbit_s: Annotated[
        int, Field(ge=300, le=50_000, description="Most that one camera may take, kbit/s.")
    ] = 4000
    encoder: Annotated[
        Literal["auto", "camera", "libx264"],
        Field(
            description="auto: hardware where it proves itself, else software, else as camera; "
            "camera: Motion JPEG as the camera sends it, ten times the disk; else as auto; "
            "libx264: software always."
        ),
    ] = "auto"


class PcTable(_Strict):
    """What this PC may be like during an interview."""

    displays: Annotated[
        int,
        Field(ge=1, le=8, description="Displays that may be connected; more are an alert."),
    ] = 2
    virtual_camera: Annotated[
        bool,
        Field(description="Allow a camera that is a program (OBS and the like); refused else."),
    ] = False


class MonitorTable(_Strict):
    """What the live monitor tells."""

    notes: Annotated[
        bool,
        Field(
            description="Tell papers, a book or a tablet in the candidate's hand; switch it off "
            "where the bank hands out something to read."
        ),
    ] = True
    reads_elsewhere: Annotated[
        bool,
        Field(
            description="Experimental, not measured: tell eyes that go along lines while the "
            "candidate speaks."
        ),
    ] = False


class SyncTable(_Strict):
    """The way to HQ."""

    poll_s: Annotated[
        float, Field(ge=1, le=3600, description="Seconds between two looks at HQ.")
    ] = 30.0


class KioskFile(_Strict):
    """The whole file."""

    camera: CandidateCameraTable = CandidateCameraTable()
    room_camera: Annotated[
        CameraTable | None, Field(description="Watches the room; leave out if none.")
    ] = None
    microphone: MicrophoneTable = MicrophoneTable()
    interview: InterviewTable = InterviewTable()
    recording: RecordingTable = RecordingTable()
    screens: ScreensTable = ScreensTable()
    pc: PcTable = PcTable()
    monitor: MonitorTable = MonitorTable()
    sync: SyncTable = SyncTable()

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


OWN_TABLES = ("camera", "room_camera", "microphone")
"""What hangs on this PC is nobody's business but its own."""
OWN_KEYS = (("recording", "safety_folder"),)


def load_kiosk_file(data: Path, from_hq: bytes | None = None) -> KioskFile:
    """Read `<data>/kiosk.toml`; defaults where it is missing.

    Args:
        data: the kiosk's folder.
        from_hq: headquarters' settings, whose keys win over the same keys of the file.

    Raises:
        SettingsRefusedError: not TOML, an unknown key, or a value out of its range.
    """
    path = data / "kiosk.toml"
    own = _tables(path.read_bytes(), path.name) if path.exists() else {}
    if from_hq is not None:
        for name, table in _tables(from_hq, HQ_NAME).items():
            held = own.get(name)
            own[name] = {**held, **table} if isinstance(held, dict) else table
    return _read(own, path.name)


HQ_NAME = "headquarters' settings"


def read_hq_settings(untrusted: bytes) -> KioskFile:
    """Settings that headquarters publishes for its kiosks.

    Raises:
        SettingsRefusedError: as `load_kiosk_file`, or they set what is the kiosk's own.
    """
    tables = _tables(untrusted, HQ_NAME)
    for name in OWN_TABLES:
        if name in tables:
            raise SettingsRefusedError(f"{HQ_NAME}: {name} is the kiosk's own")
    for name, key in OWN_KEYS:
        if key in tables.get(name, {}):
            raise SettingsRefusedError(f"{HQ_NAME}: {name}.{key} is the kiosk's own")
    return _read(tables, HQ_NAME)


def _tables(untrusted: bytes, name: str) -> dict[str, dict[str, object]]:
    try:
        found: dict[str, object] = tomllib.loads(untrusted.decode("utf-8"))
        return TypeAdapter(dict[str, dict[str, object]]).validate_python(found)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsRefusedError(f"{name} is not TOML: {error}") from error
    except ValidationError as error:
        raise _refused(name, error) from error


def _read(tables: dict[str, dict[str, object]], name: str) -> KioskFile:
    try:
        return KioskFile.model_validate(tables)
    except ValidationError as error:
        raise _refused(name, error) from error


def _refused(name: str, error: ValidationError) -> SettingsRefusedError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return SettingsRefusedError(f"{name}: {place}: {first['msg']}")
