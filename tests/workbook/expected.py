"""What a workbook must show for a filling, computed by the rules in Python: cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xlgen.scoring.filling import Filling, overlaid, presets
from xlgen.scoring.form import FormScore, IndicatorScore, input_statuses, score_form
from xlgen.scoring.open_points import explained
from xlgen.scoring.status import OPEN, Status, is_blank
from xlgen.scoring.tables import TableScore, score_table
from xlgen.workbook.cells import Place
from xlgen.workbook.check_sheet import NOT_READY, READY
from xlgen.workbook.layout import GRADE_ON_CHECK, PROGRESS, TOTAL_ON_CHECK, VERDICT, Layout, RowKind

Shown = Iterator[tuple[Place, float | str]]


def expected_cells(layout: Layout, filling: Filling) -> Shown:
    """Statuses, scores, totals, grade and verdict; texts where a score is still missing."""
    scheme = layout.scheme
    filling = overlaid(filling, presets(scheme))
    form = score_form(scheme, filling)
    tables = {name: score_table(scheme, name, filling) for name in scheme.tables}
    for name, table in tables.items():
        yield from _table(layout, name, table)
    statuses = dict(_statuses(layout, filling, form, tables))
    yield from statuses.items()
    for score in form.indicators:
        for key in scheme.form_rows(score.indicator):
            yield layout.score(key), score.rows[key].score if key in score.rows else ""
    lacking = sum(_scores_lacking(score, tables) for score in form.indicators)
    yield layout.total, f"待填 {lacking} 项" if form.total is None else form.total
    yield TOTAL_ON_CHECK, f"待填 {lacking} 项" if form.total is None else form.total
    yield GRADE_ON_CHECK, form.grade or "待填"
    counts = Counter(statuses.values())
    missing = sum(counts[state] for state in OPEN)
    yield VERDICT, f"{NOT_READY}：还有 {missing} 处待完善" if missing else READY
    yield PROGRESS, f"{counts[Status.FILLED]} / {counts[Status.FILLED] + missing}"


def _scores_lacking(score: IndicatorScore, tables: dict[str, TableScore]) -> int:
    """How many rows of the form that are in use show no score."""
    if score.complete:
        return 0
    expansion = score.indicator.expansion
    return 1 if expansion is None else max(1, tables[expansion.table].rows.count(Status.FILLED))


def _table(layout: Layout, name: str, table: TableScore) -> Shown:
    place = layout.tables[name]
    for number in range(place.last - place.first + 1):
        row, given = place.first + number, number < len(table.rows)
        yield Place(place.sheet, place.status, row), table.rows[number] if given else Status.OPTIONAL
        score = table.scores[number] if given else None
        yield Place(place.sheet, place.score, row), "" if score is None else score
        for measure, letter in place.measures.items():
            value = table.measures[number].get(measure) if given else None
            yield Place(place.sheet, letter, row), "" if value is None else value


def _statuses(layout: Layout, filling: Filling, form: FormScore, tables: dict[str, TableScore]) -> Shown:
    scores = {score.indicator.id: score for score in form.indicators}
    inputs = input_statuses(layout.scheme, filling)
    for row in layout.data_rows:
        place = Place("基础数据", "F", row.row)
        if row.kind is RowKind.INPUT:
            yield place, inputs[row.name]
        elif row.kind is RowKind.TABLE:
            yield place, tables[row.name].status
        elif row.kind is RowKind.REMARK and row.indicator is not None:
            yield place, _remark(layout, scores[row.indicator.id], filling)
        elif row.kind in (RowKind.EVIDENCE, RowKind.NOTE):
            words = filling.evidence if row.kind is RowKind.EVIDENCE else filling.notes
            yield place, Status.OPTIONAL if is_blank(words.get(row.name)) else Status.FILLED


def _remark(layout: Layout, score: IndicatorScore, filling: Filling) -> Status:
    if not is_blank(filling.remarks.get(score.indicator.id)):
        return Status.FILLED
    short = score.score is not None and score.score < score.points
    shown = {key: row.score for key, row in score.rows.items()}
    explains = explained(layout.scheme, score, shown, filling)
    return Status.UNEXPLAINED if short and not explains else Status.OPTIONAL
