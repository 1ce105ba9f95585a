"""From the best quality to the cheapest: what is stepped down when machine or disk cannot keep up.

Every rung needs less processor and fewer bytes than the one above it, so that one ladder serves
both troubles. Pass-through alone, always the highest, takes less processor than the one below it:
who steps down from it on a slow machine steps on until it can keep up. Nobody climbs up again in
the middle of a session: a rung that was too dear a minute ago would be again, and every step makes
a new part.
"""

from dataclasses import replace

from app.recording.limits import VideoLimits

SOFTWARE = "libx264"
OWN_JPEG = "camera's own Motion JPEG"
"""In words."""
SAFETY = VideoLimits(
    preset="ultrafast",
    crf=32,
    max_kbit_s=400,
    width_px=640,
    height_px=360,
    frames_per_s=10.0,
    audio_kbit_s=48,
)
"""The copy on the second disk: enough to know the face and to hear every word. Costs 0.03 core."""


def ladder(best: VideoLimits) -> tuple[VideoLimits, ...]:
    """The rungs, the given one first.

    Source of the lower rungs: `ultrafast` costs half of `superfast` (measured, see
    docs/measurements-recording.md); 720p has 0.44 of the pixels of 1080p, 480p at 15 a second an
    eighth; 15 pictures a second are the least for talking heads (ITU-T P.910).
    """
    plain = replace(best, encoder=SOFTWARE, preset="ultrafast", own_jpeg=False)
    rungs = (
        best,
        replace(best, own_jpeg=False),
        replace(plain, max_kbit_s=min(best.max_kbit_s, 2500)),
        replace(plain, max_kbit_s=min(best.max_kbit_s, 1500), width_px=1280, height_px=720),
        replace(
            plain,
            max_kbit_s=min(best.max_kbit_s, 600),
            width_px=854,
            height_px=480,
            frames_per_s=15.0,
        ),
    )
    return tuple(rung for i, rung in enumerate(rungs) if rung not in rungs[:i])


def bytes_per_s(limits: VideoLimits) -> float:
    """The most that a part with sound can take, sealing included (2 %)."""
    own = limits.camera_kbit_s if limits.own_jpeg else 0
    return (max(limits.max_kbit_s, own) + limits.audio_kbit_s) * 1000 / 8 * 1.02


def in_words(limits: VideoLimits) -> str:
    """A rung for the journal and the operator."""
    rate = f", at most {limits.frames_per_s:g}/s" if limits.frames_per_s else ""
    preset = f" {limits.preset}" if limits.encoder == SOFTWARE else ""
    own = f"{OWN_JPEG}, at most {limits.camera_kbit_s} kbit/s; else " if limits.own_jpeg else ""
    return (
        f"{own}{limits.encoder}{preset} up to {limits.width_px}x{limits.height_px}{rate}, "
        f"at most {limits.max_kbit_s} kbit/s"
    )
