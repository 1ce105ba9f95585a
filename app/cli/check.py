"""`booth check [--seconds N]`: devices, room, disk, network."""

import argparse
import importlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.cli.check_down import down_lines, down_told, look_at_down
from app.cli.check_keys import key_problems, keys_line, look_at_keys
from app.cli.check_pc import look_at_pc, pc_line, pc_problems
from app.cli.command import Command, Context, Outcome
from app.cli.measured import line, told
from app.domain.errors import BoothError
from app.domain.media import CameraRole
from app.kiosk.roomcheck import BRIGHT_LUMA, DARK_LUMA
from app.ports.devices import CameraFound, CameraSpec, MicrophoneSpec
from app.recording.inspection import (
    CameraFindings,
    Fault,
    MicrophoneFindings,
    inspect_camera,
    inspect_microphone,
)
from app.recording.readiness import (
    Light,
    ReadinessProblem,
    camera_problems,
    fault_problem,
    is_quiet,
    microphone_problems,
    room_problems,
    verdict_of,
)
from app.sync.monitor_measured import kept

GIB = 1024**3
RESERVE_GIB = 5.0
"""An interview of 45 minutes by both cameras at the encoder's highest rate (4 Mbit/s each) takes
2.5 GiB: room for two."""
LONGEST_S = 3600.0
LAST_PORT = 65535
HQ_WITHIN_S = 3.0
_ALWAYS_KNOWN = frozenset({"source", "device", "state", "fault"})


@dataclass(frozen=True, slots=True)
class DiskFindings:
    """The disk that holds the kiosk's data.

    Attributes:
        folder: the data folder, or the nearest folder above it that exists.
        free_gib, total_gib, reserve_gib: in GiB.
        enough: at least the reserve is free.
        fault: None when the disk could be asked.
    """

    folder: str
    free_gib: float
    total_gib: float
    reserve_gib: float
    enough: bool
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class NetworkFindings:
    """The way to headquarters.

    Attributes:
        hq: `host:port`; None when none was given.
        reachable: whether it answered; None when it was not asked.
    """

    hq: str | None
    reachable: bool | None


def _between(text: str, most: float) -> float:
    value = float(text)
    if not 0 < value <= most:
        raise ValueError(text)
    return value


def _seconds(text: str) -> float:
    return _between(text, LONGEST_S)


def _gib(text: str) -> float:
    return _between(text, 1e9)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not 0 < int(port) <= LAST_PORT:
        raise ValueError(text)
    return host.strip("[]"), int(port)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=_seconds, default=5.0, metavar="N", help="how long")
    parser.add_argument(
        "--camera",
        default="0",
        metavar="SRC",
        help="identity (as listed), index, file, FIFO or address (default 0)",
    )
    parser.add_argument(
        "--room", metavar="SRC", help="the camera that watches the room, if any: the same"
    )
    parser.add_argument(
        "--program",
        action="store_true",
        help="only whether this version of the program can start here; no device is opened",
    )
    parser.add_argument("--data", type=Path, help="the kiosk's folder")
    parser.add_argument(
        "--microphone", default="", metavar="NAME", help="the device, or part of its name"
    )
    parser.add_argument("--hq", type=_address, metavar="HOST:PORT", help="headquarters' address")
    parser.add_argument(
        "--reserve-gib",
        type=_gib,
        default=RESERVE_GIB,
        metavar="N",
        help=f"free space that interviews need (default {RESERVE_GIB:g})",
    )


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    data_folder: Path = arguments.data or context.data
    context = replace(context, data=data_folder)
    if arguments.program:
        program: Outcome = importlib.import_module("app.cli.check_program").program_outcome(
            context, data_folder
        )
        return program
    cameras = context.devices.list_cameras()
    candidate, room, microphone = _inspect(arguments, context)
    disk, network = _disk(arguments.reserve_gib, context), _network(arguments.hq, context)
    pc = look_at_pc(arguments, context, cameras)
    light = _light(candidate)
    measured = next(reversed(kept(context.data)), None)
    keys, down = look_at_keys(context.data), look_at_down(context)
    problems = [
        *camera_problems("candidate", candidate),
        *(() if room is None else camera_problems("room", room)),
        *microphone_problems(microphone),
        *room_problems(light, microphone),
        *_disk_problems(disk),
        *_network_problems(network),
        *pc_problems(pc),
        *key_problems(keys),
        *down.problems,
    ]
    data: dict[str, object] = {
        "devices": {
            "found": [asdict(camera) for camera in cameras],
            "candidate": _told(candidate),
            "room": None if room is None else _told(room),
            "microphone": _told(microphone),
        },
        "room": {
            "brightness": candidate.brightness if candidate.frames else None,
            "light": light,
            "noise_floor_db": microphone.noise_floor_db if microphone.blocks else None,
            "quiet": is_quiet(microphone),
        },
        "disk": asdict(disk),
        "network": asdict(network),
        "pc": asdict(pc),
        "keys": asdict(keys),
        "down": down_told(down),
        "monitor": told(measured),
        "verdict": verdict_of(problems),
        "problems": [asdict(problem) for problem in problems],
    }
    found = [("candidate", candidate), *([] if room is None else [("room", room)])]
    lines = [
        *(_found_line(camera) for camera in cameras),
        *(_camera_line(name, camera) for name, camera in found),
    ]
    lines += [pc_line(pc), *keys_line(keys), *down_lines(down), line(measured, context.clock.now())]
    return Outcome(data, "\n".join([*lines, *_other_lines(microphone, disk, problems)]))


