"""The first edition of the workbook is read for today's schemes: everything is placed, or told."""

from __future__ import annotations

import pytest

from samples.defects.making import filling, scheme
from tests.conftest import FIRST_EDITION_FORMS, published_filling, shipped_scheme
from tests.factories.first_edition import first_edition, moved, row_of, typed, uncomputed, without_money_unit
from xlgen.scheme.inputs import MAX_ROWS
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import score_form
from xlgen.submissions.first_edition.input_sheet import INPUT_SHEET
from xlgen.submissions.first_edition.reading import FirstEdition

PUBLISHED = {
    "guangdong-2019": 95.97,
    "jiangmen-2024": 99.99,
    "jiangning": 99.44,
    "jiangsu-2020": 99.00,
    "shenzhen-2021": 95.25,
}
TABLE = "履职目标"


def as_plain(data: FormData, form: Scheme) -> dict[str, object]:
    """What is in it, without blanks, and with what the form prescribes."""
    data = with_overrides(data, presets(form))
    rows = {
        name: [{k: v for k, v in row.items() if v is not None} for row in rows] for name, rows in data.tables.items()
    }
    return {
        "inputs": {name: value for name, value in data.inputs.items() if value is not None},
        "tables": {name: filled for name, filled in rows.items() if filled},
        "texts": (data.remarks, data.evidence, data.notes),
        "reported": data.reported,
    }


def example() -> FirstEdition:
    return first_edition(scheme())


def plain(first: FirstEdition) -> dict[str, object]:
    return as_plain(first.filling, first.scheme)


EXPECTED = as_plain(filling(), scheme())


@pytest.mark.parametrize("name", FIRST_EDITION_FORMS)
def test_published_form__all_in_its_place_and_the_published_score(name: str) -> None:
    first = first_edition(shipped_scheme(name))
    assert plain(first) == as_plain(published_filling(name), first.scheme)
    assert not first.unplaced
    assert score_form(first.scheme, first.filling).total == PUBLISHED[name]


@pytest.mark.parametrize("name", FIRST_EDITION_FORMS)
def test_scores_shown__those_of_the_form(name: str) -> None:
    first = first_edition(shipped_scheme(name))
    by_rule, typed_over = score_form(first.scheme, first.filling), published_filling(name).reported
    expected = {key: typed_over.get(key, row.score) for score in by_rule.indicators for key, row in score.rows.items()}
    shown = {key: first.scores[key].cell.value for key in expected}
    assert shown == pytest.approx(expected)
    assert first.typed_scores == typed_over


def test_rows_inserted__all_in_its_place() -> None:
    first = moved(example(), lambda row: row if row < 9 else row + 3 if row < 20 else row + 4)
    assert plain(first) == EXPECTED
    assert not first.unplaced


def test_rows_as_issued__not_where_rows_were_inserted_or_deleted() -> None:
    first, here = example(), row_of(example(), "编制人数")
    assert first.rows_as_issued
    assert not moved(first, lambda row: row + (row > 9)).rows_as_issued
    assert not moved(first, lambda row: None if row == here else row - (row > here)).rows_as_issued


def test_formulas_without_results__all_in_its_place() -> None:
    assert plain(uncomputed(example())) == EXPECTED


def test_row_deleted__its_input_alone_is_blank() -> None:
    gone = row_of(example(), "编制人数")
    first = moved(example(), lambda row: None if row == gone else row - (row > gone))
    assert plain(first) == {
        **EXPECTED,
        "inputs": {k: v for k, v in filling().inputs.items() if k != "posts" and v is not None},
    }


def test_row_moved_under_another_indicator__found_by_its_label() -> None:
    here = row_of(example(), "编制人数")
    assert plain(moved(example(), lambda row: 400 if row == here else row)) == EXPECTED


def test_heading_deleted__texts_are_told_not_guessed() -> None:
    """Without its heading the reason of an indicator could be that of the one before."""
    first = example()
    before, heading = first.inputs.headings["execution"], first.inputs.headings["planning"]
    reason = next(row for row in range(heading, heading + 9) if _label(first, row).startswith("评分说明"))
    changed = typed(first, {f"B{heading}": None, f"A{heading}": None, f"C{reason}": "编制时漏报一项"})
    assert before < heading
    assert changed.filling.remarks == filling().remarks
    assert [(lost.value, lost.place.row) for lost in changed.unplaced if lost.place.row == reason] == [
        ("编制时漏报一项", reason)
    ]


def test_input_that_no_scheme_has__told_with_label_value_and_cell() -> None:
    first = typed(example(), {"B300": "车辆数", "C300": 12})
    assert plain(first) == EXPECTED
    assert [(lost.label, lost.value, str(lost.place.address)) for lost in first.unplaced] == [("车辆数", 12, "C300")]


