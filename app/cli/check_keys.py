"""What `booth check` tells of the kiosk's keys: where their secret lies, whether it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BoothError
from app.recording.readiness import ReadinessProblem
from app.sync.keystore import STORE, open_keys
from app.sync.secret_store import store_kind


@dataclass(frozen=True, slots=True)
class KeyFindings:
    """The kiosk's keys.

    Attributes:
        store: `system`, `file`; empty when this kiosk has no keys yet.
        opens: whether the keys open.
        code, text, advice: why not.
    """

    store: str
    opens: bool
    code: str = ""
    text: str = ""
    advice: str = ""


def look_at_keys(data: Path) -> KeyFindings:
    """Open them once."""
    if not (data / STORE).exists():
        return KeyFindings("", opens=False)
    store = ""
    try:
        store = store_kind(data)
        open_keys(data)
    except BoothError as error:
        return KeyFindings(store, False, error.code, error.what, error.advice)  # noqa: FBT003
    return KeyFindings(store, opens=True)


def key_problems(keys: KeyFindings) -> Iterator[ReadinessProblem]:
    """What an interview would be held up by."""
    if keys.code:
        yield ReadinessProblem(keys.code, "failed", keys.text, keys.advice)


def keys_line(keys: KeyFindings) -> Iterator[str]:
    """One line for a person, if there are keys."""
    if keys.store:
        where = "the system's key store" if keys.store == "system" else "a file (0600)"
        yield f"keys: their secret lies in {where}, {'opens' if keys.opens else 'DOES NOT OPEN'}"
