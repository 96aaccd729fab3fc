"""The summary: what is in its cells, by Python and by LibreOffice; what is left out; what its charts show."""

from __future__ import annotations

import io
import statistics
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.many_units import unit_rows, workbooks
from tests.factories.summaries import HOSTILE, book, some_rows
from tests.oracles import ooxml
from tests.oracles.cells import Value, stored
from tests.oracles.libreoffice import recalculated
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import scheme_for_year
from xlgen.scoring.status import Status
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.unit_row import UnitRow, applies, row_of, score_of
from xlgen.submissions.validate import examine
from xlgen.summary.analysis import (
    ANALYSIS_SHEET,
    COUNT_COLUMN,
    DEDUCTED_COLUMN,
    MAX_COLUMN,
    MEAN_COLUMN,
    MIN_COLUMN,
    RATE_COLUMN,
    REASONS_COLUMN,
    indicator_rows,
)
from xlgen.summary.book import write_summaries
from xlgen.summary.charts import CHARTS_SHEET, COUNTS_COLUMN, HEAD_ROW
from xlgen.summary.database import LeftOut, SummaryEntry, SummaryPart, open_summary, summary_entry
from xlgen.summary.left_out import LEFT_OUT_SHEET
from xlgen.summary.table_layout import (
    GRADE_COLUMN,
    NOT_APPLICABLE,
    RANK_COLUMN,
    SUMMARY_SHEET,
    TOTAL_COLUMN,
    UNIT_COLUMN,
    SummaryLayout,
)
from xlgen.workbook.build import build
from xlgen.xlsx.write.chart_cache import CHART_NAMESPACE

UNITS = 24
LEFT = LeftOut("丙/表.xlsx", "x", "=丙局", "指标评分表!E5：得分 3.00 分，按规则应为 4.00 分")


@cache
def units_of(scheme: str) -> list[UnitRow]:
    return unit_rows(shipped_scheme(scheme), UNITS)


@cache
def book_of(scheme: str) -> bytes:
    return book(shipped_scheme(scheme), [*units_of(scheme), LEFT])


def written(scheme: str, entries: Sequence[SummaryEntry]) -> tuple[SummaryLayout, Mapping[str, Mapping[str, Value]]]:
    """The stored values of a summary of these entries, and where they stand."""
    with open_summary(entries) as summary:
        layout = SummaryLayout(shipped_scheme(scheme), summary.counted)
    return layout, stored(book(shipped_scheme(scheme), entries))


@pytest.mark.parametrize("name", SCHEMES)
def test_table__scores_totals_grades_and_ranks_of_every_unit(name: str) -> None:
    scheme, units = shipped_scheme(name), units_of(name)
    layout, cells = SummaryLayout(scheme, UNITS), stored(book_of(name))[SUMMARY_SHEET]
    totals = [unit.total for unit in units if unit.total is not None]
    for row, unit in enumerate(units, layout.first):
        assert cells[f"{UNIT_COLUMN}{row}"] == unit.unit
        for each in scheme.indicators:
            score = score_of(each, unit)
            nothing = Status.MISSING if applies(each, unit) else NOT_APPLICABLE
            assert cells[f"{layout.scores[each.id]}{row}"] == (nothing if score is None else score)
        if unit.total is None:
            assert (cells[f"{TOTAL_COLUMN}{row}"], cells.get(f"{RANK_COLUMN}{row}")) == ("待填", None)
            continue
        assert cells[f"{TOTAL_COLUMN}{row}"] == pytest.approx(unit.total, abs=1e-9)
        assert cells[f"{GRADE_COLUMN}{row}"] == scheme.grade(unit.total)
        assert cells[f"{RANK_COLUMN}{row}"] == 1 + sum(total > unit.total for total in totals)
        for group in scheme.groups:
            own = sum(unit.scores[leaf.id] or 0.0 for leaf in group.leaves())
            assert cells[f"{layout.subtotals[group.name]}{row}"] == pytest.approx(own, abs=1e-9)


