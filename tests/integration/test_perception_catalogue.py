"""The catalogue of models: paths, digests, and what is missing."""

import hashlib
import shutil
from pathlib import Path

import pytest

from app.perception.catalogue import ModelCatalogue
from app.perception.errors import ModelListError, ModelMissingError


def test_every_fetched_model_is_found(models: Path, resources: Path) -> None:
    catalogue = ModelCatalogue(models, resources)
    assert catalogue.missing() == ()
    for name in catalogue.names:
        assert catalogue.path(name).exists()
        assert catalogue.model(name).licence
    ref = catalogue.ref("face_landmarker")
    data = catalogue.path("face_landmarker").read_bytes()
    assert ref.sha256 == hashlib.sha256(data).hexdigest()
    assert catalogue.ref("vosk_zh").name == "vosk_zh vosk-model-small-cn-0.22"


def test_nothing_is_there_in_an_empty_folder(tmp_path: Path, resources: Path) -> None:
    catalogue = ModelCatalogue(tmp_path, resources)
    assert set(catalogue.missing()) == set(catalogue.names)
    with pytest.raises(ModelMissingError) as caught:
        catalogue.path("vosk_zh")
    assert "MODEL-MISSING" in str(caught.value)


def test_a_model_cut_short_is_missing(models: Path, resources: Path, tmp_path: Path) -> None:
    whole = ModelCatalogue(models, resources).path("face_detector")
    shutil.copy(whole, tmp_path / whole.name)
    catalogue = ModelCatalogue(tmp_path, resources)
    assert catalogue.path("face_detector") == tmp_path / whole.name
    (tmp_path / whole.name).write_bytes(whole.read_bytes()[:-1])
    with pytest.raises(ModelMissingError):
        catalogue.path("face_detector")


def test_an_unknown_name_is_missing(tmp_path: Path, resources: Path) -> None:
    with pytest.raises(ModelMissingError):
        ModelCatalogue(tmp_path, resources).path("crystal_ball")


def test_a_replaced_model_is_told_with_its_own_digest(tmp_path: Path, resources: Path) -> None:
    better = tmp_path / "better.tflite"
    better.write_bytes(b"better")
    folder = tmp_path / "vosk-large"
    folder.mkdir()
    (folder / "x").write_bytes(b"1")
    replaced = {"mobilefacenet": better, "vosk_zh": folder, "portrait": tmp_path / "none.png"}
    catalogue = ModelCatalogue(tmp_path, resources, replaced)
    assert catalogue.path("mobilefacenet") == better
    assert catalogue.ref("mobilefacenet").sha256 == hashlib.sha256(b"better").hexdigest()
    before = catalogue.ref("vosk_zh")
    (folder / "x").write_bytes(b"2")
    assert catalogue.ref("vosk_zh") != before
    with pytest.raises(ModelMissingError):
        catalogue.path("portrait")


@pytest.mark.parametrize("text", [None, "models = 3", "[models.x]\nwhat = 1", "]["])
def test_a_damaged_list_is_told(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "models.toml").write_text(text, "utf-8")
    with pytest.raises(ModelListError):
        ModelCatalogue(tmp_path, tmp_path)
