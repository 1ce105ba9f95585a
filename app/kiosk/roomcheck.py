"""The room and device check: from what the devices and the live models say to lines on a screen."""

from dataclasses import replace

from app.domain.messages.screen import CheckLine
from app.kiosk.situation import DeviceSituation

SPEECH_PEAK_DB = -35.0
"""A voice at the microphone peaks above this; an empty room stays below. Measured with the demo's
speech (peaks -9..-14 dBFS) and room tone (-60 dBFS); the margin is on the safe side of both."""
DARK_LUMA = 45.0
"""Mean luma of the picture under which the room is called dark. Our own choice, well above the 20
at which a face can no longer be compared (`app.identity.facematch`); it only warns."""
BRIGHT_LUMA = 215.0
"""The same for too bright; a face above 225 can not be compared."""
ALONE_FOR_S = 2.0
"""One face and no other for this long."""
DISK_WARNS_BELOW = 2.0
"""Times the reserve: a second interview would not fit any more. Our own choice."""
PATIENCE_S = 25.0
"""A check that has not come to an end by then warns instead of holding the candidate up."""


def _camera(devices: DeviceSituation) -> CheckLine:
    state = devices.states["candidate"]
    if state == "ok":
        return CheckLine("camera", "ok", "")
    return CheckLine("camera", "checking" if state == "missing" else "failed", f"camera_{state}")


def _microphone(devices: DeviceSituation) -> CheckLine:
    state = devices.states["microphone"]
    if state in {"missing", "lost"}:
        return CheckLine("microphone", "failed", f"microphone_{state}")
    if devices.loudest_db >= SPEECH_PEAK_DB:
        return CheckLine("microphone", "ok", "")
    return CheckLine("microphone", "checking", "say_something")


def _light(devices: DeviceSituation) -> CheckLine:
    seen = devices.newest
    if seen is None:
        return CheckLine("light", "checking", "")
    if seen.brightness < DARK_LUMA:
        return CheckLine("light", "warning", "too_dark")
    if seen.brightness > BRIGHT_LUMA:
        return CheckLine("light", "warning", "too_bright")
    return CheckLine("light", "ok", "")


def _alone(devices: DeviceSituation, now_s: float) -> CheckLine:
    seen = devices.newest
    if seen is None or not seen.faces:
        return CheckLine("alone", "checking", "no_face")
    if len(seen.faces) > 1:
        return CheckLine("alone", "warning", "second_person")
    since = devices.alone_since_s
    if since is None or now_s - since < ALONE_FOR_S:
        return CheckLine("alone", "checking", "")
    return CheckLine("alone", "ok", "")


def _disk(devices: DeviceSituation) -> CheckLine:
    if devices.disk_free_bytes < devices.disk_needed_bytes:
        return CheckLine("disk", "failed", "disk_full")
    if devices.disk_free_bytes < DISK_WARNS_BELOW * devices.disk_needed_bytes:
        return CheckLine("disk", "warning", "disk_low")
    return CheckLine("disk", "ok", "")


def _network(devices: DeviceSituation) -> CheckLine:
    return (
        CheckLine("network", "ok", "")
        if devices.online
        else CheckLine("network", "warning", "offline")
    )


def room_lines(devices: DeviceSituation, now_s: float, waited_s: float) -> tuple[CheckLine, ...]:
    """Every check, in the order shown.

    Args:
        devices: as last heard of.
        now_s: session time.
        waited_s: seconds since the check began.
    """
    lines = (
        _camera(devices),
        _microphone(devices),
        _light(devices),
        _alone(devices, now_s),
        _disk(devices),
        _network(devices),
    )
    if waited_s < PATIENCE_S:
        return lines
    return tuple(replace(x, state="warning") if x.state == "checking" else x for x in lines)


def room_ready(lines: tuple[CheckLine, ...]) -> bool:
    """Whether the candidate may go on: nothing failed, nothing still being checked."""
    return all(line.state in {"ok", "warning"} for line in lines)
