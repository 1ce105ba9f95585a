"""Writes docs/settings.md: every key of the kiosk's settings file."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.settings.kiosk import KioskFile

HEAD = """# Settings of a kiosk

Drawn from `app/settings/kiosk.py` by `make docs`; a test compares them. The file is `kiosk.toml` in
the kiosk's data folder. Every key is optional; an unknown key is refused with its name.

Headquarters may publish settings (all but cameras, microphone and the second disk), which win over
the same keys here, and a policy, which takes away what settings allow
([spec/down-v1.md](spec/down-v1.md)).

"""


def drawn() -> str:
    """The page's text."""
    schema = KioskFile.model_json_schema()
    lines: list[str] = []
    for name, field in schema["properties"].items():
        target = (
            field
            if "$ref" in field
            else next((x for x in field.get("anyOf", field.get("allOf", [])) if "$ref" in x), field)
        )
        table = schema["$defs"][target["$ref"].rsplit("/", 1)[1]]
        lines += [f"## [{name}]", "", table.get("description", ""), ""]
        lines += ["| key | type | default | range | meaning |", "| --- | --- | --- | --- | --- |"]
        for key, about in table["properties"].items():
            low = about.get("minimum", about.get("exclusiveMinimum", ""))
            high = about.get("maximum", "")
            span = f"{low} to {high}" if high else about.get("pattern", "").strip("^$()")
            span = " or ".join(about.get("enum", [])) or span
            default = about.get("default", "")
            meaning = about.get("description", "")
            lines.append(f"| `{key}` | {about.get('type')} | `{default}` | {span} | {meaning} |")
        lines.append("")
    return HEAD + "\n".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(drawn(), encoding="utf-8")
