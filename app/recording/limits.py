"""How parts are encoded."""

from dataclasses import dataclass

CAMERA_KBIT_S = 30_000
"""Motion JPEG that is written as it came may take so much a camera. Source: measured, see
docs/measurements-recording.md; web cameras over USB 2 give 15 to 30 Mbit/s at 1080p30."""


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """Settings of the encoder.

    Attributes:
        own_jpeg: write Motion JPEG as the camera sent it, where it does and as long as it keeps
            within `camera_kbit_s`; whatever else comes is encoded.
        camera_kbit_s: a camera whose own pictures take more is encoded from then on.
        encoder: FFmpeg's name of an H.264 encoder.
        preset: x264's; `ultrafast` costs about half of `superfast` and needs more bits.
        crf: x264's quality target, 0..51, smaller is better.
        max_kbit_s: never more than this, whatever the picture; averaged over a second.
        width_px, height_px: larger pictures are reduced to fit.
        frames_per_s: pictures beyond this rate are left out; 0 for none.
        keyframe_s: seconds from one keyframe to the next.
        audio_kbit_s: of the sound.
        cluster_ms: what a kill may cost, because an open cluster is in memory only.

    Source: facts measured for crf and clusters, see `docs/measurements-recording.md`.
    """

    encoder: str = "libx264"
    preset: str = "superfast"
    crf: int = 26
    max_kbit_s: int = 4000
    width_px: int = 1920
    height_px: int = 1080
    frames_per_s: float = 0.0
    keyframe_s: float = 1.0
    audio_kbit_s: int = 96
    cluster_ms: int = 200
    own_jpeg: bool = False
    camera_kbit_s: int = CAMERA_KBIT_S
