"""What was filled in: nothing missing, everything of its kind and in its range, nothing that looks like a slip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.inputs import InputType
from xlgen.scoring.status import Status, why_wrong
from xlgen.scoring.tables import distinct_values
from xlgen.submissions.checks.balances import unbalanced
from xlgen.submissions.checks.money import mixed_in_rates, ten_thousandfold
from xlgen.submissions.entries import Entry
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.narrative.intent import number_meant, option_meant, shown, stands_for_nothing
from xlgen.submissions.submission import Submission
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue, ErrorValue

HIGHEST_RATE = 2.0
"""No rate of a form is above 200 % unless the sign was left out."""
LOWEST_RATE = 0.01
"""A percent up to this is more likely a ratio typed as a percent."""


def cells(submission: Submission) -> Iterator[Finding]:
    """Every input that must be filled is filled, and every one that is filled holds what it may hold."""
    for entry in submission.entries:
        if entry.status is Status.MISSING:
            yield _at(entry, Code.BLANK, expected=entry.expected)
        elif _is_date(submission, entry):
            yield _at(entry, Code.DATE_FOR_NUMBER, expected=entry.expected)
        elif entry.status is Status.INVALID:
            yield _wrong(entry)
        elif _is_mere_space(entry):
            yield _at(entry, Code.BLANK, expected=entry.expected)
        elif _is_mere_symbol(entry):
            yield _at(entry, Code.PLACEHOLDER, expected=entry.expected, instead="写“无”")


def percents(submission: Submission) -> Iterator[Finding]:
    """A percent is not a hundred times what is likely, nor a hundredth of it."""
    for entry in submission.entries:
        if entry.spec.kind is InputType.PERCENT and entry.status is Status.FILLED:
            meant = _percent_meant(entry)
            if meant:
                found = shown(entry.value)
                yield _at(entry, Code.PERCENT_AS_NUMBER, found=found, percent=_found(entry), meant=meant)


def money_units(submission: Submission) -> Iterator[Finding]:
    """Amounts that make a rate or a sum together are in the same unit."""
    reported: set[CellRef] = set()
    mixed = [*mixed_in_rates(submission), *(each.mixed for each in unbalanced(submission) if each.mixed)]
    for amount, other in mixed:
        if amount.place not in reported:
            reported.add(amount.place)
            found = {"found": shown(amount.value), "other": other.label, "other_found": shown(other.value)}
            yield finding(Code.MONEY_UNIT, amount.place, amount.indicator, label=amount.label, **found)


def tables(submission: Submission) -> Iterator[Finding]:
    """Every table has enough rows, of enough kinds, and their points add up to those of its indicator."""
    for name, score in submission.tables.items():
        table, indicator = submission.scheme.tables[name], submission.template.owner(name)
        place, used = submission.layout.tables[name], len(score.rows) - score.rows.count(Status.OPTIONAL)
        told = {"table": table.label}
        if score.needed and used < table.at_least_rows:
            at = CellRef(place.sheet, next(iter(place.columns.values())), place.first + used)
            yield finding(Code.TOO_FEW_ROWS, at, indicator, **told, found=used, least=table.at_least_rows)
        elif score.rows.count(Status.FILLED) == used:  # rows that are wrong or unfinished are told cell by cell
            yield from _kinds(submission, name, indicator)
            yield from _points(submission, name, indicator)


def _kinds(submission: Submission, name: str, indicator: str) -> Iterator[Finding]:
    table, score = submission.scheme.tables[name], submission.tables[name]
    if table.distinct is None or not score.needed:
        return
    column, least = table.distinct.column, table.distinct.at_least
    found = distinct_values(column, submission.filling.tables.get(name, ()), score.rows)
    if found < least:
        told = {"table": table.label, "column": table.columns[column].label, "found": found, "least": least}
        yield finding(Code.TOO_FEW_KINDS, _top(submission, name, column), indicator, **told)


def _points(submission: Submission, name: str, indicator: str) -> Iterator[Finding]:
    part, score = part_of_rows(submission.scheme, name), submission.tables[name]
    if part is not None and part.row_points is not None and (score.excess > 0 or (score.needed and score.excess)):
        told = {"found": f"{part.points + score.excess:.10g}", "expected": f"{part.points:g}"}
        at = _top(submission, name, part.row_points)
        yield finding(Code.ROW_POINTS, at, indicator, table=submission.scheme.tables[name].label, **told)


def _top(submission: Submission, table: str, column: str) -> CellRef:
    place = submission.layout.tables[table]
    return CellRef(place.sheet, place.columns[column], place.first)


def _at(entry: Entry, code: Code, **fields: object) -> Finding:
    told = {"label": entry.label, "found": _found(entry), **fields}
    return finding(code, entry.place, entry.indicator, **told)


def _found(entry: Entry) -> str:
    return shown(entry.value, entry.spec.kind)


def _is_date(submission: Submission, entry: Entry) -> bool:
    if not entry.spec.numeric or entry.number is None:
        return False
    sheet = submission.book.sheet(entry.place.sheet)
    cell = None if sheet is None else sheet.cells.get(entry.place.address)
    return cell is not None and cell.is_date


def _is_mere_space(entry: Entry) -> bool:
    """A text that is demanded and holds nothing but wide blanks or line ends, which the workbook takes for a text."""
    return (
        entry.spec.kind is InputType.TEXT and isinstance(entry.value, str) and entry.needed and not entry.value.strip()
    )


def _is_mere_symbol(entry: Entry) -> bool:
    """A text that is demanded and says nothing; “无” says something."""
    if entry.spec.kind is not InputType.TEXT or not isinstance(entry.value, str):
        return False
    return stands_for_nothing(entry.value, words=False) and entry.needed


def _wrong(entry: Entry) -> Finding:
    """The finding for an input that `why_wrong` refuses, most specific first; in the same order."""
    spec, number = entry.spec, entry.number
    if isinstance(entry.value, ErrorValue):
        return _at(entry, Code.ERROR_VALUE, expected=entry.expected)
    if spec.kind is InputType.TEXT:
        return _at(entry, Code.UNFIT_TEXT, reason=why_wrong(spec, entry.value))
    if spec.options:
        return _at(entry, Code.NOT_AN_OPTION, near=_near(entry), expected=entry.expected)
    if number is None:
        return _no_number(entry)
    low, high = spec.bounds
    if number < min(low, 0.0):
        return _at(entry, Code.NEGATIVE if low >= 0 else Code.OUT_OF_RANGE, meant="", expected=entry.expected)
    if not low <= number <= high:
        return _at(entry, Code.OUT_OF_RANGE, meant=_perhaps(_percent_meant(entry)), expected=entry.expected)
    if spec.kind is InputType.COUNT and number != int(number):
        return _at(entry, Code.NOT_WHOLE, expected=entry.expected)
    if why_wrong(spec, entry.value, entry.beside) is None:  # the points of a row, which its rule rounds
        return _at(entry, Code.OUT_OF_RANGE, meant="（分值最多写到两位小数）", expected=entry.expected)
    return _outside_band(entry) if spec.bands is not None else _above_whole(entry, number)


def _no_number(entry: Entry) -> Finding:
    text = str(entry.value)
    if stands_for_nothing(text):
        return _at(entry, Code.PLACEHOLDER, expected=entry.expected, instead="填 0")
    meant = None if isinstance(entry.value, bool) else number_meant(text)
    read_as = f"按 {meant} 理解" if meant else "读不出数"
    return _at(entry, Code.TEXT_FOR_NUMBER, read_as=read_as, expected=entry.expected)


def _near(entry: Entry) -> str:
    text = shown(entry.value) if isinstance(entry.value, (bool, int, float)) else str(entry.value)
    meant = option_meant(text, entry.spec.options)
    if meant is None:
        return ""
    return f"，去掉空格才是“{meant}”" if text.strip() == meant else f"，是否想选“{meant}”"


def _percent_meant(entry: Entry) -> str:
    """The percent that was probably meant where the sign was left out; nothing where the number may be right."""
    number, (low, high) = cast(float, entry.number), entry.spec.bounds
    if entry.spec.kind is InputType.PERCENT and 0 < number <= LOWEST_RATE:
        return f"{number * 10_000:.10g}%"  # 0.376 typed into a cell that shows percents
    if entry.spec.kind is not InputType.PERCENT or number <= HIGHEST_RATE or not low <= number / 100 <= high:
        return ""
    return f"{number:.10g}%" if number / 100 <= HIGHEST_RATE else ""


def _perhaps(meant: str) -> str:
    return f"，可能是想填 {meant}" if meant else ""


def _outside_band(entry: Entry) -> Finding:
    grade = str(entry.beside)
    assert entry.spec.bands is not None, "the caller knows"
    band = entry.spec.bands.ranges[grade]
    number = cast(float, entry.number)
    meant = _perhaps(f"{number:.10g}%") if band.least <= number / 100 <= band.most and number > HIGHEST_RATE else ""
    told = {"grade": grade, "band": f"{band.most:.0%}至{band.least:.0%}", "meant": meant, "expected": entry.expected}
    return _at(entry, Code.OUTSIDE_BAND, **told)


def _above_whole(entry: Entry, number: float) -> Finding:
    whole: CellValue = entry.beside
    hint = ""
    if entry.spec.kind is InputType.MONEY and ten_thousandfold(number, cast(float, whole)):
        hint = "，两数相差约一万倍，可能把元和万元混用了"
    label = entry.among[entry.spec.no_more_than or ""].label
    return _at(entry, Code.PART_ABOVE_WHOLE, whole=label, limit=f"（{shown(whole, entry.spec.kind)}）{hint}")
