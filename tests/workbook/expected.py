"""What a workbook must show for a filling, computed by the rules in Python: cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlgen.scheme.model import CheckLevel
from xlgen.scheme.sheet_names import CHECK, FORM, LIST
from xlgen.scoring.audit import needed_for
from xlgen.scoring.check_code import check_code
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import FormScore, IndicatorScore, score_form
from xlgen.scoring.open_points import GENERAL, explained
from xlgen.scoring.status import BLOCKING, OPEN, Status, explains, is_blank, status_in
from xlgen.scoring.tables import TableScore
from xlgen.workbook.layout import (
    BAR_ROW,
    CHECKED,
    GRADE_ON_CHECK,
    TOTAL_ON_CHECK,
    VERDICT_ON_CHECK,
    Layout,
    Line,
    LineKind,
)
from xlgen.workbook.sheets import check, input_list
from xlgen.workbook.sheets.check_code import NOT_YET, code_cells
from xlgen.workbook.sheets.form_audit import HOLDS, NOT_ASKED
from xlgen.workbook.verdict import NOT_READY, READY
from xlgen.xlsx.refs import CellRef

Shown = Iterator[tuple[CellRef, float | str]]
"""What cells show: a number, a text, or a Status, with which a text begins."""


@dataclass(frozen=True)
class Asked:
    """Something that is asked for: the status cell beside it, its status, and the cell to go to."""

    line: Line
    status: Status | str
    target: CellRef


def same(expected: object, shown: object) -> bool:
    """Whether a cell shows what it must: a status may be followed by the reason."""
    if isinstance(expected, Status):
        return str(shown).startswith(expected)
    if isinstance(expected, str):
        return expected == shown
    assert isinstance(expected, (int, float))
    try:
        text = str(shown)
        number = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return False
    return abs(number - expected) <= 1e-12 * max(1.0, abs(expected))


def expected_cells(layout: Layout, filling: FormData) -> Shown:
    """Statuses, scores, totals, grade, verdict and what is next; texts where a score is still missing."""
    filling = with_overrides(filling, presets(layout.scheme))
    form = score_form(layout.scheme, filling)
    for name, table in form.tables.items():
        yield from _table(layout, name, table)
    for line in layout.lines:
        yield from _line(layout, line, form, filling)
    yield from _scores(layout, form, filling)
    yield from _levels(layout, form)
    yield from _list(layout, form, filling)
    yield from _code(layout, form, filling)


def _code(layout: Layout, form: FormScore, filling: FormData) -> Shown:
    """The 核对码 of a complete form."""
    shown = {key: row.score for score in form.indicators for key, row in score.rows.items()}
    is_open = any(status_in(each.status) in OPEN for each in asked(layout, form, filling))
    code = NOT_YET if is_open else check_code(layout.scheme, filling, shown, form.total)
    for place, before in code_cells(layout):
        yield place, f"{before}{code}"


def asked(layout: Layout, form: FormScore, filling: FormData) -> list[Asked]:
    """Everything that is asked for, in the order in which it is filled in."""
    result = []
    for line in layout.lines:
        if line.kind is LineKind.ROW:
            if line.index == 0:  # the table as a whole
                result.append(Asked(line, form.tables[line.name].status, layout.start_of(line.name)))
        elif line.kind in CHECKED:
            result.append(Asked(line, _status(layout, line, form, filling), layout.target_of(line)))
    return result


def _line(layout: Layout, line: Line, form: FormScore, filling: FormData) -> Shown:
    if line.kind not in (LineKind.MEASURE, LineKind.NOTE):
        yield layout.status_of(line), _status(layout, line, form, filling)


def _status(layout: Layout, line: Line, form: FormScore, filling: FormData) -> Status | str:
    if line.kind is LineKind.CHECK:
        return _rule(form, line.name)
    if line.kind is LineKind.TABLE:
        return form.tables[line.name].status
    if line.kind is LineKind.ROW:
        rows = form.tables[line.name].rows
        return rows[line.index] if line.index < len(rows) else Status.OPTIONAL
    if line.kind is LineKind.REMARK:
        (score,) = (score for score in form.indicators if score.indicator.id == line.name)
        return _remark(layout, score, filling)
    grade = form.statuses[line.name]
    if line.name not in layout.seconds or grade is not Status.FILLED:
        return grade
    share = form.statuses[layout.seconds[line.name]]
    return share if share in OPEN else grade


def _rule(form: FormScore, rule: str) -> Status | str:
    """The message where a rule does not hold and wants something; whether it holds, or waits for its figures."""
    audit = form.audits[rule]
    if audit.status is None:
        waiting = any(form.statuses[name] in BLOCKING for name in needed_for(form.scheme, audit.check).inputs)
        waiting |= any(form.tables[name].status in BLOCKING for name in needed_for(form.scheme, audit.check).tables)
        return NOT_ASKED if waiting else HOLDS
    basic = audit.check.level is CheckLevel.BASIC
    return f"{audit.status}：{audit.message}" if basic or audit.status is Status.UNEXPLAINED else audit.status


def _remark(layout: Layout, score: IndicatorScore, filling: FormData) -> Status:
    """Due where points were lost and no other reason is given; a symbol is none."""
    shown = {key: row.score for key, row in score.rows.items()}
    short = score.score is not None and score.score < score.points
    due = short and not explained(layout.scheme, score, shown, replace(filling, remarks={}))
    words = filling.remarks.get(score.indicator.id)
    if is_blank(words):
        return Status.UNEXPLAINED if due else Status.OPTIONAL
    return Status.INVALID if due and not explains(words) else Status.FILLED


def _table(layout: Layout, name: str, table: TableScore) -> Shown:
    place = layout.tables[name]
    yield place.overall, table.status
    for number in range(layout.scheme.tables[name].rows):
        row, given = place.first + number, number < len(table.rows)
        yield CellRef(place.sheet, place.status, row), table.rows[number] if given else Status.OPTIONAL
        if place.score:
            score = table.scores[number] if given else None
            yield CellRef(place.sheet, place.score, row), "" if score is None else score
        for measure, letter in place.measures.items():
            value = table.measures[number].get(measure) if given else None
            yield CellRef(place.sheet, letter, row), "" if value is None else value


def _scores(layout: Layout, form: FormScore, filling: FormData) -> Shown:
    """The result beside each indicator, the printed scores, the total and the grade."""
    for score in form.indicators:
        yield layout.result(score.indicator), Status.MISSING if score.score is None else score.score
        if score.indicator.judged is None:
            for key in layout.scheme.form_rows(score.indicator):
                yield layout.score(key), score.rows[key].score if key in score.rows else ""
    lacking = sum(not score.complete for score in form.indicators)
    total: float | str = f"待填 {lacking} 项" if lacking else Status.MISSING if form.total is None else form.total
    yield layout.total, total
    yield TOTAL_ON_CHECK, total
    yield GRADE_ON_CHECK, form.grade or "待填"


def _levels(layout: Layout, form: FormScore) -> Shown:
    for place, group in check.subtotals(layout.scheme):
        score, full = form.of_group(group), form.points_of_group(group)
        yield place, "待填" if score is None else score
        yield CellRef(place.sheet, check.POINTS, place.row), full
        yield CellRef(place.sheet, check.RATE, place.row), "" if score is None or not full else score / full


def _list(layout: Layout, form: FormScore, filling: FormData) -> Shown:
    """The verdict, progress, and everything that is open, on the form's bar, 填报清单 and 校验."""
    everything = asked(layout, form, filling)
    counts = Counter(status_in(each.status) for each in everything)
    missing = sum(counts[state] for state in OPEN)
    yield VERDICT_ON_CHECK, f"{NOT_READY}：还有 {missing} 处待完善" if missing else READY
    progress = f"已填 {counts[Status.FILLED]}/{counts[Status.FILLED] + missing}"
    yield CellRef(FORM, "A", BAR_ROW), f"{NOT_READY if missing else READY}\n{progress}"
    open_points = [each for each in everything if status_in(each.status) in OPEN]
    row = input_list.FIRST_ROW
    for each in everything:
        yield CellRef(LIST, input_list.STATE, row), each.status
        number = float(open_points.index(each) + 1) if each in open_points else ""
        yield CellRef(LIST, input_list.RUNNING, row), number
        yield CellRef(LIST, input_list.LINK, row), f"#{each.target.sheet}!{each.target.address}"
        row += 2 if each.line.kind is LineKind.INPUT and each.line.name in layout.seconds else 1
    yield from _first_open(layout, open_points)


def _first_open(layout: Layout, open_points: Sequence[Asked]) -> Shown:
    """The list on 校验."""
    for number in range(check.LISTED):
        row, listed = check.LIST_HEAD_ROW + 1 + number, number < len(open_points)
        indicator = open_points[number].line.indicator if listed else None
        where = indicator.name if indicator is not None else GENERAL
        yield CellRef(CHECK, check.NUMBER, row), float(number + 1) if listed else ""
        yield CellRef(CHECK, check.WHERE, row), where if listed else ""
        yield CellRef(CHECK, check.STATE, row), open_points[number].status if listed else ""
        yield CellRef(CHECK, check.GO, row), "前往填写" if listed else ""
