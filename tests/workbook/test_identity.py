"""A workbook says what it was made for, as long as one of the four places where it is stored survives."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import ALL_SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BLANK, FILLED, built, read_back
from tests.factories.schemes import ROWS, edited
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.submissions.read import identity_in
from xlgen.workbook.build import build
from xlgen.workbook.identity import IDENTITY_NAME, MADE_BY, Identity, identity_of

pytestmark = pytest.mark.slow

UNIT = "江门市科学技术局（本级）“A&B=100%+”"


def _without_sheet(workbook: Workbook) -> None:
    del workbook[IDENTITY]


def _without_properties(workbook: Workbook) -> None:
    properties = vars(workbook)["custom_doc_props"]
    properties.props = [each for each in properties.props if not each.name.startswith(MADE_BY)]


def _without_name(workbook: Workbook) -> None:
    del workbook.defined_names[IDENTITY_NAME]


def _without_keywords(workbook: Workbook) -> None:
    workbook.properties.keywords = None


PLACES: dict[str, Callable[[Workbook], None]] = {
    "hidden sheet": _without_sheet,
    "custom properties": _without_properties,
    "hidden name": _without_name,
    "keywords": _without_keywords,
}


def _identity(workbook: Workbook) -> Identity | None:
    written = io.BytesIO()
    workbook.save(written)
    return identity_in(read_back(written.getvalue()))


@pytest.mark.parametrize("surviving", PLACES)
def test_identity__readable_from_each_single_place(scheme: Scheme, surviving: str) -> None:
    workbook = load_workbook(io.BytesIO(build(scheme, unit=UNIT)))
    for place, remove in PLACES.items():
        if place != surviving:
            remove(workbook)
    assert _identity(workbook) == identity_of(scheme, UNIT)


def test_identity__none_where_no_place_survives(scheme: Scheme) -> None:
    workbook = load_workbook(io.BytesIO(built(scheme.id, BLANK)))
    for remove in PLACES.values():
        remove(workbook)
    assert _identity(workbook) is None


def test_identity__of_blank_and_filled_workbooks(scheme: Scheme) -> None:
    blank = identity_in(read_back(built(scheme.id, BLANK)))
    filled = identity_in(read_back(built(scheme.id, FILLED)))
    assert isinstance(blank, Identity)
    assert isinstance(filled, Identity)
    assert (blank.scheme, blank.version, blank.year, blank.unit) == (scheme.id, scheme.version, str(scheme.year), "")
    assert filled == blank  # it was not issued to the unit that filled it in


def test_identity__other_scheme_other_template() -> None:
    assert len({identity_of(shipped_scheme(name)).template for name in ALL_SCHEMES}) == len(ALL_SCHEMES)


def test_identity__a_change_of_the_form_changes_the_template(scheme: Scheme) -> None:
    changed = scheme.model_copy(update={"name": f"{scheme.name}。"})
    assert identity_of(changed).template != identity_of(scheme).template


def test_identity__a_change_of_the_commentary_does_not(scheme: Scheme) -> None:
    changed = scheme.model_copy(update={"issuer": f"{scheme.issuer}。", "reconstructed": ["另有推定"]})
    assert identity_of(changed).template == identity_of(scheme).template


def test_identity__which_column_names_evidence_is_commentary() -> None:
    scheme = shipped_scheme("jiangning")
    tables = {name: table.model_copy(update={"evidence_column": None}) for name, table in scheme.tables.items()}
    changed = scheme.model_copy(update={"tables": tables})
    assert changed != scheme
    assert identity_of(changed).template == identity_of(scheme).template


DONE, PLANNED = (
    "          done: {kind: count, label: 完成数, no_more_than: planned}\n",
    "          planned: {kind: count, label: 计划数}\n",
)
NAME_COLUMN = "      name: {kind: text, label: 指标}\n"
POINTS = "      points: {kind: number, label: 权重, maximum: 10}\n"
OTHER_TEMPLATE = {
    "order of inputs": [(f"{DONE}{PLANNED}", f"{PLANNED}{DONE}")],
    "order of columns": [(f"{NAME_COLUMN}{POINTS}", f"{POINTS}{NAME_COLUMN}")],
    "number of rows": [("rows: 4", "rows: 5")],
    "what is laid down": [("points: 4}", "points: 5}")],
    "column for the reason": [("    reason: why\n", "")],
    "text of a result": [("{grade}（", "{grade}(")],
    "edge of a band": [("未达成: {least: 0,", "未达成: {least: 0.1,")],
    "row of the form": [("，{times}次", "；{times}次")],
}
SAME_TEMPLATE = {
    "help of an input": [(PLANNED, PLANNED.replace("计划数", "计划数, help: 年初批复的"))],
    "help of a table": [("    rows: 4\n", "    rows: 4\n    help: 每行一项。\n")],
    "reading": [("        name: 计划\n", "        name: 计划\n        readings: [照表格的原意]\n")],
    "erratum": [
        ("        name: 计划\n", "        name: 计划\n        errata: [{printed: 甲, meant: 乙, because: 漏印}]\n")
    ],
    "reconstructed": [("points: 20\ngrades", "points: 20\nreconstructed: [等次为推定]\ngrades")],
    "source": [("为测试编写", "文号")],
    "default written out": [("    rows: 4\n", "    rows: 4\n    at_least_rows: 1\n")],
}


def _template(folder: Path, *edits: tuple[str, str]) -> str:
    (folder / "scheme.yaml").write_text(edited(ROWS, *edits), encoding="utf-8")
    return identity_of(load_file(folder / "scheme.yaml")).template


@pytest.mark.parametrize("edits", OTHER_TEMPLATE.values(), ids=OTHER_TEMPLATE)
def test_template__another_for_what_changes_cells_or_scores(edits: list[tuple[str, str]], tmp_path: Path) -> None:
    assert _template(tmp_path, *edits) != _template(tmp_path)


@pytest.mark.parametrize("edits", SAME_TEMPLATE.values(), ids=SAME_TEMPLATE)
def test_template__the_same_for_commentary(edits: list[tuple[str, str]], tmp_path: Path) -> None:
    assert _template(tmp_path, *edits) == _template(tmp_path)


@pytest.mark.parametrize("word", ["help", "source", "issuer", "readings"])
def test_template__input_whose_id_is_a_word_for_commentary_counts(word: str, tmp_path: Path) -> None:
    named = ("times: {kind: count, label: 次数", f"{word}: {{kind: count, label: 次数")
    shown = ("{times}", f"{{{word}}}")
    other = (named[0], named[1].replace("count", "percent"))
    assert _template(tmp_path, named, shown) != _template(tmp_path, other, shown)
