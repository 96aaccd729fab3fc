"""What may stand in the cells of a returned workbook: it is missing, wrong or right, and never a crash."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import Filled, Run, assert_complaint
from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.form_workbooks import minimal_form, minimal_form_parts, minimal_form_with_part
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM
from xlgen.submissions.compare import compare
from xlgen.submissions.read import open_workbook, read_returned
from xlgen.workbook.arrangement import layout_of

SHEET = "xl/worksheets/sheet2.xml"
LATE = layout_of(load_file(MINIMAL)).values["late"].address


def cell(kind: str, inside: str) -> bytes:
    """The workbook with another cell where the count `late` stands."""
    pattern = re.compile(rf'<c r="{LATE}"[^>]*>.*?</c>'.encode())
    assert len(pattern.findall(minimal_form_parts()[SHEET])) == 1
    written = f'<c r="{LATE}"{kind}>{inside}</c>'.encode()
    return minimal_form_with_part(SHEET, lambda content: pattern.sub(lambda _: written, content))


CELLS = {
    "blank": ("", "", None),
    "spaces": (' t="inlineStr"', "<is><t>  </t></is>", None),
    "text": (' t="inlineStr"', "<is><t>没有</t></is>", None),
    "number as text": (' t="inlineStr"', "<is><t>0</t></is>", None),
    "error": (' t="e"', "<v>#DIV/0!</v>", None),
    "truth": (' t="b"', "<v>1</v>", None),
    "date": (' t="d"', "<v>2021-01-01</v>", None),
    "fraction": ("", "<v>0.5</v>", None),
    "negative": ("", "<v>-1</v>", None),
    "beyond the limit": ("", "<v>13</v>", None),
    "formula": ("", "<f>1-1</f><v>0</v>", 5.0),
    "formula without a value": ("", "<f>1-1</f>", None),
    "duration": (' t="d"', "<v>PT1H</v>", None),
    "style that is not there": (' s="99999"', "<v>0</v>", 5.0),
    "inline beside a number": (' t="inlineStr"', "<is><t>没有</t></is><v>0</v>", None),
    "scientific": ("", "<v>1E0</v>", 4.0),
    "infinite": ("", "<v>1e999</v>", None),
    "beyond all numbers": ("", f"<v>{'9' * 400}</v>", None),
}
UNREADABLE = {
    "no number": ("", "<v>abc</v>"),
    "NaN": ("", "<v>NaN</v>"),
    "no date": (' t="d"', "<v>heute</v>"),
    "two numbers": ("", "<v>0</v><v>1</v>"),
    "text that is not there": (' t="s"', "<v>99999</v>"),
}


@pytest.mark.parametrize("case", CELLS.values(), ids=CELLS)
def test_cell__scored_or_missing(case: tuple[str, str, float | None], xlgen: Run, tmp_path: Path) -> None:
    kind, inside, score = case
    file = tmp_path / "表.xlsx"
    file.write_bytes(cell(kind, inside))
    done = xlgen("score", file, "--scheme", MINIMAL, "--json")
    found = json.loads(done.out)["indicators"][0]
    assert found["score"] == score
    assert found["complete"] is (score is not None)
    assert done.code == (0 if score == 5.0 else 1)


@pytest.mark.parametrize("case", UNREADABLE.values(), ids=UNREADABLE)
def test_cell__unreadable(case: tuple[str, str], xlgen: Run, tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(cell(*case))
    assert_complaint(xlgen("score", file, "--scheme", MINIMAL), 2, str(file), "已损坏")


MISCALCULATED = ("guangdong-2019", "jiangning", "shenzhen-2021")
"""The published forms whose units scored themselves otherwise than by the rules."""


@pytest.mark.parametrize("name", SCHEMES)
def test_filled__reads_back_what_was_filled(name: str, filled: Filled) -> None:
    scheme, filling = shipped_scheme(name), published_filling(name)
    workbook, identity = open_workbook(filled(name))
    returned = read_returned(workbook, scheme, filled(name))
    assert (identity.scheme, identity.version, identity.year) == (scheme.id, scheme.version, str(scheme.year))
    assert {key: value for key, value in returned.filling.inputs.items() if value is not None} == filling.inputs
    assert {key: value for key, value in returned.filling.remarks.items() if value} == filling.remarks
    for table, rows in filling.tables.items():
        read = [
            {key: value for key, value in row.items() if value is not None} for row in returned.filling.tables[table]
        ]
        assert read == rows
    comparison = compare(scheme, returned, identity.unit)
    assert comparison.clean is (name not in MISCALCULATED)


IDENTITIES = {
    "year that is a word": ("year", "今年", 2),
    "no year": ("year", None, 2),
    "year with a raised digit": ("year", "²", 2),
    "year no scheme has": ("year", "1999", 2),
    "another year": ("year", "2025", 2),
    "another template": ("template", "0" * 16, 2),
}


@pytest.mark.parametrize("case", IDENTITIES.values(), ids=IDENTITIES)
def test_changed_identity__error(case: tuple[str, str | None, int], xlgen: Run, tmp_path: Path) -> None:
    key, value, code = case
    (tmp_path / "good.xlsx").write_bytes(minimal_form())
    workbook = openpyxl.load_workbook(tmp_path / "good.xlsx")
    (place,) = [row[1] for row in workbook["xlgen"].iter_rows(max_col=2) if row[0].value == key]
    place.value = value
    file = tmp_path / "表.xlsx"
    workbook.save(file)
    assert_complaint(xlgen("score", file, "--scheme", MINIMAL), code, str(file))


def test_identity_that_is_a_path__not_followed(xlgen: Run, tmp_path: Path) -> None:
    secret = tmp_path / "别人的.yaml"
    secret.write_text("秘密: 1\n", encoding="utf-8")
    (tmp_path / "good.xlsx").write_bytes(minimal_form())
    workbook = openpyxl.load_workbook(tmp_path / "good.xlsx")
    workbook["xlgen"]["B1"].value = str(secret)
    workbook.save(tmp_path / "表.xlsx")
    done = xlgen("score", tmp_path / "表.xlsx")
    assert done.code != 0
    assert "秘密" not in done.err


def test_inserted_row__is_noticed(xlgen: Run, tmp_path: Path) -> None:
    (tmp_path / "good.xlsx").write_bytes(minimal_form())
    workbook = openpyxl.load_workbook(tmp_path / "good.xlsx", data_only=True)
    workbook[FORM].insert_rows(6)
    workbook.save(tmp_path / "表.xlsx")
    assert xlgen("score", tmp_path / "表.xlsx", "--scheme", MINIMAL).code != 0
