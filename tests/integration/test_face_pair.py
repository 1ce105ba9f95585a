"""The face match asks two engines, and one of them alone where the list of models is older."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.media import Image
from app.identity.face_rates import read_rates
from app.identity.loading import (
    SECOND_ENGINE,
    load_embedder,
    load_match_engine,
    load_second_engine,
    load_still_faces,
)
from app.perception.catalogue import ModelCatalogue
from app.perception.embedding import EMBEDDING_SIZE, similarity
from app.perception.errors import ModelMissingError
from app.perception.face_pair import PairedEmbedder, quick_part
from app.perception.faces import Points
from app.perception.images import load_image


@pytest.fixture(scope="module")
def catalogue(models: Path, resources: Path) -> ModelCatalogue:
    found = ModelCatalogue(models, resources)
    try:
        for name in ("face_landmarker", "mobilefacenet", SECOND_ENGINE, "portrait"):
            found.path(name)
    except ModelMissingError as error:
        pytest.skip(str(error))
    return found


@pytest.fixture(scope="module")
def portrait(catalogue: ModelCatalogue) -> tuple[Image, Points]:
    image = load_image(catalogue.path("portrait"))
    return image, load_still_faces(catalogue).find(image)[0].points


def test_the_score_is_the_mean_of_both_and_the_quick_engine_reads_its_half(
    catalogue: ModelCatalogue, portrait: tuple[Image, Points]
) -> None:
    image, points = portrait
    worse = (image[::-1, ::-1] // 2 + image // 2).astype(np.uint8)  # another picture, same place
    engines = (
        load_match_engine(catalogue),
        load_embedder(catalogue),
        load_second_engine(catalogue),
    )
    scores: list[float] = []
    for engine in engines:
        one, other = engine.embed(image, points), engine.embed(worse, points)
        assert one is not None
        assert other is not None
        scores.append(similarity(one, other))
    assert scores[0] == pytest.approx((scores[1] + scores[2]) / 2, abs=1e-5)
    both, quick = engines[0].embed(image, points), engines[1].embed(image, points)
    assert both is not None
    assert quick is not None
    assert quick_part(both) == pytest.approx(quick, abs=1e-6)
    assert quick_part(quick) == pytest.approx(quick, abs=1e-6)
    assert quick.shape == (EMBEDDING_SIZE,)


def test_its_rates_are_told_only_of_these_two_models(
    catalogue: ModelCatalogue, models: Path, resources: Path, tmp_path: Path
) -> None:
    engine = load_match_engine(catalogue)
    assert isinstance(engine, PairedEmbedder)
    rates = read_rates(resources, engine)
    assert rates is not None
    assert (rates.engine, rates.threshold) == (engine.model.name, engine.threshold)
    other = tmp_path / "other.onnx"
    other.write_bytes(catalogue.path(SECOND_ENGINE).read_bytes())
    replaced = ModelCatalogue(models, resources, replaced={SECOND_ENGINE: other})
    assert read_rates(resources, load_match_engine(replaced)) is None


def test_an_older_list_of_models_leaves_the_quick_engine_with_its_own_threshold(
    models: Path, resources: Path, tmp_path: Path, catalogue: ModelCatalogue
) -> None:
    listed = (resources / "models.toml").read_text(encoding="utf-8")
    begin = listed.index("[models.sface]")
    end = listed.index("[models.anti_spoof]")
    older = tmp_path / "models.toml"
    older.write_text(listed[:begin] + listed[end:], encoding="utf-8")
    engine = load_match_engine(ModelCatalogue(models, resources, listed=older))
    quick = load_embedder(catalogue)
    assert (engine.model, engine.threshold, engine.sure) == (
        quick.model,
        quick.threshold,
        quick.sure,
    )
    assert read_rates(resources, engine) is None
