"""How a form says that it is reviewed: what may be written, and that workbooks which are out stay valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, edited, problems_of_scheme
from xlgen.scheme.load import digest, load_file
from xlgen.scheme.review import STANDARD_REASONS

POINTS = "points: 10\ngrades"


def written(folder: Path, review: str) -> Path:
    file = folder / "scheme.yaml"
    file.write_text(edited(MINIMAL, (POINTS, f"review: {review}\n{POINTS}")), encoding="utf-8")
    return file


WRONG = {
    "{amount: assets}": "UNDEFINED_NAME",
    "{amount: late}": "UNDEFINED_NAME",
    "{reasons: [{code: a, title: 甲}, {code: a, title: 乙}]}": "DUPLICATE_ID",
    "{reasons: [{code: a b, title: 甲}]}": "WRONG_TYPE",
    "{reasons: [{code: a, title: 甲*}]}": "WRONG_TYPE",
    "{reasons: [{code: a, title: 甲, percent: 120}]}": "WRONG_TYPE",
    "{lowers_grade: 0}": "WRONG_TYPE",
    "{lower: 5}": "UNKNOWN_KEY",
}


@pytest.mark.parametrize(("review", "code"), WRONG.items(), ids=WRONG)
def test_problems(tmp_path: Path, review: str, code: str) -> None:
    problems = problems_of_scheme(written(tmp_path, review))
    assert [problem.code for problem in problems] == [code]
    assert "scheme.yaml:" in str(problems[0])


def test_review__changes_no_workbook(tmp_path: Path) -> None:
    plain = load_file(MINIMAL)
    own = "{amount: spent, lowers_grade: 5, reasons: [{code: 一, title: 无据, percent: 100}]}"
    reviewed = load_file(written(tmp_path, own))
    assert digest(plain) == digest(reviewed)
    assert [reason.label for reason in reviewed.review.known_reasons] == ["一 无据（扣100%）"]
    assert plain.review.known_reasons == STANDARD_REASONS


def test_standard_reasons__have_codes_of_their_own() -> None:
    assert len({reason.code for reason in STANDARD_REASONS}) == len(STANDARD_REASONS)
    assert len({reason.label for reason in STANDARD_REASONS}) == len(STANDARD_REASONS)
