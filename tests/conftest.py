"""What every test may use."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from argon2 import PasswordHasher

from app.bench.postgres_server import PostgresServer, postgres_server, programs
from app.bundle import keys
from devices.clock import SystemClock
from tests.postgres_rig import SET_UP
from tests.token_rig import MODULE, SoftTokens, make_tokens

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")


@pytest.fixture(scope="session")
def resources() -> Path:
    """The shipped resources."""
    return ROOT / "resources"


@pytest.fixture(scope="session")
def models() -> Path:
    """The models folder; skips where the models were not fetched."""
    given = os.environ.get("BOOTH_MODELS")
    folder = Path(given) if given else platformdirs.user_cache_path("interview-booth") / "models"
    if not folder.is_dir():
        pytest.skip("no models here: run `make models`")
    return folder


@pytest.fixture(scope="session")
def media() -> Path:
    """The folder of real test media; skips where it is missing."""
    folder = Path(os.environ.get("BOOTH_TEST_MEDIA", ROOT.parent / "shared" / "media"))
    if not folder.is_dir():
        pytest.skip("no real test media here: set BOOTH_TEST_MEDIA to their folder")
    return folder


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> SoftTokens:
    """Two tokens of SoftHSM; skips where it is not installed."""
    if not MODULE.exists():
        pytest.skip("SoftHSM is not installed: run `make setup-tests`")
    return make_tokens(tmp_path_factory.mktemp("softhsm"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server; skips where none is installed."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed: run `make setup-tests`")
    # not below pytest's folders: a socket's path may have 107 characters
    with postgres_server(found, Path(tempfile.gettempdir()), SystemClock()) as server:
        server.execute(SET_UP)
        yield server


@pytest.fixture(autouse=True, scope="session")
def quick_passphrases() -> None:
    """Guarding a passphrase or PIN costs this process little; programs that tests start do it well.

    A headquarters is made for a hundred tests: two key files and three hashes each.
    """
    keys.SCRYPT_N = 1 << 10
    usual = PasswordHasher.__init__.__defaults__ or ()
    PasswordHasher.__init__.__defaults__ = (1, 8, 1, *usual[3:])