@pytest.mark.parametrize("name", SCHEMES)
def test_analysis__as_python_computes_it(name: str) -> None:
    scheme, cells = shipped_scheme(name), stored(book_of(name))[ANALYSIS_SHEET]
    for row, each in zip(indicator_rows(scheme.indicators), scheme.indicators, strict=True):
        units = [unit for unit in units_of(name) if score_of(each, unit) is not None]
        scores = [unit.scores[each.id] or 0.0 for unit in units]
        full = [round(unit.points[each.id], 2) for unit in units]
        lost = sum(score < most for score, most in zip(scores, full, strict=True))
        assert cells[f"{COUNT_COLUMN}{row}"] == len(scores) > 0
        assert cells[f"{MEAN_COLUMN}{row}"] == pytest.approx(statistics.mean(scores))
        assert (cells[f"{MIN_COLUMN}{row}"], cells[f"{MAX_COLUMN}{row}"]) == (min(scores), max(scores))
        assert cells[f"{DEDUCTED_COLUMN}{row}"] == lost
        assert cells[f"{RATE_COLUMN}{row}"] == (pytest.approx(sum(scores) / sum(full)) if each.points else "—")


def test_points_that_move__are_measured_against_what_they_are_for_each_unit() -> None:
    layout, cells = (
        SummaryLayout(shipped_scheme("guangdong-2019"), UNITS),
        stored(book_of("guangdong-2019"))[SUMMARY_SHEET],
    )
    without = [unit for unit in units_of("guangdong-2019") if unit.points["early_transfers"] == 0]
    assert 0 < len(without) < UNITS
    for row, unit in enumerate(units_of("guangdong-2019"), layout.first):
        shown = cells[f"{layout.scores['early_transfers']}{row}"]
        assert (shown == NOT_APPLICABLE) is (unit in without)
        assert cells[f"{layout.adjusted_points['budget_soundness']}{row}"] == (6 if unit in without else 5)


def test_formulas__stored_values_equal_to_a_recalculation_by_libreoffice(tmp_path: Path) -> None:
    files = {tmp_path / f"{name}.xlsx": book_of(name) for name in SCHEMES}
    for file, content in files.items():
        file.write_bytes(content)
    for file, computed in recalculated(list(files), tmp_path / "office").items():
        before, after = stored(file), stored(computed)
        assert list(before) == list(after) == [SUMMARY_SHEET, ANALYSIS_SHEET, CHARTS_SHEET, LEFT_OUT_SHEET]
        for title, cells in before.items():
            assert cells == pytest.approx(after[title], abs=1e-9)


def test_formulas__stand_where_an_officer_checks_a_sum() -> None:
    scheme = shipped_scheme("guangdong-2019")
    book, layout = openpyxl.load_workbook(io.BytesIO(book_of(scheme.id))), SummaryLayout(scheme, UNITS)
    table, analysis = book[SUMMARY_SHEET], book[ANALYSIS_SHEET]
    assert isinstance(table, Worksheet)
    assert isinstance(analysis, Worksheet)
    first, last = layout.scores[scheme.indicators[0].id], layout.scores[scheme.indicators[-1].id]
    row, end = layout.first, layout.last
    assert table[f"{TOTAL_COLUMN}{row}"].value == f"=MAX(MIN(ROUND(SUM({first}{row}:{last}{row}),2),100),0)"
    assert table[f"{RANK_COLUMN}{row}"].value == f"=RANK({TOTAL_COLUMN}{row},{TOTAL_COLUMN}${row}:{TOTAL_COLUMN}${end})"
    plain = next(each for each in scheme.indicators if each.id not in layout.adjusted_points)
    at = indicator_rows(scheme.indicators)[scheme.indicators.index(plain)]
    column = f"汇总表!${layout.scores[plain.id]}${row}:${layout.scores[plain.id]}${end}"
    assert analysis[f"{MEAN_COLUMN}{at}"].value == f"=AVERAGE({column})"
    assert analysis[f"{RATE_COLUMN}{at}"].value == f"={MEAN_COLUMN}{at}/D{at}"
    assert analysis[f"{DEDUCTED_COLUMN}{at}"].value == f'=COUNTIF({column},"<"&D{at})'


