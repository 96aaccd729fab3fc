"""The summary of more units than a sheet takes: the same numbers without their formulas, the units in a list."""

from __future__ import annotations

import csv
import errno
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.many_units import unit_rows
from tests.factories.summaries import HOSTILE, book, some_rows
from tests.oracles import ooxml
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated
from xlgen.submissions.unit_row import UnitRow, as_text, from_text
from xlgen.summary import book as summary_book
from xlgen.summary import database as on_disk
from xlgen.summary.analysis import ANALYSIS_SHEET, COUNT_COLUMN, MEAN_COLUMN, RATE_COLUMN, REASONS_COLUMN
from xlgen.summary.book import UNITS_LIST, write_summary
from xlgen.summary.charts import CHARTS_SHEET
from xlgen.summary.database import LeftOut, SummaryEntry, open_summary
from xlgen.summary.left_out import LEFT_OUT_SHEET
from xlgen.summary.lists import write_lines
from xlgen.summary.table_layout import (
    GRADE_COLUMN,
    NUMBER_COLUMN,
    RANK_COLUMN,
    SUMMARY_SHEET,
    TOTAL_COLUMN,
    UNIT_COLUMN,
    SummaryLayout,
)
from xlgen.text import FORMULA_STARTS, normalize_text

pytestmark = pytest.mark.slow


BESIDE = {UNITS_LIST: "汇总_各单位.csv"}


@cache
def entries_of(name: str) -> list[SummaryEntry]:
    """Units with equal totals, twice, with errors, nameless, not scored; a file twice and one left out."""
    scheme, rows = shipped_scheme(name), unit_rows(shipped_scheme(name), 24)
    scored = next(each for each in rows if each.total is not None)
    found: list[SummaryEntry] = [*rows, replace(rows[3], name="同一份.xlsx")]
    found += [replace(row, name=f"再报{row.name}", fingerprint=f"再报{row.name}") for row in rows[4:7]]
    scores = {**scored.scores, scheme.indicators[0].id: None}
    found += [replace(scored, name="缺.xlsx", fingerprint="缺", unit="缺项单位", scores=scores, total=None)]
    found += [replace(scored, name="无名.xlsx", fingerprint="无名", unit="", errors=2, shown=1.23)]
    found += [
        replace(scored, name=f"{number}{words}", fingerprint=f"{number}", unit=words)
        for number, words in enumerate(HOSTILE)
    ]
    return [*found, LeftOut("丙/表.xlsx", "x", "=丙局", "得分 3.00 分，按规则应为 4.00 分")]


@cache
def small_book(name: str) -> bytes:
    return book(shipped_scheme(name), entries_of(name))


@cache
def large_book(name: str) -> bytes:
    return book(shipped_scheme(name), entries_of(name), BESIDE)


