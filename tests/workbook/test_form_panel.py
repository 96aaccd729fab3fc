"""The 填报区: figures in one column in the form's order, reasons after them, and links to where answers are typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import ALL_SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BLANK, opened
from tests.factories.schemes import MINIMAL, edited
from xlgen.scheme.inputs import InputType
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM, LIST
from xlgen.scoring.status import Status
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.layout import Layout, Line, LineKind
from xlgen.workbook.sheets.entry import REMARK
from xlgen.workbook.sheets.form_panel import open_count, state_colours
from xlgen.workbook.sheets.input_list import GO, LINK, entries_of

ADDED_UP_ON_THE_FORM = (
    ("tables:\n", "tables:\n  prizes: {label: 表彰, rows: 2, columns: {gained: {kind: number, label: 加分}}}\n"),
    (
        "form:\n",
        "adjustments: [{id: extra, name: 加分, group: 加减分, value: sum(prizes.gained), most: 2, least: 0}]\nform:\n",
    ),
    (
        "  columns:\n    - {title: [一级指标]",
        "    - each: prizes\n      cells: [{text: '{gained}', columns: 5}]\n  columns:\n    - {title: [一级指标]",
    ),
)
"""Edits of the minimal form: an adjustment that is the sum of a table whose rows are typed on the form."""
LINKED = re.compile(r'=HYPERLINK\("#([^"]+)",')


pytestmark = pytest.mark.slow


def sheet(name: str, title: str = FORM) -> Worksheet:
    found: Worksheet = opened(name, BLANK)[title]
    return found


@pytest.fixture(params=ALL_SCHEMES)
def layout(request: pytest.FixtureRequest) -> Layout:
    return layout_of(shipped_scheme(request.param))


def _is_figure(layout: Layout, line: Line) -> bool:
    """A number or a choice that is typed in the 填报区."""
    if line.kind is not LineKind.INPUT or layout.values[line.name].column != layout.panel.value:
        return False
    return layout.scheme.all_inputs[line.name].kind is not InputType.TEXT


def test_lines__one_a_row_from_top_to_bottom_and_every_input_has_one(layout: Layout) -> None:
    rows = [line.row for line in layout.lines]
    assert rows == sorted(set(rows))
    asked = [line.name for line in layout.lines if line.kind is LineKind.INPUT]
    assert sorted([*asked, *layout.seconds.values()]) == sorted(layout.scheme.all_inputs)
    for grade, share in layout.seconds.items():
        assert layout.values[share].column == layout.panel.second
        assert layout.values[share].row == layout.values[grade].row


def test_figures__in_the_forms_order_with_nothing_between_them(layout: Layout) -> None:
    """Enter runs down a block, a column of figures can be pasted: what is computed, and texts, come after them."""
    for indicator in layout.scheme.table_indicators:
        lines = layout.lines_of(indicator)
        figures = [line for line in lines if _is_figure(layout, line)]
        assert [line.row for line in figures] == [
            layout.block(indicator).first + number for number in range(len(figures))
        ]
        own = [name for name in indicator.inputs if name in {line.name for line in figures}]
        assert [line.name for line in figures] == own
        assert lines[-1].kind is LineKind.REMARK
        last = layout.block(indicator).last if indicator.expansion is None else lines[-2].row + 1
        assert lines[-1].row == last


WHOLE = 120
"""Characters of a label that its prompt shows for certain; Excel allows 255, the help included."""


def test_labels__the_first_words_verbatim_and_the_whole_in_the_prompt(layout: Layout) -> None:
    form = sheet(layout.scheme.id)
    prompts = {
        str(area): str(each.prompt) for each in form.data_validations.dataValidation for area in each.sqref.ranges
    }
    for line in layout.lines:
        if line.kind not in (LineKind.INPUT, LineKind.REMARK):
            continue
        spec = layout.scheme.all_inputs[line.name] if line.kind is LineKind.INPUT else REMARK
        shown = str(form[f"{layout.panel.label}{line.row}"].value)
        assert shown
        assert spec.label.startswith(shown.removesuffix("…"))
        if shown.endswith("…"):
            assert spec.label[:WHOLE] in prompts[layout.target_of(line).address]


def test_links__go_to_where_the_answer_is_typed(layout: Layout) -> None:
    form, elsewhere = sheet(layout.scheme.id), 0
    for line in layout.lines:
        target = layout.target_of(line)
        if (target.sheet, target.column) == (FORM, layout.panel.value) or line.kind in (
            LineKind.MEASURE,
            LineKind.SHARED,
            LineKind.CHECK,  # shows whether the rule holds; its figures have lines of their own
        ):
            continue
        match = LINKED.match(str(form[f"{layout.panel.value}{line.row}"].value))
        assert match is not None, line
        assert match[1] == f"{target.sheet}!{target.address}"
        assert not load(layout, target.sheet)[target.address].protection.locked
        elsewhere += 1
    assert elsewhere > 1


def load(layout: Layout, title: str) -> Worksheet:
    return sheet(layout.scheme.id, title)


def test_results__link_to_the_first_line_of_their_block_while_something_is_missing(layout: Layout) -> None:
    form = sheet(layout.scheme.id)
    for indicator in layout.scheme.indicators:
        match = re.search(r'HYPERLINK\("#([^"]+)","待填"\)', str(form[layout.result(indicator).address].value))
        first = layout.target_of(layout.lines_of(indicator)[0])
        assert match is not None
        assert match[1] == f"{first.sheet}!{first.address}"
        printed = [layout.score(key).address for key in layout.scheme.form_rows(indicator)]
        if indicator.judged is None:
            assert all(layout.result(indicator).address in str(form[each].value).replace("$", "") for each in printed)


def test_input_list__every_row_links_to_its_cell(layout: Layout) -> None:
    listed = sheet(layout.scheme.id, LIST)
    entries = list(entries_of(layout))
    targets = {line.name for line in layout.lines if line.kind is LineKind.INPUT} | set(layout.seconds.values())
    assert {layout.values[name] for name in targets} <= {entry.target for entry in entries}
    assert set(layout.remarks.values()) <= {entry.target for entry in entries}
    assert {layout.start_of(name) for name in layout.tables} <= {entry.target for entry in entries}
    for entry in entries:
        assert listed[f"{LINK}{entry.row}"].value == f"#{entry.target.sheet}!{entry.target.address}"
        assert f"HYPERLINK({LINK}{entry.row}," in str(listed[f"{GO}{entry.row}"].value)
        assert not load(layout, entry.target.sheet)[entry.target.address].protection.locked


def test_open_count__of_a_table_on_the_form_alone(tmp_path: Path) -> None:
    """An indicator that asks for nothing itself still waits for the rows that it adds up."""
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, *ADDED_UP_ON_THE_FORM), encoding="utf-8")
    layout = layout_of(load_file(file))
    overall = layout.tables["prizes"].overall.reference_from(FORM).text
    assert (
        open_count(layout, layout.scheme.adjustments[0]).text
        == f'COUNTIF({overall},"待填*")+COUNTIF({overall},"有误*")'
    )


def test_states__each_has_one_colour() -> None:
    tests = [(condition, colour) for condition, colour in state_colours("K5")]
    assert [{state for state in Status if f'"{state}"' in condition} for condition, _ in tests] == [
        {Status.INVALID},
        {Status.MISSING, Status.UNEXPLAINED},
    ]
