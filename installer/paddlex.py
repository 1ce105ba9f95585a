"""Writes the `inference.yml` that PaddleX wants beside an ONNX file.

The file is JSON, which is YAML as well, so that its bytes depend on nothing but the content.
Source: the pre- and post-processing of PP-OCR's own model folders (PaddleOCR 3).
"""

import json
from collections.abc import Iterator

from installer.errors import DigestDiffersError

_VARINT, _I64, _BYTES, _I32 = 0, 1, 2, 5
_METADATA_PROPS = 14
"""Field number of `ModelProto.metadata_props` in onnx.proto."""
_DELETE, _LAST_CONTROL = 0x7F, 0xA0
_UNPRINTABLE = "\u2028\u2029\ufeff"


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The length-delimited fields of one protobuf message, the others skipped."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _BYTES:
            length, at = _varint(data, at)
            yield key >> 3, data[at : at + length]
            at += length
        elif kind == _VARINT:
            _, at = _varint(data, at)
        elif kind in {_I64, _I32}:
            at += 8 if kind == _I64 else 4
        else:
            raise DigestDiffersError("The ONNX file is not a protobuf message")


def characters(onnx: bytes) -> list[str]:
    """The characters a recogniser knows, from its metadata (key `character`).

    Raises:
        DigestDiffersError: the file holds none.
    """
    for number, value in _fields(memoryview(onnx)):
        if number == _METADATA_PROPS:
            entry = {part: bytes(text).decode("utf-8") for part, text in _fields(value)}
            if entry.get(1) == "character":
                return entry[2].splitlines()
    raise DigestDiffersError("The ONNX file names no characters")


def _dump(config: dict[str, object]) -> bytes:
    text = json.dumps(config, ensure_ascii=False, indent=1)
    for character in sorted(set(text)):
        # JSON allows these in a string, YAML does not
        if _DELETE <= ord(character) < _LAST_CONTROL or character in _UNPRINTABLE:
            text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8") + b"\n"


def detector(name: str) -> bytes:
    """For a text detector."""
    normalise = {
        "mean": [0.485, 0.456, 0.406],
        "order": "hwc",
        "scale": 1 / 255,
        "std": [0.229, 0.224, 0.225],
    }
    steps: list[dict[str, object]] = [
        {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
        {"DetLabelEncode": None},
        {"DetResizeForTest": {"resize_long": 960}},
        {"NormalizeImage": normalise},
        {"ToCHWImage": None},
        {"KeepKeys": {"keep_keys": ["image", "shape", "polys", "ignore_tags"]}},
    ]
    after = {
        "name": "DBPostProcess",
        "thresh": 0.3,
        "box_thresh": 0.6,
        "max_candidates": 1000,
        "unclip_ratio": 1.5,
    }
    return _dump(
        {
            "Global": {"model_name": name},
            "PreProcess": {"transform_ops": steps},
            "PostProcess": after,
        }
    )


def recogniser(name: str, onnx: bytes) -> bytes:
    """For a text recogniser whose file names its characters.

    Raises:
        DigestDiffersError: `onnx` names no characters.
    """
    return _recogniser(name, characters(onnx))


def recogniser_of(name: str, listed: bytes) -> bytes:
    """For a text recogniser whose characters are listed beside it, one a line, in UTF-8."""
    return _recogniser(name, listed.decode("utf-8").removesuffix("\n").split("\n"))


def _recogniser(name: str, known: list[str]) -> bytes:
    kept = ["image", "label_ctc", "label_gtc", "length", "valid_ratio"]
    steps: list[dict[str, object]] = [
        {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
        {"MultiLabelEncode": {"gtc_encode": "NRTRLabelEncode"}},
        {"RecResizeImg": {"image_shape": [3, 48, 320]}},
        {"KeepKeys": {"keep_keys": kept}},
    ]
    after = {"name": "CTCLabelDecode", "character_dict": known}
    return _dump(
        {
            "Global": {"model_name": name},
            "PreProcess": {"transform_ops": steps},
            "PostProcess": after,
        }
    )
