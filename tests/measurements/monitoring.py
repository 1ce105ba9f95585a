"""The live rules over the real clips: the last table of docs/measurements-speech.md.

Run `python -m tests.measurements.monitoring [FOLDER ...]` (folders of the real media).
"""

import os
import sys
import time
from pathlib import Path

import platformdirs

from app.cli.watch import watch
from app.domain.errors import BoothError
from app.perception.catalogue import ModelCatalogue

ROOT = Path(__file__).resolve().parents[2]
MEDIA = Path(os.environ.get("BOOTH_TEST_MEDIA", str(ROOT.parent / "shared" / "media")))
MODELS = Path(
    os.environ.get("BOOTH_MODELS", str(platformdirs.user_cache_path("interview-booth") / "models"))
)
FOLDERS = ("video_absence", "video_phone", "video_liveness", "video_talking", "video_people")


def main() -> None:
    """One line a clip."""
    catalogue = ModelCatalogue(MODELS, ROOT / "resources")
    sys.stdout.write("| clip | s | CPU-s | alerts |\n|---|---|---|---|\n")
    for folder in sys.argv[1:] or FOLDERS:
        clips = [p for p in sorted((MEDIA / folder).iterdir()) if p.suffix in {".mp4", ".mov"}]
        for clip in clips:
            started = time.process_time()
            try:
                alerts, _, end_s = watch(clip, catalogue)
            except BoothError as error:
                sys.stdout.write(f"| {clip.name} | | | {error.code} |\n")
                continue
            shown = ", ".join(f"{a.kind} {a.start_s:.1f}-{a.end_s:.1f}" for a in alerts) or "none"
            spent = time.process_time() - started
            sys.stdout.write(f"| {clip.name} | {end_s:.1f} | {spent:.0f} | {shown} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
