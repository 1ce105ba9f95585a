"""A headquarters that is served, and a branch enrolled with it; a module may have its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.hq.setup import Headquarters, NewHome
from tests.moving_house import House, moving_house
from tests.sync_rig import Branch, branch_at, enrolled, fresh_code, new_home, open_home, serving


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    return new_home(tmp_path_factory.mktemp("home") / "hq")


@pytest.fixture(scope="module")
def hq(made: NewHome) -> Iterator[Headquarters]:
    """An HQ with its server running."""
    opened = open_home(made.home)
    with serving(opened):
        yield opened
    opened.close()


@pytest.fixture
def branch(hq: Headquarters, made: NewHome, tmp_path: Path) -> Iterator[Branch]:
    """A newly enrolled kiosk."""
    data = tmp_path / "kiosk"
    one = branch_at(data, enrolled(data, made, fresh_code(hq)))
    yield one
    one.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Two booths at an HQ of their own, served."""
    with moving_house(tmp_path) as one:
        yield one
