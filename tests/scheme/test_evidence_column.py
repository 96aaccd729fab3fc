"""Which column of a table names its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, edited, problems_of_text

ROWS = "    rows: 3\n"


@pytest.mark.parametrize(("column", "codes"), [("task", []), ("done", ["TABLE_RULE"]), ("tsk", ["UNDEFINED_NAME"])])
def test_evidence_column__is_a_text_column_of_the_table(column: str, codes: list[str], tmp_path: Path) -> None:
    text = edited(MINIMAL, (ROWS, f"{ROWS}    evidence_column: {column}\n"))
    assert [each.code for each in problems_of_text(text, tmp_path)] == codes
