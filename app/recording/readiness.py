"""Whether an interview can be held with what the devices gave: pure rules over the findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.recording.inspection import CameraFindings, Fault, MicrophoneFindings

FEWEST_FPS = 15.0
"""Below, lips and speech fall apart. Source: ITU-T P.910, talking heads."""
SMALLEST_PX = (640, 480)
BLURRED = 20.0
"""`app.recording.pictures.sharpness` of a face out of focus; a sharp one has 100 and more."""
NOISY_DB = -40.0
"""Noise floor, dBFS. Source: at 10 dB between speech (here about -25 dBFS) and noise the error rate
of recognition doubles (measured)."""
CLIPPED_SHARE = 0.001

Severity = Literal["failed", "warning"]
Light = Literal["dark", "ok", "bright"]
Verdict = Literal["ready", "ready_with_warnings", "not_ready"]


@dataclass(frozen=True, slots=True)
class ReadinessProblem:
    """One thing that is not as it should be.

    Attributes:
        code: stable.
        severity: `failed` (no interview can be held) or `warning`.
        text: what was found.
        advice: what to do.
    """

    code: str
    severity: Severity
    text: str
    advice: str


def fault_problem(fault: Fault, severity: Severity = "failed") -> ReadinessProblem:
    """A device's or the disk's fault as a problem."""
    return ReadinessProblem(fault.code, severity, fault.what, fault.advice)


def camera_problems(name: str, found: CameraFindings) -> Iterator[ReadinessProblem]:
    """What is wrong with a camera.

    Args:
        name: `candidate`, without which there is no interview, or `room`.
        found: what it gave.
    """
    severity: Severity = "failed" if name == "candidate" else "warning"
    what = f"The {name} camera"
    if found.fault is not None:
        yield fault_problem(found.fault, severity)
    if not found.frames:
        return
    if found.state == "frozen":
        text = f"{what} gives the same picture again and again"
        yield ReadinessProblem(
            "CAMERA-FROZEN", severity, text, "Unplug the camera and plug it in again."
        )
    if found.state == "dark":
        text = f"{what} sees next to nothing"
        yield ReadinessProblem(
            "CAMERA-DARK", severity, text, "Open its shutter and switch the light on."
        )
    yield from _mode_problems(what, found)


def _mode_problems(what: str, found: CameraFindings) -> Iterator[ReadinessProblem]:
    if found.fps < FEWEST_FPS:
        text = f"{what} gives only {found.fps:g} pictures a second"
        yield ReadinessProblem("CAMERA-SLOW", "warning", text, "Give it a USB 3 port of its own.")
    if found.width_px < SMALLEST_PX[0] or found.height_px < SMALLEST_PX[1]:
        text = f"{what} gives only {found.width_px}x{found.height_px}"
        advice = f"Choose a mode of {SMALLEST_PX[0]}x{SMALLEST_PX[1]} or more."
        yield ReadinessProblem("CAMERA-SMALL", "warning", text, advice)
    if found.state == "ok" and found.sharpness < BLURRED:
        text = f"The picture of the {what[4:]} is blurred"
        yield ReadinessProblem(
            "CAMERA-BLURRED", "warning", text, "Clean the lens and check its focus."
        )


def microphone_problems(found: MicrophoneFindings) -> Iterator[ReadinessProblem]:
    """What is wrong with the microphone."""
    if found.fault is not None:
        yield fault_problem(found.fault)
    if found.state == "silent":
        text = "The microphone gives digital silence"
        yield ReadinessProblem(
            "MICROPHONE-SILENT", "failed", text, "Check that the microphone is not muted."
        )
    if found.clipped > CLIPPED_SHARE:
        text = f"{found.clipped:.1%} of the sound is overdriven"
        yield ReadinessProblem("MICROPHONE-CLIPPING", "warning", text, "Turn the gain down.")
    if found.lost_blocks:
        text = f"{found.lost_blocks} blocks of sound were lost"
        yield ReadinessProblem("MICROPHONE-GAPS", "warning", text, "Close other programs.")


def is_quiet(found: MicrophoneFindings) -> bool | None:
    """Whether the room is quiet; None when nothing was heard."""
    return found.noise_floor_db <= NOISY_DB if found.blocks else None


def room_problems(light: Light | None, found: MicrophoneFindings) -> Iterator[ReadinessProblem]:
    """What is wrong with the room.

    Args:
        light: at the candidate's place; None when it was not seen.
        found: what the microphone gave.
    """
    if light == "dark":
        text = "The candidate's place is dark"
        yield ReadinessProblem("ROOM-DARK", "warning", text, "Switch a light on.")
    if light == "bright":
        text = "The candidate's picture is overexposed"
        yield ReadinessProblem("ROOM-BRIGHT", "warning", text, "Close the blinds.")
    if is_quiet(found) is False:
        text = f"The noise floor is {found.noise_floor_db:g} dBFS"
        yield ReadinessProblem("ROOM-NOISY", "warning", text, "Close the door and switch fans off.")


def verdict_of(problems: list[ReadinessProblem]) -> Verdict:
    """What it comes to."""
    if any(problem.severity == "failed" for problem in problems):
        return "not_ready"
    return "ready_with_warnings" if problems else "ready"
