"""Number formats as anybody may send them: read in one pass, and no date is taken for a number."""

from __future__ import annotations

import pytest

from xlgen.hosts.javascript.number_format import shows_date

UNENDED = ["[", "[h", "[hms", "[$", '"', '"[', "\\", "_", "E", "General[", "G/通用格式[", "h" * 1_000 + "["]
LENGTH = 3_000_000


@pytest.mark.usefixtures("hang_guard")
@pytest.mark.parametrize("part", UNENDED)
def test_number_format__of_any_length_is_read_in_one_pass(part: str) -> None:
    """In a pass for each bracket it would be read for an hour."""
    shows_date(part * (LENGTH // len(part)))


@pytest.mark.parametrize(
    ("number_format", "date"),
    [
        ("[$-804]yyyy\\年m\\月", True),
        ("[h]:mm", True),
        ("[[Red]0.00", False),
        ("[Red][>=100]0.00", False),
        ("[Red", True),  # no format of Excel's: rather refused than counted
        ('"日期 yyyy', False),
    ],
)
def test_bracket__holds_no_codes_once_it_is_closed(number_format: str, date: bool) -> None:
    assert shows_date(number_format) is date
