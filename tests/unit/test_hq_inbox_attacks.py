"""The attack table of the inbox: what comes, the code it is refused with, nothing imported."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from app.hq.inbox import Quarantined
from app.hq.store_tables import QuarantineRow
from tests.bundle_attacks import ATTACKS
from tests.inbox_scene import Scene, inbox_scene
from tests.sync_rig import ROOT


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    with inbox_scene(tmp_path_factory.mktemp("inbox")) as made:
        yield made


@pytest.mark.parametrize(("attack", "code"), ATTACKS, ids=[a.__name__ for a, _ in ATTACKS])
def test_an_attack_is_put_away_with_its_code(
    scene: Scene, attack: Callable[[Scene], Path], code: str
) -> None:
    path = attack(scene)
    before = scene.sessions()
    content = path.read_bytes()
    outcome = scene.give(path)
    assert isinstance(outcome, Quarantined)
    assert outcome.reason.code == code
    assert scene.sessions() == before
    with scene.hq.store.reading() as reader:
        row = reader.get_one(QuarantineRow, outcome.digest)
    assert row.code == code
    kept = scene.made.home / "quarantine" / f"{outcome.digest}.bundle"
    assert kept.read_bytes() == content
    assert not scene.hq.objects.path(outcome.digest).exists()
    assert not list(scene.hq.objects.uploads.iterdir())


def test_every_attack_stands_with_its_code_in_the_threat_model() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for attack, code in ATTACKS:
        assert any(f"`{attack.__name__}`" in row and f"| {code} |" in row for row in rows), attack
