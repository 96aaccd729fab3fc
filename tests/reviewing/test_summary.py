"""复核汇总: the numbers of the results, again as formulas that LibreOffice computes alike."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from tests.factories.returns import scheme
from tests.factories.reviews import TODAY, campaign, drawn, filled, opened, taken
from tests.oracles.cells import Cells, stored
from tests.oracles.libreoffice import recalculated
from tests.reviewing.test_cycle import ALL_AGREED, CORRECTED
from xlgen.campaign.record import find_record, open_record
from xlgen.reviewing.result import ReviewResult, review_results
from xlgen.reviewing.reviews import reviews_of
from xlgen.reviewing.scoring import final_grade, lowered_cut_offs
from xlgen.reviewing.summary import DEPARTMENTS, INDICATORS, LINES, UNITS, review_numbers, summary_book
from xlgen.scheme.model import Grade
from xlgen.scheme.review import QualityStep, Review


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[ReviewResult]:
    """Four reviews: one lost a point, one all of an indicator, one nothing, one is not filled in."""
    folder = tmp_path_factory.mktemp("汇总")
    with open_record(find_record(campaign(folder))) as record:
        drawn(record)
        files = {each.unit: each.file for each in opened(record, folder).written}
        filled(files["甲局"], {**ALL_AGREED, "实际支出": CORRECTED})
        unproven = {"agreed": "√", "problem": "没有佐证", "reason": "1 没有资料证明（扣100%）", "evidence": "未提供"}
        filled(files["乙局"], {**ALL_AGREED, "任务完成": dict(unproven)})
        filled(files["丙局"], ALL_AGREED)
        assert all(each.accepted for each in taken(record, [files[unit] for unit in ("甲局", "乙局", "丙局")]))
        return review_results(scheme(), reviews_of(record, TODAY))


def assert_numbers(cells: Cells) -> None:
    units = cells[UNITS]
    rows = {units[f"B{row}"]: [units.get(f"{letter}{row}", "") for letter in "DFGHIK"] for row in range(5, 10)}
    assert rows == {
        "甲局": [7, 6, -1, "差", "差", 1],
        "乙局": [7.5, 5.5, -2, "差", "差", 1],
        "丙局": [8, 8, 0, "差", "差", 0],
        "丁局": ["", "", "", "", "", ""],
        "平均": [7.5, 6.5, -1, "", "", ""],
    }
    departments = cells[DEPARTMENTS]
    assert {departments[f"A{row}"]: [departments[f"{letter}{row}"] for letter in "BCDEF"] for row in (3, 4)} == {
        "一厅": [2, 7.5, 7, -0.5, 1],
        "二厅": [1, 7.5, 5.5, -2, 1],
    }
    indicators = cells[INDICATORS]
    assert {indicators[f"A{row}"]: [indicators[f"{letter}{row}"] for letter in "BF"] for row in (3, 4)} == {
        "预算执行率": [3, 1],
        "任务完成": [3, 1],
    }
    assert sum(str(address).startswith("A") for address in cells[LINES]) == 7


def test_summary(results: list[ReviewResult], tmp_path: Path) -> None:
    file = tmp_path / "复核汇总.xlsx"
    file.write_bytes(summary_book(results, "2024年度最小示例评分表", "某市财政局", "2026-05-31"))
    assert_numbers(stored(file))
    assert_numbers(stored(recalculated([file], tmp_path / "算过")[file]))
    numbers = review_numbers(results)
    assert (numbers.drawn, numbers.reviewed, numbers.lowered, numbers.own_mean, numbers.mean) == (4, 3, 2, 7.5, 6.5)


def test_summary__is_to_be_signed(results: list[ReviewResult]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(summary_book(results, "2024年度", "某市财政局", "2026-05-31")))
    assert book.sheetnames == [UNITS, DEPARTMENTS, INDICATORS, LINES]
    texts = [str(cell.value) for row in book[UNITS].iter_rows() for cell in row if cell.value]
    assert any("分管领导（签字）" in text for text in texts)


def test_great_difference__lowers_the_grade() -> None:
    grades = [Grade(name=name, at_least=least) for name, least in (("优", 90), ("良", 80), ("中", 60), ("差", 0))]
    bound = scheme().model_copy(update={"grades": grades, "review": Review(lowers_grade=5)})
    assert lowered_cut_offs(bound) == {"良": 90, "中": 80, "差": 0}
    cases = [(97, 92.01, "优"), (97, 92, "良"), (95, 85, "中"), (90, 60, "差"), (80, 10, "差"), (80, 95, "优")]
    assert [final_grade(bound, own, total) for own, total, _ in cases] == [grade for *_, grade in cases]
    assert final_grade(scheme(), 9.5, 1.0) == "差", "no option, no lower grade"


@pytest.mark.parametrize(("difference", "points"), [(0, 10), (2, 10), (2.01, 6), (5, 6), (5.01, 0), (-1, 10)])
def test_quality_of_the_self_evaluation(difference: float, points: float) -> None:
    review = Review(quality=[QualityStep(within=5, points=6), QualityStep(within=2, points=10)])
    assert review.quality_points(difference) == points
    assert Review().quality_points(difference) is None
