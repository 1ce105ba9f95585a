"""The pages that are drawn from the code are what the code says."""

from pathlib import Path

import pytest

from app.domain.observation import ALERT_KINDS, UNWATCHED_CAUSES
from installer import draw_errors, draw_flow, draw_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("page", "drawn"),
    [
        ("flow.md", draw_flow.drawn),
        ("settings.md", draw_settings.drawn),
        ("errors.md", draw_errors.drawn),
    ],
)
def test_a_drawn_page_is_what_the_code_says(page: str, drawn: object) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == drawn(), "run `make docs`"


def test_error_codes_are_unique_and_well_formed() -> None:
    errors = draw_errors.all_errors()
    codes = [error.code for error in errors]
    assert len(codes) == len(set(codes))
    for error in errors:
        assert error.code == error.code.upper()
        assert error.advice.endswith(".")


def test_each_alert_and_each_cause_has_its_line_in_the_docs() -> None:
    page = (ROOT / "docs" / "monitor.md").read_text(encoding="utf-8")
    missing = [kind for kind in (*ALERT_KINDS, *UNWATCHED_CAUSES) if f"| `{kind}` |" not in page]
    assert not missing
