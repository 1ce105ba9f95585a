"""EfficientDet-Lite0 (COCO) as a MediaPipe task.

Source: EfficientDet (Tan et al., CVPR 2020); MediaPipe object detector model card.
"""

from collections.abc import Sequence
from pathlib import Path

from mediapipe.tasks.python import BaseOptions, vision

from app.perception.errors import VisionModelError
from app.perception.mediapipe_tasks import kept


def load_detector(
    model: Path, labels: Sequence[str], *, most: int, least_score: float
) -> vision.ObjectDetector:
    """Load it; it is held until `close_task`.

    Args:
        model: the `object_detector` file.
        labels: of COCO, those that are told.
        most: so many findings of a picture at most.
        least_score: 0..1, under which a finding is not told.

    Raises:
        VisionModelError: the file is not a model of this kind.
    """
    options = vision.ObjectDetectorOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.IMAGE,
        max_results=most,
        score_threshold=least_score,
        category_allowlist=list(labels),
    )
    try:
        return kept(vision.ObjectDetector.create_from_options(options))
    except (RuntimeError, ValueError, OSError) as error:
        raise VisionModelError(f"{model.name} cannot be loaded as object detector") from error