def test_rank__ties_share_the_better_one() -> None:
    layout, cells = written("shenzhen-2021", some_rows(90, 95, 90, 80))
    assert [cells[SUMMARY_SHEET][f"{RANK_COLUMN}{row}"] for row in range(layout.first, layout.last + 1)] == [2, 1, 2, 4]


def test_bands__every_total_is_in_one() -> None:
    _, cells = written("shenzhen-2021", some_rows(0, 59.99, 60, 64.99, 65, 94.99, 95, 100))
    counts = [cells[CHARTS_SHEET][f"{COUNTS_COLUMN}{row}"] for row in range(HEAD_ROW + 1, HEAD_ROW + 10)]
    assert counts == [2, 2, 1, 0, 0, 0, 0, 1, 2]


def test_order__of_units_as_a_dictionary_has_them() -> None:
    rows = some_rows(1, 2, 3, 4)
    named = [replace(row, unit=unit) for row, unit in zip(rows, ["水利局", "财政局", "", "教育局"], strict=True)]
    with open_summary(named) as summary:
        assert [each.row.unit for each in summary.units()] == ["", "财政局", "教育局", "水利局"]


def test_words_of_units__are_never_formulas() -> None:
    rows = some_rows(*range(len(HOSTILE)))
    first = next(iter(rows[0].scores))
    entries: list[SummaryEntry] = [
        replace(row, unit=words, reasons={first: (words,)}) for row, words in zip(rows, HOSTILE, strict=True)
    ]
    entries += [LeftOut(words, "", words, words) for words in HOSTILE]
    loaded = openpyxl.load_workbook(io.BytesIO(book(shipped_scheme("shenzhen-2021"), entries)))
    risky = [
        (cell.data_type, bool(cell.quotePrefix))
        for sheet in loaded.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value in HOSTILE and cell.value[0] in "=+-@"
    ]
    assert len(risky) == 5 * 4
    assert set(risky) == {("s", True)}
    names = {cell.value for (cell,) in loaded[SUMMARY_SHEET][f"{UNIT_COLUMN}1:{UNIT_COLUMN}99"] if cell.value}
    assert {*HOSTILE[:6], "局"} <= names


def test_reasons__the_most_frequent_of_those_who_lost_points() -> None:
    rows = some_rows(*range(6))
    first = next(iter(rows[0].scores))
    given = ["人员变动", "人员变动", "项目延期", "项目延期", "甲" * 80, "乙"]
    entries = [replace(row, reasons={first: (why,)}) for row, why in zip(rows, given, strict=True)]
    _, cells = written("shenzhen-2021", entries)
    top = "1. 人员变动（2）\n2. 项目延期（2）\n3. 乙（1）"
    assert cells[ANALYSIS_SHEET][f"{REASONS_COLUMN}3"] == top
    _, cells = written("shenzhen-2021", entries[4:5])
    assert cells[ANALYSIS_SHEET][f"{REASONS_COLUMN}3"] == f"1. {'甲' * 39}…（1）"


def checked(name: str, data: bytes) -> CheckedFile:
    report, submission = examine(name, data)
    return CheckedFile(report, None if submission is None else row_of(report, submission))


def test_entry__scores_by_rule_and_reasons_of_a_returned_form() -> None:
    scheme = shipped_scheme("jiangmen-2024")
    for name, data in workbooks(scheme, 6).items():
        report, submission = examine(name, data)
        assert submission is not None
        row, by_rule = row_of(report, submission), submission.comparison.by_rule
        assert (row.name, row.total, row.unit) == (name, by_rule.total, name.removesuffix(".xlsx"))
        lost = {each.indicator.id for each in by_rule.indicators if (each.score or 0.0) < each.points}
        assert lost
        assert set(row.reasons) <= lost


