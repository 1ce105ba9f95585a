"""What a network camera's H.264 may be: of either matrix and range, planes are always the same."""

import av
import cv2
import numpy as np
import pytest

from devices.planes import planes_of, planes_of_frame

RED = (60, 40, 200)
"""BGR."""
MATRIX = {1: (0.2126, 0.0722), 2: (0.299, 0.114), 5: (0.299, 0.114), 6: (0.299, 0.114)}
"""Weights of red and blue. Source: ITU-R BT.709, BT.601."""


def frame(colorspace: int, color_range: int, size: tuple[int, int] = (64, 48)) -> av.VideoFrame:
    """Red, as a camera of that matrix and range sends it."""
    width, height = size
    of_red, of_blue = MATRIX[colorspace]
    blue, green, red = RED
    luma = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    chroma = (blue - luma) / (2 * (1 - of_blue)), (red - luma) / (2 * (1 - of_red))
    gain = (1.0, 1.0, 0.0) if color_range == 2 else (219 / 255, 224 / 255, 16.0)
    planes = np.empty((height * 3 // 2, width), np.uint8)
    planes[:height] = round(gain[2] + gain[0] * luma)
    planes[height : height * 5 // 4] = round(128 + gain[1] * chroma[0])
    planes[height * 5 // 4 :] = round(128 + gain[1] * chroma[1])
    made = av.VideoFrame.from_ndarray(planes, "yuvj420p" if color_range == 2 else "yuv420p")
    made.colorspace, made.color_range = colorspace, color_range
    return made


@pytest.mark.parametrize("color_range", [1, 2])
@pytest.mark.parametrize("colorspace", MATRIX)
def test_matrix_and_range_are_brought_to_ours(colorspace: int, color_range: int) -> None:
    wanted = planes_of(np.full((48, 64, 3), RED, np.uint8))
    given = planes_of_frame(frame(colorspace, color_range))
    assert given.shape == wanted.shape
    assert np.abs(given.astype(int) - wanted.astype(int)).max() <= 2


def test_other_formats_and_odd_sides() -> None:
    image = np.full((49, 65, 3), RED, np.uint8)
    odd = av.VideoFrame.from_ndarray(image, "bgr24")
    back = cv2.cvtColor(planes_of_frame(odd), cv2.COLOR_YUV2BGR_I420)
    assert back.shape == (48, 64, 3)
    assert np.abs(back.astype(int) - image[:48, :64]).max() <= 3
    finer = frame(5, 1).reformat(format="yuv422p10le")
    back = cv2.cvtColor(planes_of_frame(finer), cv2.COLOR_YUV2BGR_I420)
    assert np.abs(back.astype(int) - np.full((48, 64, 3), RED)).max() <= 4
