"""What units do to workbooks, and that nothing of what they filled in is lost, or it is told."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from samples.defects.moving import delete_row, insert_column, insert_row
from tests.conftest import shipped_scheme
from tests.factories.damages import pasted_as_values
from tests.factories.first_edition import FOLDER
from tests.factories.form_workbooks import FILLED, built, minimal_form
from tests.factories.hostile import FILES
from tests.factories.repaired import changed, contents, repaired
from tests.factories.schemes import DATA, MINIMAL, ROWS, templates_of
from xlgen.errors import XlgenError
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import CHECK, FORM, IDENTITY
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.submissions.repair.fresh import FreshForm, fresh_form
from xlgen.submissions.repair.placing import (
    APPENDED,
    MOVED_BACK,
    NO_PLACE,
    OTHER_SHEET,
    OVERWRITTEN,
    TABLE_FULL,
    UNLABELLED,
)
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

SCHEME = load_file(MINIMAL)
LAYOUT = layout_of(SCHEME)
TASKS = LAYOUT.tables["tasks"]
SPENT, LATE = LAYOUT.values["spent"], LAYOUT.values["late"]
PRINTED_ROW = LAYOUT.heading_row
Change = Callable[[Workbook], object]


def move_rows(book: Workbook) -> None:
    """A row of the table is cut and pasted two rows further down, with its number."""
    book[TASKS.sheet].move_range(f"A{TASKS.first}:H{TASKS.first}", rows=10, translate=True)


def insert_rows_above(book: Workbook) -> None:
    for _ in range(4):
        insert_row(book, FORM, 1)


def rename(book: Workbook) -> None:
    for number, title in enumerate((FORM, TASKS.sheet)):
        book[title].title = f"新表名{number}"


def write_over_formulas(book: Workbook) -> None:
    for row in book[FORM].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.value = 7.77


def repeat_form(book: Workbook) -> None:
    book.move_sheet(book.copy_worksheet(book[FORM]), -4)


def relabel(book: Workbook) -> None:
    label = f"{LAYOUT.panel.label}{SPENT.row}"
    book[FORM][label] = "全年支出合计"


HARMLESS: dict[str, Change] = {
    "a row inserted": lambda book: insert_row(book, FORM, SPENT.row),
    "rows inserted above": insert_rows_above,
    "a row inserted in the table": lambda book: insert_row(book, TASKS.sheet, TASKS.first + 1),
    "a column inserted": lambda book: insert_column(book, FORM, 3),
    "a column inserted beside the entries": lambda book: insert_column(book, FORM, 8),
    "the headings deleted": lambda book: delete_row(book, FORM, PRINTED_ROW),
    "the total deleted": lambda book: delete_row(book, FORM, LAYOUT.total_row),
    "a printed column deleted": lambda book: book[FORM].delete_cols(4),
    "a row moved": move_rows,
    "sheets renamed": rename,
    "sheets nobody fills in deleted": lambda book: book.remove(book[CHECK]),
    "formulas overwritten": write_over_formulas,
    "a sheet copied": repeat_form,
    "a label changed": relabel,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_damage__everything_is_back_in_its_place(name: str) -> None:
    form = repaired(changed(minimal_form(), HARMLESS[name]))
    assert contents(form.content, SCHEME) == contents(minimal_form(), SCHEME)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 2)])
def test_values_in_a_copy__back_in_place(down: int, right: int) -> None:
    form = repaired(pasted_as_values(minimal_form(), down, right))
    assert (form.by_rows, form.unplaced) == (True, [])
    assert contents(form.content, SCHEME) == contents(minimal_form(), SCHEME)


def test_values_in_a_copy__no_indicator_named() -> None:
    scheme = load_file(ROWS)
    data = build(scheme, FormData({"unit_name": "示例单位", "plan": "达成", "done": 3.0, "planned": 4.0}))
    assert contents(repaired(pasted_as_values(data), str(ROWS)).content, scheme) == contents(data, scheme)


def test_values_in_a_copy__of_the_year_it_prints() -> None:
    later = templates_of(str(MINIMAL)).schemes(2026)
    data = build(next(iter(later)), FormData({"unit_name": "示例单位"}))
    assert repaired(pasted_as_values(data)).scheme.year == 2026
    assert repaired(pasted_as_values(minimal_form())).scheme.year == 2024
    assert repaired(pasted_as_values(minimal_form()), year=2025).scheme.year == 2025


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jiangning", "shenzhen-2021"])
def test_printed_form_retyped__what_stands_in_it(name: str) -> None:
    """Only the printed columns, as on paper: what is typed there comes back, the rest is told."""
    scheme, layout = shipped_scheme(name), layout_of(shipped_scheme(name))
    last = len(layout.form_columns)

    def print_alone(book: Workbook) -> None:
        for title in book.sheetnames:
            if title != "Sheet1":
                del book[title]
        book["Sheet1"].delete_cols(last + 1, 20)

    original = built(name, FILLED)
    form = repaired(changed(pasted_as_values(original), print_alone), "")
    before, after = contents(original, scheme), contents(form.content, scheme)
    printed = [key for key, place in layout.values.items() if key in before and layout.is_printed(place.column)]
    assert form.by_rows
    assert {key: after.get(key) for key in printed} == {key: before[key] for key in printed}
    assert (after["evidence"], after["notes"]) == (before["evidence"], before["notes"])
    assert form.unplaced


@pytest.mark.parametrize("scheme", ["jiangsu-2020", pytest.param("jiangning", marks=pytest.mark.slow)])
def test_first_edition__into_todays_workbook(scheme: str) -> None:
    form = repaired((FOLDER / f"{scheme}.xlsx").read_bytes(), "")
    today, wanted = (
        contents(form.content, shipped_scheme(scheme)),
        contents(built(scheme, FILLED), shipped_scheme(scheme)),
    )
    assert {key for key in wanted if today.get(key) != wanted[key]} <= {"evidence", "notes"}


def told(form: FreshForm) -> list[tuple[str, CellValue, str]]:
    """Place, value and reason of what is not in the fresh workbook."""
    return [(f"{each.sheet}!{each.cell}" if each.cell else each.sheet, each.value, each.why) for each in form.unplaced]


DESTROYED: dict[str, tuple[Change, str, str]] = {
    "a row deleted": (lambda book: delete_row(book, FORM, LATE.row), f"{FORM}!{LATE.address}", "迟报次数"),
    "a row of the table deleted": (
        lambda book: delete_row(book, TASKS.sheet, TASKS.first),
        f"{TASKS.sheet}!{TASKS.cell('task', 0).address}",
        "第 1 行",
    ),
    "the column of the entries deleted": (lambda book: book[FORM].delete_cols(8), f"{FORM}!{SPENT.column}2", "列"),
    "a table deleted": (lambda book: book.remove(book[TASKS.sheet]), TASKS.sheet, "没有这张工作表"),
}


@pytest.mark.parametrize("name", DESTROYED)
def test_destroyed__told(name: str) -> None:
    change, place, words = DESTROYED[name]
    form = repaired(changed(minimal_form(), change))
    before, after = contents(minimal_form(), SCHEME), contents(form.content, SCHEME)
    assert [where for where, _, why in told(form) if where == place and words in why] == [place]
    assert [key for key in before if after.get(key) not in (before[key], None, {})] in ([], ["表 tasks"])


def cell_changed(place: CellRef, value: CellValue) -> bytes:
    def change(book: Workbook) -> None:
        book[place.sheet][place.address] = value

    return changed(minimal_form(), change)


def note(form: FreshForm, place: CellRef) -> str:
    comment = load_workbook(io.BytesIO(form.content))[place.sheet][place.address].comment
    return comment.text if comment else ""


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("spent", "约30.5万元", 30.5),
        ("spent", "305000元", 30.5),
        ("late", "2次", 2.0),
        ("falsified", "没有", "否"),
        ("falsified", "×", "否"),
    ],
)
def test_doubtful_reading__filled_in_with_a_note(name: str, typed: str, value: CellValue) -> None:
    place = LAYOUT.values[name]
    form = repaired(cell_changed(place, typed))
    assert contents(form.content, SCHEME)[name] == value
    assert note(form, place).startswith(
        f"原填“{typed}”，按 {value:g} 转入" if name != "falsified" else f"原填“{typed}”"
    )
    assert [doubt.place for doubt in form.doubts] == [place]


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("spent", "三十万", "不是数字"),
        ("spent", "30 40", "不是数字"),
        ("late", "2成", "不是数字"),
        ("late", "3万元", "不是数字"),
        ("falsified", "待查", "选项"),
        ("spent", "#REF!", "错误值"),
    ],
)
def test_what_nobody_can_read__left_blank_and_told(name: str, typed: str, why: str) -> None:
    place = LAYOUT.values[name]
    form = repaired(cell_changed(place, typed))
    assert name not in contents(form.content, SCHEME)
    ((where, value, told_why),) = told(form)
    assert (where, value) == (f"{FORM}!{place.address}", typed)
    assert why in told_why
    assert form.doubts == []


def test_wrong_number__is_put_in_as_it_is() -> None:
    """It was read without doubt; the fresh workbook itself says what is wrong with it."""
    form = repaired(cell_changed(LATE, -3))
    assert contents(form.content, SCHEME)["late"] == -3
    assert (form.doubts, form.unplaced) == ([], [])


def test_date_for_a_number__told() -> None:
    def change(book: Workbook) -> None:
        book[SPENT.sheet][SPENT.address] = 45000
        book[SPENT.sheet][SPENT.address].number_format = "yyyy-mm-dd"

    ((_, _, why),) = told(repaired(changed(minimal_form(), change)))
    assert "日期 2023-03-15" in why


def test_cell_dragged_to_where_nothing_is_asked__put_back() -> None:
    stray = CellRef(FORM, "T", SPENT.row)
    rewired = re.compile(rf"\$?{SPENT.column}\$?{SPENT.row}(?![0-9])")

    def change(book: Workbook) -> None:
        """As Excel does it: every formula that reads the cell follows it."""
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and isinstance(cell.value, str):
                        cell.value = rewired.sub("$T$" + str(SPENT.row), cell.value)
        book[FORM][stray.address].value = book[FORM][SPENT.address].value
        book[FORM][SPENT.address].value = None

    form = repaired(changed(minimal_form(), change))
    assert contents(form.content, SCHEME) == contents(minimal_form(), SCHEME)
    assert [(doubt.place, doubt.text) for doubt in form.doubts] == [(SPENT, MOVED_BACK.format(place=stray.address))]
    assert form.unplaced == []


def test_cell_in_the_wrong_place__told() -> None:
    place = CellRef(FORM, "T", SPENT.row)
    assert told(repaired(cell_changed(place, "其中一季度210"))) == [(f"{FORM}!T{SPENT.row}", "其中一季度210", NO_PLACE)]


def test_formula_overwritten__told() -> None:
    score = LAYOUT.score("execution")
    assert told(repaired(cell_changed(score, 5.5))) == [(f"{FORM}!{score.address}", 5.5, OVERWRITTEN)]


def test_added_sheet__told_as_a_whole() -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("计算过程")["A1"] = 1

    assert told(repaired(changed(minimal_form(), change))) == [("计算过程", None, OTHER_SHEET)]


def test_renamed_row__put_in_with_a_note() -> None:
    form = repaired(changed(minimal_form(), relabel))
    assert [(doubt.place, doubt.text) for doubt in form.doubts] == [(SPENT, UNLABELLED)]


def more_rows(count: int) -> Change:
    def change(book: Workbook) -> None:
        for number in range(count):
            book[TASKS.sheet][f"{TASKS.columns['task']}{TASKS.last + 1 + number}"] = f"另一项任务{number}"
            book[TASKS.sheet][f"{TASKS.columns['done']}{TASKS.last + 1 + number}"] = "完成"

    return change


def test_rows_below_a_table__into_its_free_rows() -> None:
    form = repaired(changed(minimal_form(), more_rows(1)))
    rows = contents(form.content, SCHEME)["表 tasks"]
    assert isinstance(rows, list)
    assert rows[-1] == {"task": "另一项任务0", "done": "完成"}
    assert {doubt.text for doubt in form.doubts} == {APPENDED}


def test_rows_below_a_full_table__told() -> None:
    form = repaired(changed(minimal_form(), more_rows(3)))
    assert {why for _, _, why in told(form)} == {TABLE_FULL}
    assert "另一项任务2" in [value for _, value, _ in told(form)]


def test_approved_values_and_unit__as_issued() -> None:
    approved = FormData({"budget": 500.0})
    data = build(SCHEME, load_form_data(DATA, SCHEME), "示例局", approved)

    def change(book: Workbook) -> None:
        budget, unit = LAYOUT.values["budget"], LAYOUT.values["unit_name"]
        book[budget.sheet][budget.address] = 900
        book[unit.sheet][unit.address] = "另一个局"
        insert_row(book, FORM, SPENT.row)

    form = repaired(changed(data, change))
    now = contents(form.content, SCHEME)
    assert (now["budget"], now["unit_name"], form.unit) == (500, "示例局", "示例局")
    assert [(value, "500" in why or "示例局" in why) for _, value, why in told(form)] == [
        ("另一个局", True),
        (900, True),
    ]
    budget = LAYOUT.values["budget"]
    assert load_workbook(io.BytesIO(form.content))[budget.sheet][budget.address].protection.locked


def test_prescribed_cell__as_the_form_has_it() -> None:
    scheme = load_file(ROWS)
    place = layout_of(scheme).tables["duties"].cell("name", 0)

    def change(book: Workbook) -> None:
        book[place.sheet][place.address] = "依法依规履职"

    form = repaired(changed(build(scheme, FormData({"unit_name": "示例单位"})), change), str(ROWS))
    assert [(value, "依法履职" in why) for _, value, why in told(form)] == [("依法依规履职", True)]


def test_office_on_the_list__kept() -> None:
    def change(book: Workbook) -> None:
        book["填报清单"]["G5"] = "财务科"
        insert_row(book, "填报清单", 3)

    form = repaired(changed(minimal_form(), change))
    assert load_workbook(io.BytesIO(form.content))["填报清单"]["G5"].value == "财务科"


def test_hidden_sheet_gone__still_recognised() -> None:
    form = repaired(changed(minimal_form(), lambda book: book.remove(book[IDENTITY])))
    assert not form.by_rows


@pytest.mark.slow
@pytest.mark.usefixtures("hang_guard")
@pytest.mark.parametrize("name", FILES)
def test_hostile_file__read_or_refused(name: str) -> None:
    try:
        form = fresh_form(name, FILES[name][0](), templates_of(str(MINIMAL)))
    except XlgenError as refused:
        assert "请" in str(refused)  # noqa: PT017  # of each file, not of one
    else:
        assert form.content


def test_no_form__refused() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "食堂采购清单"
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(XlgenError, match="不是由 xlgen 生成的评分表"):
        fresh_form("别的.xlsx", written.getvalue(), templates_of(str(MINIMAL)))
