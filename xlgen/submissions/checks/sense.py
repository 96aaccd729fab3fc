"""Checks valid entries for sense: points above the maximum, missing reasons, duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlgen.scheme.form import Content
from xlgen.scheme.inputs import InputType
from xlgen.scheme.outline import placeholders
from xlgen.scoring.form_data import FormData, Row
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.open_points import explained, max_points, total_shown
from xlgen.scoring.status import Status, is_blank
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.intent import display_value, stands_for_nothing
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text, says_something
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

NAMED_TWICE = "请删去重复的指标，或改用不同的名称"
COUNTED_ONCE = "同一项只计一次，得分没有多算；请删去重复的行，不要改写名称"
"""What to do about rows of one name: usually, and where rows alike count once."""


def scores_above_points(submission: Submission) -> Iterator[Finding]:
    """No score typed over its formula is above the points of its row."""
    for score in submission.comparison.by_rule.indicators:
        for key in submission.scheme.form_rows(score.indicator):
            reported, points = submission.returned.reported[key], max_points(score, key)
            if reported is not None and reported > points and key in submission.typed_over:
                name = score.rows[key].name if key in score.rows else score.indicator.name
                fields = {"found": f"{reported:.10g}", "points": f"{points:g}"}
                yield finding(SenseCode.SCORE_ABOVE_POINTS, submission.layout.score(key), name, **fields)


def unexplained_losses(submission: Submission) -> Iterator[Finding]:
    """Lost points are explained; a symbol is no explanation."""
    filling = _without_empty_words(submission.filling)
    for score in submission.comparison.by_rule.indicators:
        scores = _row_scores(submission, score)
        total = total_shown(score, scores) if score.complete else None
        if total is None or total >= score.points or not submission.scheme.asks_why(score.indicator):
            continue
        if not explained(submission.scheme, score, scores, filling):
            place, name = _where_to_explain(submission, score, scores), score.indicator.name
            yield finding(SenseCode.UNEXPLAINED, place, name, found=f"{total:.10g}", points=f"{score.points:g}")


def _without_empty_words(filling: FormData) -> FormData:
    """The filling without the texts that say nothing, although something was typed."""
    return replace(
        filling,
        inputs={name: _words(value) for name, value in filling.inputs.items()},
        tables={
            name: [{key: _words(cell) for key, cell in row.items()} for row in rows]
            for name, rows in filling.tables.items()
        },
        remarks={name: text for name, text in filling.remarks.items() if _words(text) is not None},
    )


def _words(value: CellValue) -> CellValue:
    """A value; None for a text that says nothing."""
    is_empty = isinstance(value, str) and (stands_for_nothing(value) or not says_something(value))
    return None if is_empty else value


def _where_to_explain(submission: Submission, score: IndicatorScore, scores: Mapping[str, float | None]) -> CellRef:
    """The reason of the first row that lost points without one, if rows have reasons; else the indicator's remark."""
    expansion, layout = score.indicator.expansion, submission.layout
    column = submission.scheme.tables[expansion.table].reason if expansion else None
    if expansion is not None and column is not None:
        rows = submission.filling.tables.get(expansion.table, ())
        for number, (key, row) in enumerate(zip(scores, rows, strict=False)):
            lost = key in score.rows and (scores[key] or 0.0) < score.rows[key].points
            if lost and _words(row.get(column)) is None:
                return layout.tables[expansion.table].cell(column, number)
    return layout.remarks[score.indicator.id]


def _row_scores(submission: Submission, score: IndicatorScore) -> Mapping[str, float | None]:
    """The scores shown in an indicator's rows; the scores by rule if the file was saved without results."""
    if submission.returned.computed:
        return {key: submission.returned.reported[key] for key in submission.scheme.form_rows(score.indicator)}
    return {key: row.score for key, row in score.rows.items()}


def needless_reasons(submission: Submission) -> Iterator[Finding]:
    """A reason that is required under a condition is given only if the condition holds or points were lost."""
    scores = submission.comparison.by_rule.indicators
    full = {score.indicator.name for score in scores if score.score is not None and score.score >= score.points}
    for entry in submission.entries:
        if (
            entry.spec.kind is not InputType.TEXT
            or entry.spec.required_when is None
            or entry.status is not Status.FILLED
        ):
            continue
        if (entry.indicator in full or not entry.is_single) and not entry.needed:
            fields = {"label": entry.label, "found": display_value(entry.value)}
            yield finding(SenseCode.NOTHING_TO_EXPLAIN, entry.place, entry.indicator, **fields)


def duplicate_rows(submission: Submission) -> Iterator[Finding]:
    """No two rows of a table have the same name; spaces, width and case do not count."""
    for table, place in submission.layout.tables.items():
        column, rows = _naming_column(submission, table), submission.filling.tables.get(table, ())
        names: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            if column and not is_blank(row.get(column)):
                names[normalize_text(str(row[column])).casefold()].append(number)
        for numbers in names.values():
            if len(numbers) > 1:
                at = place.cell(column, numbers[-1])
                fields = {"table": place.sheet, "name": display_value(rows[numbers[-1]][column])}
                fields["advice"] = COUNTED_ONCE if submission.scheme.tables[table].counted_once else NAMED_TWICE
                listed = "、".join(str(number + 1) for number in numbers)
                yield finding(SenseCode.SAME_ROWS, at, submission.template.owner(table), **fields, rows=listed)


def _naming_column(submission: Submission, table: str) -> str:
    """The text column with the name of a row: the one that the form shows as its name, else the first; or empty."""
    columns = submission.scheme.tables[table].columns
    expansions = [leaf.expansion for leaf in submission.scheme.indicators if leaf.expansion is not None]
    shows = [text for rows in expansions if rows.table == table for text in rows.shows[Content.INDICATOR]]
    named = [name for text in shows for name in placeholders(text) if name in columns]
    return next((name for name in named or columns if columns[name].kind is InputType.TEXT), "")


def far_above_target(submission: Submission) -> Iterator[Finding]:
    """A target exceeded by more than the scheme's limit is explained."""
    for name, table in submission.scheme.tables.items():
        if table.excess is None or _has_remark(submission, name):
            continue
        measure, place = table.measures[table.excess.measure], submission.layout.tables[name]
        kind = InputType.PERCENT if measure.format == "percent" else InputType.NUMBER
        for number, values in enumerate(submission.tables[name].measures):
            row: Row = submission.filling.tables[name][number]
            value = values.get(table.excess.measure, 0.0)
            if value > table.excess.above and (table.reason is None or _words(row.get(table.reason)) is None):
                rate, limit = display_value(value, kind), display_value(table.excess.above, kind)
                fields = {"name": display_value(row.get(_naming_column(submission, name))), "label": measure.label}
                at = place.cell(table.excess.measure, number)
                owner = submission.template.owner(name)
                yield finding(SenseCode.FAR_ABOVE_TARGET, at, owner, **fields, found=rate, limit=limit)


def _has_remark(submission: Submission, table: str) -> bool:
    indicator = submission.template.owners.get(table)
    return indicator is not None and _words(submission.filling.remarks.get(indicator.id)) is not None
