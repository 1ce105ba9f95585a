"""The flow's page is drawn from the table."""

from pathlib import Path

from installer.draw_flow import drawn

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_the_table_says() -> None:
    assert (ROOT / "docs/flow.md").read_text(encoding="utf-8") == drawn(), "run `make docs`"
