"""What `booth check` tells of the kiosk's keys: where their secret lies, whether it opens."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.bundle.sealed_format import key_id
from app.domain.errors import BoothError
from app.recording.readiness import ReadinessProblem
from app.sync.identity import load_kiosk
from app.sync.keystore import STORE, open_keys
from app.sync.secret_store import store_kind


@dataclass(frozen=True, slots=True)
class KeyFindings:
    """The kiosk's keys.

    Attributes:
        store: `system`, `file`; empty when this kiosk has no keys yet.
        opens: whether the keys open.
        code, text, advice: why not.
        seals_to: ids of HQ's keys that it seals to.
        seals_by_word_of: id of the key that says so; empty where HQ's list does.
    """

    store: str
    opens: bool
    code: str = ""
    text: str = ""
    advice: str = ""
    seals_to: tuple[str, ...] = ()
    seals_by_word_of: str = ""


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
    found = KeyFindings(store, opens=True)
    try:
        kiosk = load_kiosk(data)
    except BoothError:
        return found
    by = key_id(kiosk.sealed_to_key) if kiosk.sealed_to_key else ""
    return replace(found, seals_to=tuple(map(key_id, kiosk.recipients)), seals_by_word_of=by)


def key_problems(keys: KeyFindings) -> Iterator[ReadinessProblem]:
    """What an interview would be held up by."""
    if keys.code:
        yield ReadinessProblem(keys.code, "failed", keys.text, keys.advice)


def keys_line(keys: KeyFindings) -> Iterator[str]:
    """One line for a person, if there are keys."""
    if keys.store:
        where = "the system's key store" if keys.store == "system" else "a file (0600)"
        yield f"keys: their secret lies in {where}, {'opens' if keys.opens else 'DOES NOT OPEN'}"
    if keys.seals_to:
        by = f", by the word of {keys.seals_by_word_of}" if keys.seals_by_word_of else ""
        yield f"seals to: {', '.join(keys.seals_to)}{by}"
