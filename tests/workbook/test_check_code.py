"""核对码 in the workbook: every program computes it as Python does, once the form is complete; no page is added."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import formualizer
import openpyxl
import pytest

from tests.conftest import ALL_FORMS, ALL_SCHEMES, shipped_scheme
from tests.factories.form_workbooks import minimal_form
from tests.factories.schemes import DATA, MINIMAL
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated_cells
from tests.oracles.onlyoffice import Edited, before_and_after
from xlgen.api import score
from xlgen.authoring.example import example_of
from xlgen.rules.expression import Formula
from xlgen.scheme.inputs import MAX_NUMBER, Input, InputType
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import CHECK, FORM, GUIDE, IDENTITY
from xlgen.scoring.check_code import GENERATOR, RESIDUES, Item, part_formula, part_of
from xlgen.scoring.data_file import load_form_data
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build, make_workbook
from xlgen.workbook.identity import WITHOUT_CODE
from xlgen.workbook.layout import CODE_ON_CHECK
from xlgen.workbook.sheets.check_code import HEIGHT, NOT_YET
from xlgen.workbook.sheets.form_pages import BOTTOM_MARGIN, MARGIN, PAPER, RESERVE

EDGES = [0, -1, 1 / 3, -1 / 3, 0.1 + 0.2, 1e-6, 5e-7, -1e-6, 9.999991, 0.1234565, 999999.9999999999, 1e6, 1e6 - 1e-9]
LARGE = [99_999_999.99995, 1e10, 9_999_999_999.99, 1e12, 1e12 + 0.5, MAX_NUMBER, -MAX_NUMBER, 9_999_999_999_999.0]
MULTIPLES = [count * RESIDUES + more for count in (100_000, 1_000_001) for more in (-1, 0, 1)]
SHEET, COUNT = "数", 400


def _numbers() -> Iterator[tuple[InputType, float]]:
    chance = random.Random(16)
    yield from ((InputType.NUMBER, float(number)) for number in (*EDGES, *LARGE, *MULTIPLES))
    for _ in range(COUNT):
        most = 10.0 ** chance.randint(0, 13)
        number = float(f"{chance.uniform(-most, most):.15g}")  # as many digits as one can type
        ends_in_5 = float(f"{number:.{chance.choice((2, 4, 6))}f}5") if most < 1e8 else round(number) + 0.125
        yield InputType.NUMBER, chance.choice([number, round(number, 2), round(number, 4), ends_in_5])
    yield from ((InputType.DATE, float(chance.randint(61, 73_050))) for _ in range(COUNT // 4))


def test_parts__exactly_the_same_in_every_program(tmp_path: Path) -> None:
    book, file = openpyxl.Workbook(), tmp_path / "parts.xlsx"
    sheet = book.worksheets[0]
    sheet.title = SHEET
    due: list[float] = []
    for row, (kind, number) in enumerate(_numbers(), 1):
        item = Item(pow(GENERATOR, row, RESIDUES), Input(label="数", kind=kind))
        sheet.cell(row, 1, number)
        sheet.cell(row, 2, f"={part_formula(item, Formula(f'A{row}')).text}")
        due.append(float(part_of(item, number)))  # type: ignore[arg-type]  # of a number
    book.save(file)
    engine = formualizer.Workbook.from_bytes(file.read_bytes())
    engine.evaluate_all()
    cells = [f"B{row}" for row in range(1, len(due) + 1)]
    ((onlyoffice, _),) = before_and_after([Edited(file, {}, {SHEET: cells})])
    libreoffice = recalculated_cells([file], [SHEET], tmp_path / "office")[file][SHEET]
    assert [engine.get_value(SHEET, row, 2) for row in range(1, len(due) + 1)] == due
    assert [float(row[1]) for row in libreoffice] == due
    assert [onlyoffice[SHEET][cell] for cell in cells] == due


@pytest.mark.parametrize("name", ["huangshi-2019", "ningxiang-2021"])
def test_form_without_scores__code_of_its_answers(name: str) -> None:
    scheme = shipped_scheme(name)
    filling = example_of(scheme)
    due = score(scheme, filling).check_code
    assert due
    assert stored(build(scheme, filling))[CHECK][CODE_ON_CHECK.address] == due


def test_code__at_the_foot_and_on_the_check_once_nothing_is_open() -> None:
    scheme = load_file(MINIMAL)
    layout, due = layout_of(scheme), score(scheme, load_form_data(DATA, scheme)).check_code
    assert layout.code is not None
    for data, shown in ((minimal_form(), due), (build(scheme), NOT_YET)):
        cells = stored(data)
        assert cells[FORM][layout.code.address] == f"核对码：{shown}"
        assert cells[CHECK][CODE_ON_CHECK.address] == shown


@pytest.mark.parametrize("name", ALL_SCHEMES if ALL_FORMS else ["jiangning", "national-project-2020"])
def test_code__last_line_of_the_print_on_no_page_of_its_own(name: str) -> None:
    """It stands in the reserve of a page, with the line before it, and changes nothing else."""
    scheme = shipped_scheme(name)
    layout, before = layout_of(scheme), make_workbook(scheme, version=WITHOUT_CODE)
    book = make_workbook(scheme)
    assert layout.code is not None
    assert book[FORM].print_area.endswith(f"${layout.code.row}")
    assert [page.id for page in book[FORM].row_breaks.brk] == [page.id for page in before[FORM].row_breaks.brk]
    assert all(page.id < layout.code.row - 1 for page in book[FORM].row_breaks.brk)
    assert min(PAPER["A4"]) - MARGIN - BOTTOM_MARGIN >= HEIGHT / (1 - RESERVE)
    assert dict(_cells(before)).items() <= dict(_cells(book)).items()


def _cells(book: openpyxl.Workbook) -> Iterator[tuple[tuple[str, str], object]]:
    """What forms issued before there was a 核对码 hold too; the guide and the identity speak of it."""
    for sheet in book.worksheets:
        if sheet.title not in {GUIDE, IDENTITY}:
            for row in sheet.iter_rows():
                yield from (((sheet.title, cell.coordinate), cell.value) for cell in row if cell.value is not None)