def lines_in(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def wide(text: str) -> str:
    """The text in the full-width characters of a Chinese keyboard."""
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


def written(folder: Path, name: str, entries: Iterable[SummaryEntry]) -> list[Path]:
    """The lists beside a summary."""
    with open_summary(entries) as summary:
        return write_summary(folder / "汇总.xlsx", shipped_scheme(name), summary)


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are too many for a sheet."""
    monkeypatch.setattr(summary_book, "MAX_ROWS", 1)


@pytest.mark.parametrize("name", SCHEMES)
def test_workbook__same_numbers_as_the_formulas_give(name: str) -> None:
    due, found = stored(small_book(name)), stored(large_book(name))
    assert list(found) == [each for each in due if each != SUMMARY_SHEET]
    note = f"A{len(shipped_scheme(name).indicators) + 4}"  # below the totals
    assert str(due[ANALYSIS_SHEET].pop(note, "注：指标不适用")).startswith("注：指标不适用")
    said = [str(found[ANALYSIS_SHEET].pop(f"A{len(shipped_scheme(name).indicators) + row}", "")) for row in (4, 5)]
    for sheet in (ANALYSIS_SHEET, CHARTS_SHEET):
        assert found[sheet] == pytest.approx(due[sheet], abs=1e-9)
        assert len(found[sheet]) > 40
    assert found[LEFT_OUT_SHEET] == due[LEFT_OUT_SHEET]
    assert said[0] == (
        "计入 38 份，未计入 2 份（见“未计入”）。得分按评分标准核算。"
        "各单位的得分、等次、排名见同一文件夹中的“汇总_各单位.csv”，可用 Excel 打开。"
    )
    assert ("（见“汇总_各单位.csv”右侧）" in said[1]) is (name == "guangdong-2019")


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.usefixtures("_few")
def test_list__a_line_for_each_row_of_the_table(name: str, tmp_path: Path) -> None:
    file, _ = written(tmp_path, name, entries_of(name))
    assert file == tmp_path / "汇总_各单位.csv"
    scheme, cells = shipped_scheme(name), stored(small_book(name))[SUMMARY_SHEET]
    heads, *lines = lines_in(file)
    layout = SummaryLayout(scheme, len(lines))
    letters = [
        NUMBER_COLUMN,
        UNIT_COLUMN,
        TOTAL_COLUMN,
        GRADE_COLUMN,
        RANK_COLUMN,
        *layout.subtotals.values(),
        *layout.scores.values(),
    ]
    letters += [layout.note, layout.file, *layout.adjusted_points.values()]
    assert heads[:5] == ["序号", "单位名称", "总分", "等次", "排名"]
    assert len(heads) == len(set(heads)) == len(letters)
    assert len(lines) == sum(isinstance(each, UnitRow) for each in entries_of(name)) - 1
    for row, line in enumerate(lines, layout.first):
        for letter, shown in zip(letters, line, strict=True):
            due = cells.get(f"{letter}{row}", "")
            assert shown.removeprefix("'") == due if isinstance(due, str) else float(shown) == pytest.approx(due)
    notes = {line[letters.index(layout.note)] for line in lines}
    assert {"", "多次报送", "有 2 处错误，表中总分 1.23"} <= notes


@pytest.mark.usefixtures("_few")
def test_list__ranks_of_equal_totals_and_what_is_missing(tmp_path: Path) -> None:
    rows = some_rows(90, 95, 90, 80)
    lacking = replace(rows[3], scores={**rows[3].scores, next(iter(rows[3].scores)): None})
    (file,) = written(tmp_path, "shenzhen-2021", [*rows[:3], lacking])
    assert [line[2:5] for line in lines_in(file)[1:]] == [
        ["90.00", "优", "2"],
        ["95.00", "优", "1"],
        ["90.00", "优", "2"],
        ["待填", "待填", ""],
    ]


@pytest.mark.usefixtures("_few")
def test_list__words_of_units_are_never_formulas(tmp_path: Path) -> None:
    words = [*HOSTILE, *(wide(f"{sign}1") for sign in FORMULA_STARTS), "\u3000=1", "a\n=1"]
    rows = [
        replace(row, unit=text, name=text, fingerprint=text)
        for row, text in zip(some_rows(*range(len(words))), words, strict=True)
    ]
    left = [LeftOut(text, "", text, text) for text in words]
    files = written(tmp_path, "shenzhen-2021", [*rows, *left])
    for file in files:
        texts = {field for line in lines_in(file)[1:] for field in line[1:] if not field.replace(".", "").isdigit()}
        assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "O'Brien & <b>", "局", f"'{wide('+1')}"} <= texts
        assert [field for field in texts if normalize_text(field).startswith(FORMULA_STARTS)] == []
    for computed in recalculated(files, tmp_path / "office").values():
        cells = [cell for row in openpyxl.load_workbook(computed).active or () for cell in row]
        assert len(cells) > len(words)
        assert {cell.data_type for cell in cells} <= {"s", "n"}


@pytest.mark.usefixtures("_few")
def test_list__as_excel_opens_it(tmp_path: Path) -> None:
    (file,) = written(tmp_path, "shenzhen-2021", some_rows(90, 80))
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 3


@pytest.mark.usefixtures("_few")
def test_left_out__more_than_the_sheet_takes(tmp_path: Path) -> None:
    left = [LeftOut(f"{number}.xlsx", f"x{number}", f"{number}局", "总分不符") for number in range(3)]
    (file,) = written(tmp_path, "shenzhen-2021", [*some_rows(90), *left])
    assert file == tmp_path / "汇总_未计入.csv"
    assert [line[1:] for line in lines_in(file)[1:]] == [[each.unit, each.name, each.why] for each in left]
    cells = stored(tmp_path / "汇总.xlsx")
    assert cells[LEFT_OUT_SHEET]["C2"] == "0.xlsx"
    assert cells[LEFT_OUT_SHEET]["A3"] == "还有 2 份；全部列在同一文件夹中的“汇总_未计入.csv”"
    assert SUMMARY_SHEET in cells


def test_limit__is_where_the_lists_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_book, "MAX_ROWS", 2)
    left = [LeftOut(f"左{number}.xlsx", f"x{number}", "", "总分不符") for number in range(2)]
    assert written(tmp_path, "shenzhen-2021", [*some_rows(1, 2), *left]) == []
    assert len(written(tmp_path, "shenzhen-2021", [*some_rows(1, 2, 3), *left])) == 1


def test_lists_of_a_larger_summary__go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_book, "MAX_ROWS", 2)
    files = written(tmp_path, "shenzhen-2021", some_rows(90, 95, 80))
    assert [file.exists() for file in files] == [True]
    assert written(tmp_path, "shenzhen-2021", some_rows(90, 95)) == []
    assert [file.name for file in tmp_path.iterdir()] == ["汇总.xlsx"]


def test_reasons__counted_where_the_rows_lie() -> None:
    rows = some_rows(*range(6))
    first = next(iter(rows[0].scores))
    given = ["人员变动", "人员变动", "项目延期", "项目延期", "甲", "乙"]
    entries = [replace(row, reasons={first: (why,), "其他": ("局部",)}) for row, why in zip(rows, given, strict=True)]
    with open_summary([*entries, replace(entries[4], name="同一份.xlsx")]) as summary:
        assert summary.reasons(3) == {first: [("人员变动", 2), ("项目延期", 2), ("乙", 1)], "其他": [("局部", 6)]}
    cells = stored(book(shipped_scheme("shenzhen-2021"), entries, BESIDE))
    assert cells[ANALYSIS_SHEET][f"{REASONS_COLUMN}3"] == "1. 人员变动（2）\n2. 项目延期（2）\n3. 乙（1）"


def test_nobody_scored__nothing_is_divided() -> None:
    rows = [replace(row, scores=dict.fromkeys(row.scores)) for row in some_rows(1, 2)]
    for lists in ({}, BESIDE):
        cells = stored(book(shipped_scheme("shenzhen-2021"), rows, lists))
        assert [cells[ANALYSIS_SHEET][f"{letter}3"] for letter in (COUNT_COLUMN, MEAN_COLUMN, RATE_COLUMN)] == [
            0,
            "—",
            "—",
        ]
        assert cells[CHARTS_SHEET]["C4"] == 0


@pytest.mark.parametrize("name", SCHEMES)
def test_row__comes_back_as_it_was_put_away(name: str) -> None:
    for row in unit_rows(shipped_scheme(name), 24):
        assert from_text(as_text(row), list(row.scores)) == row


def test_workbook__valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.xlsx" for name in SCHEMES]
    for file, name in zip(files, SCHEMES, strict=True):
        file.write_bytes(large_book(name))
    assert ooxml.errors(files) == {file: [] for file in files}


def test_list__that_is_not_finished_leaves_the_earlier_one(tmp_path: Path) -> None:
    file = tmp_path / "汇总_各单位.csv"
    write_lines(file, [["甲"]])

    def lines() -> Iterator[list[str]]:
        yield ["乙"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(file, lines())
    assert lines_in(file) == [["甲"]]
    assert list(tmp_path.iterdir()) == [file]


def test_disk__that_is_full_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_disk, "SCHEMA", f"PRAGMA max_page_count = 8; {on_disk.SCHEMA}")
    rows = (replace(row, reasons={"甲": ("乙" * 9999,)}) for row in some_rows(*range(20)))
    with pytest.raises(OSError, match="full") as failed, open_summary(rows):
        pass
    assert (failed.value.errno, failed.value.filename) == (errno.ENOSPC, "临时数据库")


def test_memory__does_not_hold_the_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_book, "MAX_ROWS", 1000)
    base = unit_rows(shipped_scheme("jiangsu-2020"), 20)

    def rows() -> Iterator[UnitRow]:
        for number in range(15_000):
            row = base[number % len(base)]
            name = f"第{number}单位"
            yield replace(row, name=name, unit=name, fingerprint=name, scores=dict(row.scores), points=dict(row.points))

    tracemalloc.start()
    try:
        some = list(islice(rows(), 3000))
        list_of_all = tracemalloc.get_traced_memory()[0] * 5
        del some
        tracemalloc.reset_peak()
        (file,) = written(tmp_path, "jiangsu-2020", rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(lines_in(file)) == 15_001
    assert peak < list_of_all / 4
