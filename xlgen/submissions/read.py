"""Reads a submitted workbook: its identity, what was filled in, and the scores it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from xlgen.scheme.inputs import MAX_NUMBER, Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM, IDENTITY
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.status import is_blank
from xlgen.submissions.first_edition.grid import Unplaced
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.identity import IDENTITY_NAME, Identity, stored_identities
from xlgen.workbook.layout import GRADE_ON_CHECK, VERDICT_ON_CHECK, Layout
from xlgen.xlsx.read.dates import DAYS_TO_1904
from xlgen.xlsx.read.formula_text import canonical
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.workbook import WorkbookRead, read_workbook
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, is_number

ValueOf: TypeAlias = Callable[[CellRef], CellValue]
"""Gives what a cell holds."""
MISSING_FUNCTION_ERRORS = frozenset({"#NAME?", "#BUSY!", "#CONNECT!", "#GETTING_DATA"})
"""Values of cells that call a function which is not available, or has not answered yet."""


@dataclass(frozen=True)
class Returned:
    """The contents of a submitted workbook. reported: the score shown in each row of the form, None if none.

    unplaced: of a workbook of the first edition, what today's scheme has no place for; None for any other workbook.
    """

    filling: FormData
    reported: Mapping[str, float | None]
    total: float | None
    grade: str | None
    computed: bool  # the file was saved with the results of formulas
    without_functions: bool  # scores call functions that were not available when it was saved
    unplaced: Sequence[Unplaced] | None = None


def open_workbook(path: Path) -> tuple[WorkbookRead, Identity]:
    """Open a workbook made by xlgen, with the values last computed. Raises UnreadableError. Executes nothing."""
    workbook = read_workbook(path)
    identity = identity_in(workbook)
    if identity is None:
        raise UnreadableError(path, Reason.NOT_OURS)
    return workbook, identity


def identity_in(workbook: WorkbookRead) -> Identity | None:
    """What a workbook says it was made for; None if it was not made by xlgen. Raises UnreadableError."""
    return next((identity for identity in identities_in(workbook).values() if identity.scheme), None)


def identities_in(workbook: WorkbookRead) -> dict[str, Identity]:
    """The same from each place that says so, see `stored_identities`. Raises UnreadableError."""
    sheet = workbook.sheet(IDENTITY)
    cells = None if sheet is None else {address: cell.value for address, cell in sheet.cells.items()}
    return stored_identities(cells, workbook.properties, workbook.names.get(IDENTITY_NAME, ""), workbook.keywords)


def read_returned(workbook: WorkbookRead, scheme: Scheme, path: Path, layout: Layout | None = None) -> Returned:
    """Read what was filled into a workbook of this scheme, and the scores it shows. Raises UnreadableError.

    layout: of the scheme, if the caller has it already.
    """
    layout = layout or layout_of(scheme)
    needed = [FORM, *(scheme.tables[name].label for name in layout.sheet_tables)]
    absent = [title for title in needed if title not in workbook.titles]
    if absent:
        raise UnreadableError(path, Reason.NO_SHEET, sheets="”“".join(absent))
    filling = read_filling(partial(value_at, workbook), layout, workbook.from_1904)
    scores = {key: value_at(workbook, layout.score(key)) for key in layout.spans}
    reported = {key: score_shown(score) for key, score in scores.items()}
    results = [layout.result(indicator) for indicator in scheme.indicators]
    suspicious = any(value_at(workbook, place) in MISSING_FUNCTION_ERRORS for place in results)
    without_functions = suspicious and _any_calls(workbook, layout)
    if not scheme.scored:
        computed = value_at(workbook, VERDICT_ON_CHECK) is not None
        return Returned(filling, reported, None, None, computed, without_functions)
    grade, total = value_at(workbook, GRADE_ON_CHECK), value_at(workbook, layout.total)
    shown_grade = grade if isinstance(grade, str) else None
    return Returned(filling, reported, score_shown(total), shown_grade, total is not None, without_functions)


def read_filling(value: ValueOf, layout: Layout, from_1904: bool = False) -> FormData:
    """What was filled in. value: what a cell of the issued workbook holds, wherever it may be now.

    from_1904: the days of the workbook count from 1904.
    """
    scheme = layout.scheme
    inputs = {name: value(layout.values[name]) for name in scheme.all_inputs}
    return FormData(
        inputs={name: _in_1900(scheme.all_inputs[name], found, from_1904) for name, found in inputs.items()},
        tables={name: _table_rows(value, layout, name, from_1904) for name in scheme.tables},
        remarks=_texts(value, layout.remarks),
        evidence=_own_texts(value, layout.evidence, {each.id: each.evidence for each in scheme.indicators}),
        notes=_own_texts(value, layout.notes, {each.id: each.remark for each in scheme.indicators}),
        explanations=_texts(value, layout.explanations),
        year=scheme.year,
    )


def read_inputs(workbook: WorkbookRead, scheme: Scheme, layout: Layout) -> dict[str, CellValue]:
    """What was filled in, by the id of the input. Raises UnreadableError if that sheet is broken."""
    return {
        name: _in_1900(spec, value_at(workbook, layout.values[name]), workbook.from_1904)
        for name, spec in scheme.all_inputs.items()
    }


def _any_calls(workbook: WorkbookRead, layout: Layout) -> bool:
    """Whether some scores are computed by functions of the add-in that were not available."""
    for place, calling in function_calls(layout).items():
        sheet = workbook.sheet(place.sheet)
        cell = None if sheet is None else sheet.cells.get(place.address)
        if cell is not None and cell.value in MISSING_FUNCTION_ERRORS and cell.formula == canonical(calling.text):
            return True
    return False


def _texts(value: ValueOf, places: Mapping[str, CellRef]) -> dict[str, str]:
    values = {name: value(place) for name, place in places.items()}
    return {
        name: found if isinstance(found, str) else str(found) for name, found in values.items() if found is not None
    }


def _own_texts(value: ValueOf, places: Mapping[str, CellRef], suggested: Mapping[str, str]) -> dict[str, str]:
    """Texts of the unit's own, without those that the form suggests."""
    return {name: text for name, text in _texts(value, places).items() if text != suggested[name]}


def _in_1900(spec: Input, value: CellValue, from_1904: bool) -> CellValue:
    """A value of a workbook whose days may count from 1904, as on old Macs; here they count as everywhere else."""
    return value + DAYS_TO_1904 if from_1904 and spec.kind is InputType.DATE and is_number(value) else value


def _table_rows(value: ValueOf, layout: Layout, name: str, from_1904: bool) -> list[Row]:
    """The rows of a table down to the last one that is not blank."""
    place, specs = layout.tables[name], layout.scheme.tables[name].columns
    rows: list[Row] = []
    for number in range(layout.scheme.tables[name].rows):
        cells = {column: value(place.cell(column, number)) for column in place.columns}
        rows.append({column: _in_1900(specs[column], found, from_1904) for column, found in cells.items()})
    while rows and all(is_blank(found, specs[column].kind) for column, found in rows[-1].items()):
        rows.pop()
    return rows


def value_at(workbook: WorkbookRead, place: CellRef) -> CellValue:
    """What a cell holds; None if it or its sheet is not there."""
    sheet = workbook.sheet(place.sheet)
    return None if sheet is None else sheet.value(place.address)


def score_shown(value: CellValue) -> float | None:
    """A score as shown, limited so that sums of many scores stay finite."""
    return min(max(float(value), -MAX_NUMBER), MAX_NUMBER) if is_number(value) else None