def test_entry__reasons_without_the_signs_of_typing() -> None:
    scheme, filling = shipped_scheme("jiangmen-2024"), published_filling("jiangmen-2024")
    inputs = {**filling.inputs, "cost_projects_failing": 1}
    remarks = {**filling.remarks, "cost_control": " 一个项目\n超出标准。 ", "financial_compliance": "没有扣分"}
    data = build(scheme, replace(filling, inputs=inputs, remarks=remarks))
    row = summary_entry(checked("表.xlsx", data), include_failed=True)
    assert isinstance(row, UnitRow)
    assert row.scores["cost_control"] == 6
    assert row.reasons["cost_control"] == ("一个项目 超出标准",)
    assert "financial_compliance" not in row.reasons


def test_entry__form_with_errors_is_left_out_or_marked() -> None:
    data = build(shipped_scheme("shenzhen-2021"), published_filling("shenzhen-2021"))
    found = checked("表.xlsx", data)
    report, left = found.report, summary_entry(found, include_failed=False)
    assert isinstance(left, LeftOut)
    assert (left.name, left.unit, left.readable) == (
        "表.xlsx",
        published_filling("shenzhen-2021").inputs[UNIT_NAME],
        True,
    )
    assert "0.99 分" in left.why
    row = summary_entry(found, include_failed=True)
    assert isinstance(row, UnitRow)
    assert (row.total, row.shown, row.errors) == (95.25, 95.24, report.count(report.findings[0].level.ERROR))
    layout, cells = written("shenzhen-2021", [row])
    assert cells[SUMMARY_SHEET][f"{layout.note}{layout.first}"] == f"有 {row.errors} 处错误，表中总分 95.24"


def test_entry__unreadable_file_is_left_out_even_with_failed_ones() -> None:
    left = summary_entry(checked("坏.xlsx", b"nothing"), include_failed=True)
    assert isinstance(left, LeftOut)
    assert not left.readable
    assert left.why


def test_same_file__counts_once() -> None:
    row, other = some_rows(90, 80)
    with open_summary([row, replace(row, name="又一份.xlsx"), other]) as summary:
        assert [each.row.name for each in summary.units()] == ["1.xlsx", "2.xlsx"]
        assert [(each.name, each.why) for each in summary.left_out()] == [("又一份.xlsx", "与 1.xlsx 的内容完全相同")]


def test_unit_twice__counts_twice_and_says_so() -> None:
    row, other = some_rows(90, 80)
    again = replace(other, unit=f" {row.unit}")
    with open_summary([row, again]) as summary:
        assert list(summary.duplicates()) == [again.unit, row.unit]
    layout, cells = written("shenzhen-2021", [row, again])
    assert [cells[SUMMARY_SHEET][f"{layout.note}{layout.first + at}"] for at in (0, 1)] == ["多次报送"] * 2


def test_forms_of_two_years__are_summed_up_apart() -> None:
    row, other = some_rows(90, 80)
    later = row.form._replace(year="2030")
    left = [
        replace(LEFT, name=name, form=form) for name, form in (("早", row.form), ("晚", later), ("不明", LEFT.form))
    ]
    elsewhere = replace(LEFT, name="别的", form=row.form._replace(scheme="another"))
    with open_summary([row, replace(other, form=later, unit=row.unit), *left, elsewhere]) as mixed:
        assert mixed.forms == [row.form, later]
        assert (mixed.counted, mixed.not_counted, list(mixed.duplicates())) == (2, 4, [])
        for form, name, own in ((row.form, "1.xlsx", "早"), (later, "2.xlsx", "晚")):
            part = mixed.of(form)
            assert [each.row.name for each in part.units()] == [name]
            assert [each.name for each in part.left_out()] == [own, "不明", "别的"]
            assert (part.counted, part.not_counted) == (1, 3)


def test_several_forms__a_workbook_each_named_by_form(tmp_path: Path) -> None:
    row, other = some_rows(90, 80)
    scheme, folder = shipped_scheme("shenzhen-2021"), tmp_path / "汇总"
    folder.mkdir()
    later = row.form._replace(year="2030")
    with open_summary([row, replace(other, form=later)]) as mixed:
        parts = [
            SummaryPart(scheme, mixed.of(row.form)),
            SummaryPart(scheme_for_year(scheme, 2030), mixed.of(later)),
        ]
        written = [file for file, _, _ in write_summaries(folder / "汇总.xlsx", parts)]
        (alone,) = [file for file, _, _ in write_summaries(folder / "一份.xlsx", parts[:1])]
    assert [file.name for file in written] == [f"汇总_{year}年度{scheme.name}.xlsx" for year in (2021, 2030)]
    assert alone.name == "一份.xlsx"
    assert sorted(folder.iterdir()) == sorted([*written, alone])


