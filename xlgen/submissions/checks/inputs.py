"""Checks what was filled in: nothing missing, everything of its type and in its range, no likely slips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.input_words import limit_label
from xlgen.scheme.inputs import NUMERIC, InputType
from xlgen.scoring.form_data import FREE_TEXT, FREE_TEXT_FIELDS
from xlgen.scoring.ladder import Fault
from xlgen.scoring.status import BLOCKING, Status, fault_of, is_blank
from xlgen.scoring.tables import distinct_values, points_due
from xlgen.submissions.checks.balances import unbalanced_sums
from xlgen.submissions.checks.money import is_ten_thousandfold, mixed_units_in_rates
from xlgen.submissions.entries import InputEntry
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.intent import (
    MAX_LIKELY_RATE,
    display_value,
    intended_number,
    intended_option,
    intended_percent,
    intended_value,
    stands_for_nothing,
)
from xlgen.submissions.submission import Submission
from xlgen.text import invisible_in, normalize_text
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import UNSTORABLE


def cells(submission: Submission) -> Iterator[Finding]:
    """Every required input is filled, and every filled one holds a value that it accepts."""
    touched = submission.moved.touched
    for entry in submission.entries:
        if entry.status in BLOCKING and entry.place in touched:
            continue  # what was there has been cut or dragged away, or covered: that is reported
        if entry.status is Status.MISSING:
            yield _finding_at(entry, InputCode.BLANK, expected=entry.expected)
        elif entry.status is Status.INVALID:
            yield _invalid(entry)
        elif _is_date(submission, entry):
            yield _finding_at(entry, InputCode.DATE_FOR_NUMBER)
        elif entry.spec.kind is InputType.TEXT and isinstance(entry.value, str):
            yield from _odd_text(entry, entry.value)


def reasons(submission: Submission) -> Iterator[Finding]:
    """The unit's own explanation of a score is a text, and no longer than the form takes."""
    for indicator in submission.scheme.indicators:
        text, place = submission.filling.remarks.get(indicator.id), submission.layout.remarks.get(indicator.id)
        fault = None if is_blank(text) or place in submission.moved.touched else fault_of(FREE_TEXT, text)
        if fault is not None:
            fields = {"label": FREE_TEXT_FIELDS["remarks"], "found": display_value(text), "reason": fault.words(text)}
            yield finding(FINDINGS[fault.fault][0], place or "", indicator.name, **fields)


def _odd_text(entry: InputEntry, text: str) -> Iterator[Finding]:
    """A text that no formula can judge: with control characters, or with nothing that one can read."""
    if UNSTORABLE.search(text):
        yield _finding_at(entry, InputCode.ODD_TEXT, what="含有不能显示的控制字符")
    elif entry.needed and (not normalize_text(text) or stands_for_nothing(text, words=False)):
        yield _finding_at(entry, InputCode.ODD_TEXT, what="看不出内容")


def percents(submission: Submission) -> Iterator[Finding]:
    """No percent is a hundred times or a hundredth of what is likely."""
    for entry in submission.entries:
        if entry.spec.kind is InputType.PERCENT and entry.status is Status.FILLED:
            meant = intended_percent(entry.spec, cast(float, entry.number))
            if meant:
                ratio, percent = display_value(entry.value), _display(entry)
                yield _finding_at(entry, InputCode.PERCENT_AS_NUMBER, found=ratio, percent=percent, meant=meant)


def money_units(submission: Submission) -> Iterator[Finding]:
    """Amounts in the same rate or sum are in the same unit."""
    reported: set[CellRef] = set()
    mixed = [*mixed_units_in_rates(submission), *(total.mixed for total in unbalanced_sums(submission) if total.mixed)]
    for amount, other in mixed:
        if amount.place not in reported:
            reported.add(amount.place)
            fields = {
                "found": display_value(amount.value),
                "other": other.label,
                "other_found": display_value(other.value),
            }
            yield finding(InputCode.MONEY_UNIT, amount.place, amount.indicator, label=amount.label, **fields)


def tables(submission: Submission) -> Iterator[Finding]:
    """Every table has enough rows, of enough kinds, and the points of its rows add up to those of its indicator."""
    for name, score in submission.tables.items():
        table, indicator = submission.scheme.tables[name], submission.template.owner(name)
        place, used = submission.layout.tables[name], len(score.rows) - score.rows.count(Status.OPTIONAL)
        fields = {"table": table.label}
        if score.needed and used < table.at_least_rows:
            at = place.cell(next(iter(place.columns)), used)
            yield finding(InputCode.TOO_FEW_ROWS, at, indicator, **fields, found=used, least=table.at_least_rows)
        elif score.rows.count(Status.FILLED) == used:  # wrong and unfinished rows are reported cell by cell
            yield from _too_few_kinds(submission, name, indicator)
            yield from _row_points(submission, name, indicator)


def _too_few_kinds(submission: Submission, name: str, indicator: str) -> Iterator[Finding]:
    table, score = submission.scheme.tables[name], submission.tables[name]
    if table.distinct is None or not score.needed:
        return
    column, min_kinds = table.distinct.column, table.distinct.at_least
    kinds = distinct_values(column, submission.filling.tables.get(name, ()), score.rows)
    if kinds < min_kinds:
        fields = {"table": table.label, "column": table.columns[column].label, "found": kinds, "least": min_kinds}
        yield finding(InputCode.TOO_FEW_KINDS, _first_cell(submission, name, column), indicator, **fields)


