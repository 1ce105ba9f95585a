"""The pages that are drawn from the code are what the code says."""

from pathlib import Path

import pytest

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