def _inspect(
    arguments: argparse.Namespace, context: Context
) -> tuple[CameraFindings, CameraFindings | None, MicrophoneFindings]:
    """All devices at the same time, as an interview uses them."""
    devices, clock, seconds = context.devices, context.clock, float(arguments.seconds)

    def camera(role: CameraRole, source: str) -> CameraFindings:
        spec = CameraSpec(role, source, loop=True)
        return inspect_camera(devices.open_camera, spec, clock, seconds)

    def microphone() -> MicrophoneFindings:
        spec = MicrophoneSpec(str(arguments.microphone))
        return inspect_microphone(devices.open_microphone, spec, clock, seconds)

    with ThreadPoolExecutor(3) as pool:
        heard = pool.submit(microphone)
        facing = pool.submit(camera, "candidate", str(arguments.camera))
        watching: Future[CameraFindings] | None = (
            pool.submit(camera, "room", str(arguments.room)) if arguments.room else None
        )
        return facing.result(), None if watching is None else watching.result(), heard.result()


def _disk(reserve_gib: float, context: Context) -> DiskFindings:
    data = context.data
    folder = next((path for path in (data, *data.parents) if path.exists()), data)
    try:
        space = context.devices.disk.space(folder)
    except BoothError as error:
        fault = Fault(error.code, error.what, error.advice)
        return DiskFindings(str(folder), 0.0, 0.0, reserve_gib, enough=False, fault=fault)
    return DiskFindings(
        str(folder),
        round(space.free_bytes / GIB, 1),
        round(space.total_bytes / GIB, 1),
        reserve_gib,
        enough=space.free_bytes >= reserve_gib * GIB,
        fault=None,
    )


def _network(address: tuple[str, int] | None, context: Context) -> NetworkFindings:
    if address is None:
        return NetworkFindings(None, None)
    host, port = address
    reachable = context.devices.network.reachable(host, port, HQ_WITHIN_S)
    return NetworkFindings(f"{host}:{port}", reachable)


def _light(candidate: CameraFindings) -> Light | None:
    if not candidate.frames:
        return None
    if candidate.brightness < DARK_LUMA:
        return "dark"
    return "bright" if candidate.brightness > BRIGHT_LUMA else "ok"


def _disk_problems(disk: DiskFindings) -> Iterator[ReadinessProblem]:
    if disk.fault is not None:
        yield fault_problem(disk.fault)
    elif not disk.enough:
        text = f"{disk.free_gib:g} GiB are free, {disk.reserve_gib:g} are needed"
        advice = "Free space, or send what waits in the outbox to headquarters."
        yield ReadinessProblem("DISK-LOW", "failed", text, advice)


def _network_problems(network: NetworkFindings) -> Iterator[ReadinessProblem]:
    if network.reachable is False:
        text = f"Headquarters at {network.hq} cannot be reached"
        advice = "Interviews can be held; have the network looked at before the day ends."
        yield ReadinessProblem("HQ-UNREACHABLE", "warning", text, advice)


def _told(found: CameraFindings | MicrophoneFindings) -> dict[str, object]:
    """The findings; None in place of every figure that was not measured."""
    told = asdict(found)
    if found.state == "missing":
        told.update({key: None for key in told if key not in _ALWAYS_KNOWN})
    return told


def _found_line(camera: CameraFound) -> str:
    """The camera and, of each pixel format, the sizes with their rates."""
    by_pixels: dict[str, list[str]] = {}
    for mode in camera.modes:
        rate = f"@{mode.rate_hz:g}" if mode.rate_hz else ""
        by_pixels.setdefault(mode.pixels, []).append(f"{mode.width_px}x{mode.height_px}{rate}")
    told = "; ".join(f"{pixels} {' '.join(sizes)}" for pixels, sizes in by_pixels.items())
    return f"found: {camera.identity} ({camera.name}), {told or 'modes not told'}"


def _camera_line(name: str, found: CameraFindings) -> str:
    if not found.frames:
        return f"{name} camera: {found.state}"
    size = f"{found.width_px}x{found.height_px}"
    return (
        f"{name} camera: {found.state}, {size}, {found.fps:g} pictures a second,"
        f" brightness {found.brightness:g}, sharpness {found.sharpness:g}"
        f"; opened: {found.device} {found.mode}"
    )


def _other_lines(
    microphone: MicrophoneFindings, disk: DiskFindings, problems: list[ReadinessProblem]
) -> list[str]:
    heard = f"microphone: {microphone.state}"
    if microphone.blocks:
        levels = f"{microphone.level_db:g} dBFS, noise floor {microphone.noise_floor_db:g} dBFS"
        heard = f"{heard}, {levels}"
    return [
        heard,
        f"disk: {disk.free_gib:g} GiB free of {disk.total_gib:g} GiB",
        *(f"{item.severity}: {item.code}: {item.text}. {item.advice}" for item in problems),
        f"verdict: {verdict_of(problems).replace('_', ' ')}",
    ]


COMMAND = Command(_add_arguments, _run)
