"""What was verified in the models folder, so that a second run need not read every byte."""

import json
from pathlib import Path

from installer.models_list import WantedFile

STAMP = ".verified.json"


def _seen(path: Path) -> list[list[object]]:
    """Name, bytes and time of change of a file, or of every file in a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [
        [each.relative_to(path).as_posix(), (stat := each.stat()).st_size, stat.st_mtime_ns]
        for each in files
        if each.is_file()
    ]


class Stamp:
    """The record of verified files: digest as on the list, sizes and times as last seen."""

    def __init__(self, models: Path) -> None:
        """Read it; a missing or damaged record is an empty one."""
        self._models = models
        self._path = models / STAMP
        try:
            entries: dict[str, list[object]] = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            entries = {}
        self._entries = entries

    def holds(self, wanted: WantedFile) -> bool:
        """Whether the file was verified against today's digest and has not changed since."""
        path = self._models / wanted.file
        return path.exists() and self._entries.get(wanted.file) == [wanted.sha256, _seen(path)]

    def add(self, wanted: WantedFile) -> None:
        """Record a file just verified, on disk at once (written beside, then renamed)."""
        self._entries[wanted.file] = [wanted.sha256, _seen(self._models / wanted.file)]
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(self._entries, indent=1), "utf-8")
        beside.replace(self._path)
