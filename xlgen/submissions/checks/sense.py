"""What cannot be meant although every number is one: too many points, no reasons, targets that moved."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlgen.scheme.form import Content
from xlgen.scheme.inputs import InputType
from xlgen.scheme.outline import placeholders
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.scoring.form_data import Row, presets
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.open_points import explained, max_points, total_shown
from xlgen.scoring.status import Status, is_blank
from xlgen.submissions.entries import cell_label
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.narrative.intent import shown, stands_for_nothing
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text
from xlgen.workbook.approved import places_of, read_approved
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue


def above_points(submission: Submission) -> Iterator[Finding]:
    """No score that the unit typed itself is above its points."""
    for score in submission.comparison.by_rule.indicators:
        for key in submission.scheme.form_rows(score.indicator):
            reported, most = submission.returned.reported[key], max_points(score, key)
            if reported is not None and reported > most and key in submission.typed_over:
                name = score.rows[key].name if key in score.rows else score.indicator.name
                told = {"found": f"{reported:.10g}", "points": f"{most:g}"}
                yield finding(Code.SCORE_ABOVE_POINTS, submission.layout.score(key), name, **told)


def unexplained(submission: Submission) -> Iterator[Finding]:
    """Where points are lost, the unit says why; a mere symbol says nothing."""
    said = {name: words for name, words in submission.filling.remarks.items() if not stands_for_nothing(words)}
    filling = replace(submission.filling, remarks=said)
    for score in submission.comparison.by_rule.indicators:
        scores = _scores(submission, score)
        total = total_shown(score, scores) if score.complete else None
        if total is None or total >= score.points:
            continue
        if not explained(submission.scheme, score, scores, filling):
            place, name = _where_to_explain(submission, score, scores), score.indicator.name
            yield finding(Code.UNEXPLAINED, place, name, found=f"{total:.10g}", points=f"{score.points:g}")


def _where_to_explain(submission: Submission, score: IndicatorScore, scores: Mapping[str, float | None]) -> CellRef:
    """The reason of the first row that lost points without one, where rows have reasons; else the remark."""
    expansion, layout = score.indicator.expansion, submission.layout
    column = submission.scheme.tables[expansion.table].reason if expansion else None
    if expansion is not None and column is not None:
        rows = submission.filling.tables.get(expansion.table, ())
        for number, (key, row) in enumerate(zip(scores, rows, strict=False)):
            lost = key in score.rows and (scores[key] or 0.0) < score.rows[key].points
            if lost and is_blank(row.get(column)):
                place = layout.tables[expansion.table]
                return CellRef(place.sheet, place.columns[column], place.first + number)
    return layout.remarks[score.indicator.id]


def _scores(submission: Submission, score: IndicatorScore) -> Mapping[str, float | None]:
    """The scores of an indicator's rows as shown; as by rule where the file was saved without any."""
    if submission.returned.computed:
        return {key: submission.returned.reported[key] for key in submission.scheme.form_rows(score.indicator)}
    return {key: row.score for key, row in score.rows.items()}


def needless_reasons(submission: Submission) -> Iterator[Finding]:
    """A reason that is asked for under a condition is given only where it holds, or where points were lost."""
    scores = submission.comparison.by_rule.indicators
    full = {score.indicator.name for score in scores if score.score is not None and score.score >= score.points}
    for entry in submission.entries:
        if (
            entry.spec.kind is not InputType.TEXT
            or entry.spec.required_when is None
            or entry.status is not Status.FILLED
        ):
            continue
        if (entry.indicator in full or not entry.alone) and not entry.needed:
            told = {"label": entry.label, "found": shown(entry.value)}
            yield finding(Code.NOTHING_TO_EXPLAIN, entry.place, entry.indicator, **told)


