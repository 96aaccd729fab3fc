"""Checks what was filled in: nothing missing, everything of its type and in its range, no likely slips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import InputType
from xlgen.scoring.status import Status, why_wrong
from xlgen.scoring.tables import distinct_values
from xlgen.submissions.checks.balances import unbalanced_sums
from xlgen.submissions.checks.money import is_ten_thousandfold, mixed_units_in_rates
from xlgen.submissions.entries import InputEntry
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.intent import display_value, intended_number, intended_option, stands_for_nothing
from xlgen.submissions.submission import Submission
from xlgen.text import invisible_in, normalize_text
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

MAX_LIKELY_RATE = 2.0
"""A higher rate, above 200 %, means that the percent sign was left out."""
MIN_LIKELY_PERCENT = 0.01
"""A percent up to this is probably a ratio that was typed into a cell that shows percents."""


def cells(submission: Submission) -> Iterator[Finding]:
    """Every required input is filled, and every filled one holds a value that it accepts."""
    for entry in submission.entries:
        if entry.status is Status.MISSING and entry.place in submission.moved.moved:
            continue  # what was there has been cut or dragged away
        if entry.status is Status.MISSING:
            yield _finding_at(entry, InputCode.BLANK, expected=entry.expected)
        elif _is_date(submission, entry):
            yield _finding_at(entry, InputCode.DATE_FOR_NUMBER, expected=entry.expected)
        elif entry.status is Status.INVALID:
            yield _invalid(entry)
        elif _is_only_space(entry):
            yield _finding_at(entry, InputCode.BLANK, expected=entry.expected)
        elif _is_only_symbol(entry):
            yield _finding_at(entry, InputCode.PLACEHOLDER, expected=entry.expected, instead="写“无”")


def percents(submission: Submission) -> Iterator[Finding]:
    """No percent is a hundred times or a hundredth of what is likely."""
    for entry in submission.entries:
        if entry.spec.kind is InputType.PERCENT and entry.status is Status.FILLED:
            meant = _intended_percent(entry)
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
    if part is not None and part.row_points is not None and (score.excess > 0 or (score.needed and score.excess)):
        fields = {"found": f"{part.points + score.excess:.10g}", "expected": f"{part.points:g}"}
        at = _first_cell(submission, name, part.row_points)
        yield finding(InputCode.ROW_POINTS, at, indicator, table=submission.scheme.tables[name].label, **fields)


def _first_cell(submission: Submission, table: str, column: str) -> CellRef:
    return submission.layout.tables[table].cell(column, 0)


def _finding_at(entry: InputEntry, code: Code, **fields: object) -> Finding:
    fields = {"label": entry.label, "found": _display(entry), **fields}
    return finding(code, entry.place, entry.indicator, **fields)


def _display(entry: InputEntry) -> str:
    return display_value(entry.value, entry.spec.kind)


def _is_date(submission: Submission, entry: InputEntry) -> bool:
    if not entry.spec.numeric or entry.number is None:
        return False
    sheet = submission.book.sheet(entry.place.sheet)
    cell = None if sheet is None else sheet.cells.get(entry.place.address)
    return cell is not None and cell.is_date


def _is_only_space(entry: InputEntry) -> bool:
    """Whether a required text holds only line breaks or rare invisible characters: the workbook counts them as text."""
    if entry.spec.kind is not InputType.TEXT or not isinstance(entry.value, str):
        return False
    return entry.needed and not normalize_text(entry.value)


def _is_only_symbol(entry: InputEntry) -> bool:
    """Whether a required text is only a symbol; “无” is an answer."""
    if entry.spec.kind is not InputType.TEXT or not isinstance(entry.value, str):
        return False
    return stands_for_nothing(entry.value, words=False) and entry.needed


def _invalid(entry: InputEntry) -> Finding:
    """The most specific finding for an input that `why_wrong` refuses; the order of the tests is the same there."""
    spec, number = entry.spec, entry.number
    if isinstance(entry.value, ErrorValue):
        return _finding_at(entry, InputCode.ERROR_VALUE, expected=entry.expected)
    if spec.kind is InputType.TEXT:
        return _finding_at(entry, InputCode.UNFIT_TEXT, reason=why_wrong(spec, entry.value))
    if spec.options:
        return _finding_at(entry, InputCode.NOT_AN_OPTION, near=_nearest_option(entry), expected=entry.expected)
    if number is None:
        return _not_a_number(entry)
    low, high = spec.bounds
    if number < min(low, 0.0):
        return _finding_at(
            entry, InputCode.NEGATIVE if low >= 0 else InputCode.OUT_OF_RANGE, meant="", expected=entry.expected
        )
    if not low <= number <= high:
        meant = _intention(_intended_percent(entry))
        return _finding_at(entry, InputCode.OUT_OF_RANGE, meant=meant, expected=entry.expected)
    if spec.kind is InputType.COUNT and number != int(number):
        return _finding_at(entry, InputCode.NOT_WHOLE, expected=entry.expected)
    if entry.wrong_beside:
        return _finding_at(entry, InputCode.OUT_OF_RANGE, meant=f"（{entry.wrong_beside}）", expected=entry.expected)
    return _outside_band(entry) if spec.bands is not None else _part_above_whole(entry, number)


def _not_a_number(entry: InputEntry) -> Finding:
    text = str(entry.value)
    if stands_for_nothing(text):
        return _finding_at(entry, InputCode.PLACEHOLDER, expected=entry.expected, instead="填 0")
    intended = None if isinstance(entry.value, bool) else intended_number(text)
    read_as = f"按 {intended} 理解" if intended else "读不出数"
    if signs := invisible_in(text):
        read_as = f"含有看不见的字符 {signs}，{read_as}"
    return _finding_at(entry, InputCode.TEXT_FOR_NUMBER, read_as=read_as, expected=entry.expected)


def _nearest_option(entry: InputEntry) -> str:
    text = display_value(entry.value) if isinstance(entry.value, (bool, int, float)) else str(entry.value)
    intended = intended_option(text, entry.spec.options)
    if signs := invisible_in(text):
        return f"：含有看不见的字符 {signs}" + (f"，去掉才是“{intended}”" if intended else "")
    if intended is None:
        return ""
    return f"，去掉空格才是“{intended}”" if text.strip() == intended else f"，是否想选“{intended}”"


def _intended_percent(entry: InputEntry) -> str:
    """The percent that was probably meant, if its sign was left out; empty if the number may be right."""
    number, (low, high) = cast(float, entry.number), entry.spec.bounds
    if entry.spec.kind is InputType.PERCENT and 0 < number <= MIN_LIKELY_PERCENT:
        return f"{number * 10_000:.10g}%"  # 0.376 typed into a cell that shows percents
    if entry.spec.kind is not InputType.PERCENT or number <= MAX_LIKELY_RATE or not low <= number / 100 <= high:
        return ""
    return f"{number:.10g}%" if number / 100 <= MAX_LIKELY_RATE else ""


def _intention(intended: str) -> str:
    return f"，可能是想填 {intended}" if intended else ""


def _outside_band(entry: InputEntry) -> Finding:
    grade = str(entry.limiting_value)
    assert entry.spec.bands is not None, "the caller has checked"
    band = entry.spec.bands.ranges[grade]
    number = cast(float, entry.number)
    sign_left_out = band.holds(number / 100) and number > MAX_LIKELY_RATE
    meant = _intention(f"{number:.10g}%") if sign_left_out else ""
    fields = {"grade": grade, "band": str(band), "meant": meant, "expected": entry.expected}
    return _finding_at(entry, InputCode.OUTSIDE_BAND, **fields)


def _part_above_whole(entry: InputEntry, number: float) -> Finding:
    whole: CellValue = entry.limiting_value
    hint = ""
    if entry.spec.kind is InputType.MONEY and is_ten_thousandfold(number, cast(float, whole)):
        hint = "，两数相差约一万倍，可能把元和万元混用了"
    label = entry.siblings[entry.spec.no_more_than or ""].label
    limit = f"（{display_value(whole, entry.spec.kind)}）{hint}"
    return _finding_at(entry, InputCode.PART_ABOVE_WHOLE, whole=label, limit=limit)
