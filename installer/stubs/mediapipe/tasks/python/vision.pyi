# The part of mediapipe.tasks.python.vision 0.10.33 that is used.
from enum import Enum

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions
from numpy.typing import NDArray

class RunningMode(Enum):
    IMAGE = "IMAGE"
    VIDEO = "VIDEO"

class NormalizedLandmark:
    x: float
    y: float
    z: float

class Category:
    category_name: str
    score: float

class BoundingBox:
    origin_x: int
    origin_y: int
    width: int
    height: int

class Detection:
    bounding_box: BoundingBox
    categories: list[Category]

class FaceLandmarkerResult:
    face_landmarks: list[list[NormalizedLandmark]]
    face_blendshapes: list[list[Category]]
    facial_transformation_matrixes: list[NDArray[np.float32]]

class FaceLandmarkerOptions:
    def __init__(
        self,
        base_options: BaseOptions,
        running_mode: RunningMode = ...,
        num_faces: int = 1,
        min_face_detection_confidence: float = 0.5,
        min_face_presence_confidence: float = 0.5,
        min_tracking_confidence: float = 0.5,
        output_face_blendshapes: bool = False,
        output_facial_transformation_matrixes: bool = False,
    ) -> None: ...

class FaceLandmarker:
    @classmethod
    def create_from_options(cls, options: FaceLandmarkerOptions) -> FaceLandmarker: ...
    def detect(self, image: mp.Image) -> FaceLandmarkerResult: ...
    def detect_for_video(self, image: mp.Image, timestamp_ms: int) -> FaceLandmarkerResult: ...
    def close(self) -> None: ...

class HandLandmarkerResult:
    hand_landmarks: list[list[NormalizedLandmark]]

class HandLandmarkerOptions:
    def __init__(
        self,
        base_options: BaseOptions,
        running_mode: RunningMode = ...,
        num_hands: int = 1,
        min_hand_detection_confidence: float = 0.5,
        min_hand_presence_confidence: float = 0.5,
    ) -> None: ...

class HandLandmarker:
    @classmethod
    def create_from_options(cls, options: HandLandmarkerOptions) -> HandLandmarker: ...
    def detect(self, image: mp.Image) -> HandLandmarkerResult: ...
    def close(self) -> None: ...

class ObjectDetectorResult:
    detections: list[Detection]

class ObjectDetectorOptions:
    def __init__(
        self,
        base_options: BaseOptions,
        running_mode: RunningMode = ...,
        max_results: int | None = -1,
        score_threshold: float | None = 0.0,
        category_allowlist: list[str] | None = None,
    ) -> None: ...

class ObjectDetector:
    @classmethod
    def create_from_options(cls, options: ObjectDetectorOptions) -> ObjectDetector: ...
    def detect(self, image: mp.Image) -> ObjectDetectorResult: ...
    def close(self) -> None: ...

class FaceDetectorResult:
    detections: list[Detection]

class FaceDetectorOptions:
    def __init__(
        self,
        base_options: BaseOptions,
        running_mode: RunningMode = ...,
        min_detection_confidence: float | None = 0.5,
    ) -> None: ...

class FaceDetector:
    @classmethod
    def create_from_options(cls, options: FaceDetectorOptions) -> FaceDetector: ...
    def detect(self, image: mp.Image) -> FaceDetectorResult: ...
    def close(self) -> None: ...
