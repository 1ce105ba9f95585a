"""Fetching models out of packages, from a folder of made-up packages."""

import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer import paddlex
from installer.fetch_models import main
from installer.models_list import read_list
from installer.packages import digest_of


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class World:
    """A folder of two packages, a list of three models, and a models folder."""

    def __init__(self, folder: Path) -> None:
        self.packages, self.models = folder / "packages", folder / "models"
        self.packages.mkdir()
        inner = zipped({"speech/am/x": b"1", "speech/README": b"2", "other": b"3"})
        wheel = zipped({"a/half1": b"one ", "a/half2": b"two", "a/speech.zip": inner})
        tgz = tarred("package/face.tflite", b"face")
        (self.packages / "some_models-1.2.0-py3-none-any.whl").write_bytes(wheel)
        (self.packages / "face-pack-0.1.tgz").write_bytes(tgz)
        self.list = folder / "models.toml"
        self.text = "\n".join(
            [
                self.package("some-models", "pypi", "1.2.0", wheel),
                self.package("face-pack", "npm", "0.1", tgz),
                self.model("joined", "j/m.bin", ["a/half1", "a/half2"], "join", b"one two"),
                self.model("speech", "speech", ["a/speech.zip"], "unzip", inner),
                self.model("face", "face.tflite", ["package/face.tflite"], "copy", b"face"),
            ]
        )
        self.list.write_text(self.text, "utf-8")

    @staticmethod
    def package(name: str, registry: str, version: str, data: bytes) -> str:
        return (
            f'[packages."{name}"]\nregistry = "{registry}"\nversion = "{version}"\n'
            f'bytes = {len(data)}\nsha256 = "{sha(data)}"'
        )

    @staticmethod
    def model(name: str, file: str, members: list[str], make: str, data: bytes) -> str:
        package = "face-pack" if name == "face" else "some-models"
        sources = json.dumps([f"{package}:{member}" for member in members])
        return (
            f'[models.{name}]\npath = "{file}"\n[[models.{name}.files]]\nfile = "{file}"\n'
            f'from = {sources}\nmake = "{make}"\nbytes = {len(data)}\nsha256 = "{sha(data)}"'
        )

    def fetch(self, *arguments: str) -> int:
        given = ["--list", str(self.list), "--models", str(self.models)]
        return main([*given, "--packages", str(self.packages), *arguments])


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_everything_is_fetched_with_progress(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert world.fetch() == 0
    assert (world.models / "j/m.bin").read_bytes() == b"one two"
    assert (world.models / "speech/am/x").read_bytes() == b"1"
    assert not (world.models / "other").exists()
    assert (world.models / "face.tflite").read_bytes() == b"face"
    shown = capsys.readouterr().out
    assert "[1/2] some-models 1.2.0" in shown
    assert "[2/2] face-pack 0.1" in shown
    assert not list(world.models.glob(".incoming*"))


def test_a_second_run_needs_no_package(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.fetch() == 0
    for file in world.packages.iterdir():
        file.unlink()
    assert world.fetch() == 0
    assert "nothing to fetch" in capsys.readouterr().out


def test_a_file_that_changed_is_fetched_again(world: World) -> None:
    assert world.fetch() == 0
    (world.models / "face.tflite").write_bytes(b"fake!")
    (world.models / "speech/am/x").unlink()
    assert world.fetch() == 0
    assert (world.models / "face.tflite").read_bytes() == b"face"
    assert (world.models / "speech/am/x").read_bytes() == b"1"


def test_a_file_put_there_by_hand_is_verified_and_kept(world: World) -> None:
    world.models.mkdir()
    (world.models / "face.tflite").write_bytes(b"face")
    (world.packages / "face-pack-0.1.tgz").unlink()
    assert world.fetch("--only", "face") == 0


def test_only_what_is_named_is_fetched(world: World) -> None:
    assert world.fetch("--only", "face") == 0
    assert not (world.models / "j").exists()


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err.strip().rsplit("\n", 1)[-1]


def test_another_package_is_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    (world.packages / "face-pack-0.1.tgz").write_bytes(tarred("package/face.tflite", b"evil"))
    assert world.fetch() == 3
    assert refusal(capsys).startswith("MODELS-DIGEST: face-pack-0.1.tgz has the digest")
    assert not (world.models / "face.tflite").exists()
    assert (world.models / "j/m.bin").exists(), "what was verified before stays"


def test_another_member_is_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.list.write_text(world.text.replace(sha(b"face"), sha(b"other")), "utf-8")
    assert world.fetch() == 3
    assert refusal(capsys).startswith("MODELS-DIGEST: face.tflite would have the digest")
    assert not (world.models / "face.tflite").exists()


def test_a_missing_member_is_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.list.write_text(world.text.replace("package/face", "package/nose"), "utf-8")
    assert world.fetch() == 3
    assert refusal(capsys).startswith("MODELS-DIGEST: ")


def test_a_missing_package_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    (world.packages / "face-pack-0.1.tgz").unlink()
    assert world.fetch() == 3
    assert refusal(capsys).startswith("MODELS-REGISTRY: face-pack 0.1 is not in")


def test_an_unreachable_registry_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    arguments = ["--list", str(world.list), "--models", str(world.models), "--only", "joined"]
    assert main(arguments) == 3
    assert refusal(capsys).startswith("MODELS-REGISTRY: some-models 1.2.0 could not be fetched")


def test_an_unknown_name_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.fetch("--only", "nose") == 3
    assert refusal(capsys).startswith("MODELS-NAME: ")


def test_the_shipped_list_is_whole() -> None:
    shipped = read_list()
    names = {model.name for model in shipped.models}
    assert {
        "face_landmarker",
        "ocr_det",
        "ocr_rec",
        "ocr_second",
        "vosk_zh",
        "whisper_base",
        "portrait",
    } <= names
    for model in shipped.models:
        assert model.files
        for file in model.files:
            assert len(file.sha256) == 64
            assert file.size > 0
            assert all(member.package in shipped.packages for member in file.members)


def protobuf(number: int, data: bytes) -> bytes:
    assert len(data) < 128
    return bytes([number << 3 | 2, len(data)]) + data


def test_a_recognisers_characters_come_out_of_its_metadata() -> None:
    entry = protobuf(1, b"character") + protobuf(2, "甲\n乙".encode())
    onnx = b"\x08\x07" + protobuf(3, b"") + protobuf(14, entry)
    assert paddlex.characters(onnx) == ["甲", "乙"]
    made = paddlex.recogniser("name", onnx)
    assert json.loads(made)["PostProcess"]["character_dict"] == ["甲", "乙"]
    assert made == paddlex.recogniser("name", onnx), "the same bytes each time"


def test_a_recognisers_characters_may_lie_beside_it() -> None:
    made = paddlex.recogniser_of("name", "甲\n\u2028\n乙\n".encode())
    assert json.loads(made)["PostProcess"]["character_dict"] == ["甲", "\u2028", "乙"]
    assert b"\\u2028" in made, "YAML breaks a line at it"


def test_the_detectors_description_has_the_digest_on_the_list() -> None:
    wanted = next(
        file for model in read_list().models for file in model.files if file.make == "paddlex-det"
    )
    data = paddlex.detector("PP-OCRv6_small_det")
    assert (len(data), sha(data)) == (wanted.size, wanted.sha256)


def test_the_digest_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc" * 1000)
    assert digest_of(tmp_path / "x") == sha(b"abc" * 1000)