def test_same_row_twice__the_second_is_told() -> None:
    row = row_of(example(), "编制人数")
    first = typed(example(), {f"B{row + 300}": "编制人数", f"C{row + 300}": 51})
    assert plain(first) == EXPECTED
    assert [lost.value for lost in first.unplaced] == [51]


def test_table__rows_inserted_are_read_and_what_stands_below_or_beside_is_told() -> None:
    last = row_of(example(), TABLE, TABLE, "A")
    first = moved(example(), lambda row: row if row < 6 else row + 1, TABLE)
    assert last == 1
    assert plain(first) == EXPECTED
    below = typed(first, {"C30": "另一项目标", "P4": "经办人", "P5": "张三"}, TABLE)
    assert plain(below)["tables"] == EXPECTED["tables"]
    assert {(lost.label, lost.value) for lost in below.unplaced} == {("目标名称", "另一项目标"), ("经办人", "张三")}


def test_table__as_many_rows_as_any_table_may_have_and_the_rest_is_told() -> None:
    first = example()
    crowded = moved(first, lambda row: row if row < 6 else row + 300, TABLE)
    crowded = typed(crowded, {f"C{row}": f"目标{row}" for row in range(6, 306)}, TABLE)
    assert len(crowded.filling.tables["targets"]) == MAX_ROWS
    assert {"目标305", "培训合格率"} <= {lost.value for lost in crowded.unplaced}


def test_table__deleted_row_does_not_move_prescribed_cells() -> None:
    first = moved(example(), lambda row: None if row == 5 else row - (row > 5), TABLE)
    kinds = [row.get("kind") for row in first.filling.tables["targets"]]
    assert kinds == [None, "质量", "时效"]


def test_table_that_the_scheme_does_not_have__every_cell_is_told() -> None:
    form = scheme().model_copy(update={"tables": {}})
    lost = FirstEdition(example().book, form).unplaced
    assert {"开展线上路演", "培训合格率", "按期完成项目"} <= {each.value for each in lost}
    assert {each.place.sheet for each in lost} == {TABLE}


@pytest.mark.parametrize(
    ("unit", "budget", "expected"),
    [("元", 12345678.9, 1234.56789), ("万元", 1234.5, 1234.5), ("元", "1,200,000", "120"), (None, 1000, 1000)],
)
def test_scheme_without_unit_of_money__amounts_in_ten_thousands(
    unit: str | None, budget: float | str, expected: object
) -> None:
    first = FirstEdition(example().book, without_money_unit(scheme()))
    cells = {f"C{row_of(first, '金额单位')}": unit, f"C{row_of(first, '部门预算总额')}": budget}
    first = typed(first, cells)
    assert first.filling.inputs["total_budget"] == expected
    assert first.filling.inputs["staff"] == 48
    assert "money_unit" not in first.filling.inputs
    assert not first.unplaced


def test_scheme_without_unit_of_money__what_cannot_be_converted_is_told() -> None:
    first = FirstEdition(example().book, without_money_unit(scheme()))
    unit, budget = (f"C{row_of(first, label)}" for label in ("金额单位", "部门预算总额"))
    words = typed(first, {unit: "元", budget: "约一千万"})
    assert words.filling.inputs["total_budget"] is None
    assert [(lost.label, lost.value, lost.place.address) for lost in words.unplaced] == [
        ("部门预算总额", "约一千万", budget)
    ]
    assert [lost.value for lost in typed(first, {unit: "千元"}).unplaced] == ["千元"]


def test_former_label__score_is_what_was_left_of_the_points() -> None:
    form = _asking_for_scores()
    first = FirstEdition(example().book, form)
    assert [row["left"] for row in first.filling.tables["targets"]] == pytest.approx([10 - 24, 10 - 0.95, 10 - 12])
    words = typed(first, {"F5": "没有"}, TABLE)
    assert words.filling.tables["targets"][0]["left"] is None
    assert [(lost.label, lost.value) for lost in words.unplaced] == [("完成值", "没有")]


def test_input_under_both_labels__the_one_of_today_counts_and_the_other_is_told() -> None:
    form = _asking_for_scores()
    first = typed(FirstEdition(example().book, form), {"P4": "得数", "P5": 7}, TABLE)
    assert first.filling.tables["targets"][0]["left"] == 7
    assert 24 in [lost.value for lost in first.unplaced]


def _asking_for_scores() -> Scheme:
    """The form with a column that was deducted from the points before."""
    table = scheme().tables["targets"]
    columns = {"left" if name == "actual" else name: spec for name, spec in table.columns.items()}
    update = {"label": "得数", "formerly": "完成值", "deducted_from": "points"}
    columns["left"] = columns["left"].model_copy(update=update)
    return scheme().model_copy(update={"tables": {"targets": table.model_copy(update={"columns": columns})}})


def _label(first: FirstEdition, row: int) -> str:
    sheet = first.book.sheet(INPUT_SHEET)
    assert sheet is not None
    return str(sheet.value(f"B{row}") or "")
