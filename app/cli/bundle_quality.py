"""A quality certificate as lines of text."""

from collections.abc import Iterator

from app.domain.quality import QualityCertificate, RecorderTally, verdict

_VERDICTS = {
    "whole": "recorded without a gap",
    "gaps": "recorded with gaps",
    "unmeasured": "not measured",
}


def quality_lines(certificate: QualityCertificate) -> list[str]:
    """What the kiosk certifies about its recording, for people."""
    lines = [f"recording: {_VERDICTS[verdict(certificate)]}"]
    for number, run in enumerate(certificate.runs, 1):
        lines.extend(_run_lines(number, run))
    for gap in certificate.gaps:
        took_s = gap.ends_at_s - gap.starts_at_s
        lines.append(
            f"  gap: {gap.device} at {gap.starts_at_s:.2f} s for {took_s:.2f} s ({gap.cause})"
        )
    lines.extend(
        f"  step: {step.camera} at {step.at_s:.1f} s to {step.profile} ({step.reason})"
        for step in certificate.steps
    )
    for mark in certificate.marks:
        room, sound = _ms(mark.room_ms), _ms(mark.sound_ms)
        why = f" ({mark.reason})" if mark.reason else ""
        lines.append(f"  flash and beep: room camera {room}, sound {sound} after the flash{why}")
    if certificate.encoder is not None:
        lines.append(f"  encoder: {certificate.encoder.encoder}; {certificate.encoder.reason}")
    if certificate.priority:
        lines.append(f"  priority of the recorder: {certificate.priority}")
    return lines


def _run_lines(number: int, run: RecorderTally) -> Iterator[str]:
    for camera in run.cameras:
        rate = camera.sealed_bytes * 8 / 1000 / camera.recorded_s if camera.recorded_s else 0.0
        yield (
            f"  run {number}, {camera.camera} camera ({camera.device}): "
            f"{camera.expected} expected, {camera.captured} captured, {camera.encoded} written, "
            f"{camera.late} late, {camera.missed} missed, {camera.dropped} dropped, "
            f"{rate:.0f} kbit/s"
        )
    if run.sound is not None:
        drift = "not measured" if run.sound.drift_ppm is None else f"{run.sound.drift_ppm} ppm"
        yield (
            f"  run {number}, microphone ({run.sound.device}): "
            f"{run.sound.expected} blocks expected, "
            f"{run.sound.captured} captured, {run.sound.lost} lost, "
            f"{run.sound.filled_s:.2f} s of silence put in, drift {drift}"
        )
    cores = run.cpu_s / run.wall_s if run.wall_s else 0.0
    hot = "not measured" if run.temperature_c is None else f"{run.temperature_c:.0f} C"
    wake = "not measured" if run.wake_p99_ms is None else f"{run.wake_p99_ms} ms"
    yield (
        f"  run {number}, machine: {cores:.2f} core, woke at most {wake} late (p99), slowest sync "
        f"{run.slowest_sync_s * 1000:.0f} ms, {run.memory_bytes // 1_000_000} MB, temperature {hot}"
    )


def _ms(value: float | None) -> str:
    return "not measured" if value is None else f"{value:+.1f} ms"
