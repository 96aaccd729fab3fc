"""What a workbook must show for a filling, computed by the rules in Python: cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import FormScore, IndicatorScore, input_statuses, score_form
from xlgen.scoring.open_points import explained
from xlgen.scoring.status import OPEN, Status, is_blank
from xlgen.scoring.tables import TableScore, score_table
from xlgen.workbook.layout import GRADE_ON_CHECK, PROGRESS_ON_DATA, TOTAL_ON_CHECK, VERDICT_ON_CHECK, Layout, RowKind
from xlgen.workbook.sheets.check import NOT_READY, READY
from xlgen.xlsx.refs import CellRef

Shown = Iterator[tuple[CellRef, float | str]]


def expected_cells(layout: Layout, filling: FormData) -> Shown:
    """Statuses, scores, totals, grade and verdict; texts where a score is still missing."""
    scheme = layout.scheme
    filling = with_overrides(filling, presets(scheme))
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
    yield VERDICT_ON_CHECK, f"{NOT_READY}：还有 {missing} 处待完善" if missing else READY
    yield PROGRESS_ON_DATA, f"{counts[Status.FILLED]} / {counts[Status.FILLED] + missing}"


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
        yield CellRef(place.sheet, place.status, row), table.rows[number] if given else Status.OPTIONAL
        score = table.scores[number] if given else None
        yield CellRef(place.sheet, place.score, row), "" if score is None else score
        for measure, letter in place.measures.items():
            value = table.measures[number].get(measure) if given else None
            yield CellRef(place.sheet, letter, row), "" if value is None else value


def _statuses(layout: Layout, filling: FormData, form: FormScore, tables: dict[str, TableScore]) -> Shown:
    scores = {score.indicator.id: score for score in form.indicators}
    inputs = input_statuses(layout.scheme, filling)
    for row in layout.data_rows:
        place = CellRef("基础数据", "F", row.row)
        if row.kind is RowKind.INPUT:
            yield place, inputs[row.name]
        elif row.kind is RowKind.TABLE:
            yield place, tables[row.name].status
        elif row.kind is RowKind.REMARK and row.indicator is not None:
            yield place, _remark(layout, scores[row.indicator.id], filling)
        elif row.kind in (RowKind.EVIDENCE, RowKind.NOTE):
            words = filling.evidence if row.kind is RowKind.EVIDENCE else filling.notes
            yield place, Status.OPTIONAL if is_blank(words.get(row.name)) else Status.FILLED


def _remark(layout: Layout, score: IndicatorScore, filling: FormData) -> Status:
    if not is_blank(filling.remarks.get(score.indicator.id)):
        return Status.FILLED
    short = score.score is not None and score.score < score.points
    shown = {key: row.score for key, row in score.rows.items()}
    explains = explained(layout.scheme, score, shown, filling)
    return Status.UNEXPLAINED if short and not explains else Status.OPTIONAL
