"""What every face engine promises."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.media import Image
from app.identity.loading import (
    load_embedder,
    load_match_engine,
    load_second_engine,
    load_still_faces,
)
from app.perception.catalogue import ModelCatalogue
from app.perception.errors import ModelMissingError
from app.perception.faces import Points
from app.perception.images import load_image
from app.ports.faces import FaceEngine


@pytest.fixture(scope="module")
def catalogue(models: Path, resources: Path) -> ModelCatalogue:
    return ModelCatalogue(models, resources)


@pytest.fixture(
    scope="module",
    params=[load_embedder, load_second_engine, load_match_engine],
    ids=["MobileFaceNet", "SFace", "both"],
)
def engine(request: pytest.FixtureRequest, catalogue: ModelCatalogue) -> FaceEngine:
    try:
        return request.param(catalogue)
    except ModelMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def portrait(catalogue: ModelCatalogue) -> tuple[Image, Points]:
    try:
        image = load_image(catalogue.path("portrait"))
        return image, load_still_faces(catalogue).find(image)[0].points
    except ModelMissingError as error:
        pytest.skip(str(error))


def test_it_says_which_model_it_is_and_a_threshold_that_can_be_reached(engine: FaceEngine) -> None:
    assert engine.model.name
    assert engine.model.sha256
    assert 0 < engine.threshold < 1


def test_an_embedding_has_its_size_and_length_one(
    engine: FaceEngine, portrait: tuple[Image, Points]
) -> None:
    found = engine.embed(*portrait)
    assert found is not None
    assert found.shape == (engine.size,)
    assert found.dtype == np.float32
    assert float(np.linalg.norm(found)) == pytest.approx(1, abs=1e-4)


def test_the_same_picture_gives_the_same_numbers_and_a_darker_one_the_same_person(
    engine: FaceEngine, portrait: tuple[Image, Points]
) -> None:
    image, points = portrait
    first, again = engine.embed(image, points), engine.embed(image, points)
    darker = engine.embed((image * 0.6).astype(np.uint8), points)
    assert first is not None
    assert again is not None
    assert darker is not None
    assert np.array_equal(first, again)
    assert float(first @ darker) >= engine.threshold


def test_points_that_no_face_can_have_give_nothing(
    engine: FaceEngine, portrait: tuple[Image, Points]
) -> None:
    image, points = portrait
    assert engine.embed(image, np.zeros_like(points)) is None
    assert engine.embed(image, np.full_like(points, np.nan)) is None