def same_rows(submission: Submission) -> Iterator[Finding]:
    """No two rows of a table have the same name."""
    for table, place in submission.layout.tables.items():
        column, rows = _naming_column(submission, table), submission.filling.tables.get(table, ())
        names: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            if column and not is_blank(row.get(column)):
                names[normalize_text(str(row[column])).casefold()].append(number)
        for numbers in names.values():
            if len(numbers) > 1:
                at = CellRef(place.sheet, place.columns[column], place.first + numbers[-1])
                told = {"table": place.sheet, "name": shown(rows[numbers[-1]][column])}
                listed = "、".join(str(number + 1) for number in numbers)
                yield finding(Code.SAME_ROWS, at, submission.template.owner(table), **told, rows=listed)


def _naming_column(submission: Submission, table: str) -> str:
    """The text column that says what a row is about: as the form shows its name, else the first one."""
    columns = submission.scheme.tables[table].columns
    expansions = [leaf.expansion for leaf in submission.scheme.indicators if leaf.expansion is not None]
    shows = [text for each in expansions if each.table == table for text in each.shows[Content.INDICATOR]]
    named = [name for text in shows for name in placeholders(text) if name in columns]
    return next((name for name in named or columns if columns[name].kind is InputType.TEXT), "")


def far_above_target(submission: Submission) -> Iterator[Finding]:
    """Where a target is exceeded by more than the scheme finds likely, the unit says why."""
    for name, table in submission.scheme.tables.items():
        if table.excess is None or _has_remark(submission, name):
            continue
        measure, place = table.measures[table.excess.measure], submission.layout.tables[name]
        kind = InputType.PERCENT if measure.format == "percent" else InputType.NUMBER
        for number, values in enumerate(submission.tables[name].measures):
            row: Row = submission.filling.tables[name][number]
            value = values.get(table.excess.measure, 0.0)
            if value > table.excess.above and (table.reason is None or is_blank(row.get(table.reason))):
                found, limit = shown(value, kind), shown(table.excess.above, kind)
                told = {"name": shown(row.get(_naming_column(submission, name))), "label": measure.label}
                at = CellRef(place.sheet, place.measures[table.excess.measure], place.first + number)
                owner = submission.template.owner(name)
                yield finding(Code.FAR_ABOVE_TARGET, at, owner, **told, found=found, limit=limit)


def _has_remark(submission: Submission, table: str) -> bool:
    indicator = submission.template.owners.get(table)
    return indicator is not None and not is_blank(submission.filling.remarks.get(indicator.id))


def approved(submission: Submission) -> Iterator[Finding]:
    """What was approved when the workbook was issued, or is laid down by the form, is as it was."""
    for place, expected in _laid_down(submission):
        sheet = submission.book.sheet(place.sheet)
        found = None if sheet is None else sheet.value(place.address)
        if not _same(found, expected):
            label, kind = _called(submission.layout, place)
            told = {"label": label, "expected": shown(expected, kind), "found": shown(found, kind)}
            yield finding(Code.TARGET_CHANGED, place, **told)


def _laid_down(submission: Submission) -> Iterator[tuple[CellRef, CellValue]]:
    yield from places_of(submission.layout, presets(submission.scheme))
    sheet = submission.book.sheet(IDENTITY)
    stored = {} if sheet is None else read_approved({address: cell.value for address, cell in sheet.cells.items()})
    for where, value in stored.items():
        found = re.fullmatch(r"(.+)!([A-Z]{1,3})([0-9]{1,7})", where)
        if found is not None:
            yield CellRef(found[1], found[2], int(found[3])), value


def _same(found: CellValue, expected: CellValue) -> bool:
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        return math.isclose(found, expected, rel_tol=1e-12)  # programs keep 15 to 17 digits
    return found == expected


def _called(layout: Layout, place: CellRef) -> tuple[str, InputType]:
    """What a cell to be filled in is called, and what it holds."""
    for name, spec in layout.scheme.all_inputs.items():
        if layout.values[name] == place:
            return spec.label, spec.kind
    for name, table in layout.tables.items():
        for column, letter in table.columns.items():
            if (table.sheet, letter) == (place.sheet, place.column):
                label = cell_label(layout, name, place.row - table.first, column)
                return label, layout.scheme.tables[name].columns[column].kind
    return place.address, InputType.TEXT
