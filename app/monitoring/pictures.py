"""When a camera's picture is too poor for a rule: then that is said, instead of missing in silence.

Pure. What a poor picture costs was measured (docs/measurements-monitor.md): in the dark, and where
the face is a few pixels wide, phones are missed.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median

from app.domain.media import CameraRole
from app.domain.observation import Observation, Unwatched, UnwatchedCause
from app.monitoring.settings import NOISY_SHARE
from app.monitoring.signs import face_px, noise_share


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """When a picture is too poor.

    Attributes:
        noise_share: above it a picture is too dark; see `NOISY_SHARE`.
        face_px: width of the face under which it is too coarse for phones. Source: measured, 4 of
            12 told under it by a coarse camera, 15 of 20 above.
        window_s: the median over so long counts, and there has to be so much of it.
        least_looks: and so many looks.
        better: a stretch ends where the median is better than the limit by this factor.
    """

    noise_share: float = NOISY_SHARE
    face_px: float = 75.0
    window_s: float = 5.0
    least_looks: int = 4
    better: float = 0.8


@dataclass(slots=True)
class _Camera:
    """One camera: when and how poor its looks were, 1 being the limit, and the stretch that lasts.

    Attributes:
        dark, coarse: as time and noise or smallness over the limit.
        open: by cause.
    """

    dark: deque[tuple[float, float]] = field(default_factory=deque[tuple[float, float]])
    coarse: deque[tuple[float, float]] = field(default_factory=deque[tuple[float, float]])
    open: dict[UnwatchedCause, Unwatched] = field(default_factory=dict[UnwatchedCause, Unwatched])


class PoorPictures:
    """Judges the pictures of both cameras while the candidate should be watched."""

    def __init__(self, settings: PictureSettings | None = None) -> None:
        """Nothing has been seen yet."""
        self._settings = settings or PictureSettings()
        self._cameras: dict[CameraRole, _Camera] = {}

    def take(self, seen: Observation, at_s: float) -> tuple[Unwatched, ...]:
        """Take one look.

        Args:
            seen: the look.
            at_s: its session time.

        Returns:
            The stretches that began (`end_s` None) or ended with it.
        """
        camera = self._cameras.setdefault(seen.camera, _Camera())
        limits = self._settings
        dark = noise_share(seen) / limits.noise_share
        changed = list(self._judge(camera, camera.dark, (at_s, dark), seen.camera, "too_dark"))
        if seen.camera == "candidate" and seen.faces:
            coarse = limits.face_px / max(1.0, face_px(seen, seen.faces[0]))
            look = (at_s, coarse)
            changed += self._judge(camera, camera.coarse, look, seen.camera, "too_coarse")
        return tuple(changed)

    def stop(self, at_s: float) -> tuple[Unwatched, ...]:
        """Nobody is to be watched any more: what lasts ends."""
        ended = [
            replace(span, end_s=round(at_s, 2))
            for camera in self._cameras.values()
            for span in camera.open.values()
        ]
        self._cameras.clear()
        return tuple(ended)

    def _judge(
        self,
        camera: _Camera,
        looks: deque[tuple[float, float]],
        look: tuple[float, float],
        role: CameraRole,
        cause: UnwatchedCause,
    ) -> Iterator[Unwatched]:
        limits, at_s = self._settings, look[0]
        looks.append(look)
        while len(looks) > 1 and looks[1][0] <= at_s - limits.window_s:
            looks.popleft()
        if len(looks) < limits.least_looks or looks[0][0] > at_s - limits.window_s:
            return
        poor, lasting = median(value for _, value in looks), camera.open.get(cause)
        if lasting is None and poor > 1.0:
            camera.open[cause] = Unwatched(round(looks[0][0], 2), None, role, cause)
            yield camera.open[cause]
        elif lasting is not None and poor < limits.better:
            yield replace(camera.open.pop(cause), end_s=round(at_s, 2))