def _row_points(submission: Submission, name: str, indicator: str) -> Iterator[Finding]:
    part, score = part_of_rows(submission.scheme, name), submission.tables[name]
    if part is None or part.row_points is None:
        return
    due, at = points_due(part), _first_cell(submission, name, part.row_points)
    for option, excess in score.excess.items():
        if excess > 0 or score.needed:
            fields = {"found": f"{due[option] + excess:.10g}", "expected": f"{due[option]:g}"}
            table = submission.scheme.tables[name].label + (f"·{option}" if option else "")
            yield finding(InputCode.ROW_POINTS, at, indicator, table=table, **fields)


def _first_cell(submission: Submission, table: str, column: str) -> CellRef:
    return submission.layout.tables[table].cell(column, 0)


def _finding_at(entry: InputEntry, code: Code, **fields: object) -> Finding:
    fields = {"label": entry.label, "found": _display(entry), **fields}
    return finding(code, entry.place, entry.indicator, **fields)


def _display(entry: InputEntry) -> str:
    return display_value(entry.value, entry.spec.kind)


def _is_date(submission: Submission, entry: InputEntry) -> bool:
    if entry.spec.kind not in NUMERIC or entry.number is None:
        return False
    sheet = submission.book.sheet(entry.place.sheet)
    cell = None if sheet is None else sheet.cells.get(entry.place.address)
    return cell is not None and cell.is_date


def _invalid(entry: InputEntry) -> Finding:
    """The finding for the first fault of an input; the words are those of its status in the workbook."""
    fault = entry.fault
    if fault is None:
        return _finding_at(entry, InputCode.OUT_OF_RANGE, reason=entry.wrong_beside, meant="")
    code, more = FINDINGS[fault.fault]
    return _finding_at(entry, code, reason=fault.words(entry.value), **more(entry))


def _plain(entry: InputEntry) -> dict[str, str]:
    return {}


def _no_guess(entry: InputEntry) -> dict[str, str]:
    return {"meant": ""}


def _read_as(entry: InputEntry) -> dict[str, str]:
    text = str(entry.value)
    intended = None if isinstance(entry.value, bool) else intended_number(text)
    read_as = f"，可按 {intended} 理解" if intended else ""
    if stands_for_nothing(text) and entry.spec.bounds[0] <= 0:
        read_as = "，没有发生的填 0"
    signs = invisible_in(text)
    return {"meant": f"{f'，含有看不见的字符 {signs}' if signs else ''}{read_as}"}


def _nearest(entry: InputEntry) -> dict[str, str]:
    return {"meant": _nearest_option(entry)}


def _nearest_option(entry: InputEntry) -> str:
    text = display_value(entry.value) if isinstance(entry.value, (bool, int, float)) else str(entry.value)
    intended = intended_option(text, entry.spec.options)
    if signs := invisible_in(text):
        return f"：含有看不见的字符 {signs}" + (f"，去掉才是“{intended}”" if intended else "")
    if intended is None:
        return ""
    return f"，去掉空格才是“{intended}”" if text.strip() == intended else f"，是否想选“{intended}”"


def _date_meant(entry: InputEntry) -> dict[str, str]:
    intended = intended_value(entry.spec, entry.value)
    signs = invisible_in(str(entry.value))
    read_as = f"，可按{display_value(intended, InputType.DATE)}理解" if intended is not None else ""
    return {"meant": f"{f'，含有看不见的字符 {signs}' if signs else ''}{read_as}"}


def _percent_meant(entry: InputEntry) -> dict[str, str]:
    if entry.spec.kind is InputType.DATE:
        return _date_meant(entry)
    intended = intended_percent(entry.spec, cast(float, entry.number))
    return {"meant": f"，可能是想填 {intended}" if intended else ""}


def _beside_band(entry: InputEntry) -> dict[str, str]:
    assert entry.spec.bands is not None, "the fault says so"
    band, number = entry.spec.bands.ranges[str(entry.limiting_value)], cast(float, entry.number)
    sign_left_out = band.holds(number / 100) and number > MAX_LIKELY_RATE
    return {"meant": f"，可能是想填 {number:.10g}%" if sign_left_out else ""}


def _beside_whole(entry: InputEntry) -> dict[str, str]:
    whole, number = entry.limiting_value, cast(float, entry.number)
    mixed = entry.spec.kind is InputType.MONEY and is_ten_thousandfold(number, cast(float, whole))
    hint = "，两数相差约一万倍，可能把元和万元混用了" if mixed else ""
    label = limit_label(entry.spec, entry.siblings)
    return {"meant": f"，“{label}”是 {display_value(whole, entry.spec.kind)}{hint}"}


FINDINGS: Mapping[Fault, tuple[InputCode, Callable[[InputEntry], dict[str, str]]]] = {
    Fault.ERROR: (InputCode.ERROR_VALUE, _plain),
    Fault.TOO_LONG: (InputCode.UNFIT_TEXT, _plain),
    Fault.SYMBOL: (InputCode.PLACEHOLDER, _plain),
    Fault.NOT_AN_OPTION: (InputCode.NOT_AN_OPTION, _nearest),
    Fault.UNIT_WRITTEN: (InputCode.TEXT_FOR_NUMBER, _read_as),
    Fault.NOT_A_NUMBER: (InputCode.TEXT_FOR_NUMBER, _read_as),
    Fault.OUT_OF_RANGE: (InputCode.OUT_OF_RANGE, _percent_meant),
    Fault.NOT_WHOLE: (InputCode.NOT_WHOLE, _no_guess),
    Fault.OUTSIDE_BAND: (InputCode.OUTSIDE_BAND, _beside_band),
    Fault.ABOVE_LIMIT: (InputCode.PART_ABOVE_WHOLE, _beside_whole),
    Fault.NOT_A_DATE: (InputCode.TEXT_FOR_NUMBER, _date_meant),
    Fault.WITH_TIME: (InputCode.NOT_WHOLE, _date_meant),
}
"""The finding for each fault, and what it says beyond the fault's own words."""
