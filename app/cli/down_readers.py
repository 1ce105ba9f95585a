"""Who reads which kind of publication: the same readers at HQ, before it is published, and here."""

from collections.abc import Callable
from typing import Final

from app.analysis.lexicon import read_fillers
from app.domain.down import DownKind
from app.domain.language_pack import read_language_pack
from app.perception.catalogue import read_model_list
from app.settings.kiosk import read_hq_settings
from app.settings.policy import read_policy
from app.sync.revocations import read_revocations

READERS: Final[dict[DownKind, Callable[[bytes], object]]] = {
    "policy": read_policy,
    "settings": read_hq_settings,
    "lexicon": lambda content: read_fillers(content, "lexicon"),
    "language": lambda content: read_language_pack(content, "language"),
    "models": lambda content: read_model_list(content, "models"),
    "revocations": read_revocations,
    "software": len,
}
"""Software is not read in memory: HQ reads it through before it is published (`read_archive`), the
kiosk when it installs it."""
