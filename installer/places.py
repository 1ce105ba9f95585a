"""Where things are kept that were fetched and can be fetched again."""

import os
import sys
from pathlib import Path


def user_cache(name: str) -> Path:
    """A folder of the user's cache (as `platformdirs.user_cache_path` has it)."""
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
        return local / "interview-booth" / "interview-booth" / "Cache" / name
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "interview-booth" / name
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "interview-booth" / name