@pytest.mark.parametrize("name", SCHEMES)
def test_charts__show_the_cells_they_refer_to(name: str) -> None:
    scheme, cells = shipped_scheme(name), stored(book_of(name))
    rated = indicator_rows([each for each in scheme.indicators if each.points])
    bands = range(HEAD_ROW + 1, HEAD_ROW + 10)
    due = [
        {f"图表!$A${bands[0]}:$A${bands[-1]}": [cells[CHARTS_SHEET][f"A{row}"] for row in bands]}
        | {f"图表!$B${bands[0]}:$B${bands[-1]}": [cells[CHARTS_SHEET][f"B{row}"] for row in bands]},
        {f"指标分析!$C${rated[0]}:$C${rated[-1]}": [cells[ANALYSIS_SHEET][f"C{row}"] for row in rated]}
        | {f"指标分析!$I${rated[0]}:$I${rated[-1]}": [cells[ANALYSIS_SHEET][f"I{row}"] for row in rated]},
    ]
    with zipfile.ZipFile(io.BytesIO(book_of(name))) as archive:
        charts = [etree.fromstring(archive.read(f"xl/charts/chart{number}.xml")) for number in (1, 2)]
    for chart, expected in zip(charts, due, strict=True):
        shown = {}
        for reference in chart.iter(f"{CHART_NAMESPACE}strRef", f"{CHART_NAMESPACE}numRef"):
            points = [point.findtext(f"{CHART_NAMESPACE}v") or "" for point in reference.iter(f"{CHART_NAMESPACE}pt")]
            numeric = reference.tag == f"{CHART_NAMESPACE}numRef"
            shown[reference.findtext(f"{CHART_NAMESPACE}f")] = [float(each) if numeric else each for each in points]
        assert shown == expected


def test_charts__show_no_number_where_nobody_has_a_score() -> None:
    rows = [replace(row, scores={**row.scores, "petitions": None}) for row in some_rows(90, 80)]
    data = book(shipped_scheme("shenzhen-2021"), rows)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rates = etree.fromstring(archive.read("xl/charts/chart2.xml"))
    shown = [
        point.findtext(f"{CHART_NAMESPACE}v") or ""
        for cache in rates.iter(f"{CHART_NAMESPACE}numCache")
        for point in cache.iter(f"{CHART_NAMESPACE}pt")
    ]
    assert len(shown) == len(shipped_scheme("shenzhen-2021").indicators) - 1
    assert all(float(each) >= 0 for each in shown)


def test_book__valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.xlsx" for name in SCHEMES]
    for file, name in zip(files, SCHEMES, strict=True):
        file.write_bytes(book_of(name))
    assert ooxml.errors(files) == {file: [] for file in files}


def test_book__same_input_same_bytes() -> None:
    assert book(shipped_scheme(SCHEMES[0]), [*units_of(SCHEMES[0]), LEFT]) == book_of(SCHEMES[0])


def test_book__nothing_that_excel_2010_lacks() -> None:
    with zipfile.ZipFile(io.BytesIO(book_of(SCHEMES[0]))) as archive:
        sheets = b"".join(archive.read(each) for each in archive.namelist() if "worksheets/sheet" in each)
    assert b"<f>" in sheets
    assert b"_xlfn" not in sheets
    assert b't="array"' not in sheets


def test_left_out__file_unit_and_reason() -> None:
    cells = stored(book_of(SCHEMES[0]))[LEFT_OUT_SHEET]
    assert [cells[f"{letter}2"] for letter in "ABCD"] == [1, LEFT.unit, LEFT.name, LEFT.why]
