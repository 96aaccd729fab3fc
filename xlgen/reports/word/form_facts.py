"""What a submitted form says, in the sentences of a report: its scores, losses, figures, rates and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlgen.docx.writing import Table, to_write, widths_of
from xlgen.rules.expression import Value
from xlgen.rules.rounding import score_sum
from xlgen.scheme.inputs import MONEY_UNIT, NUMERIC, TEN_THOUSAND_YUAN, Input, InputType
from xlgen.scheme.model import Adjustment, Group, Indicator, Scheme
from xlgen.scheme.report import ReportTable
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.sentences import (
    OF_PROJECT,
    OF_UNIT,
    level_said,
    loss_said,
    rate_shown,
    reason_said,
    score_said,
    score_shown,
    total_said,
    value_said,
)
from xlgen.scoring.status import Status, is_blank
from xlgen.submissions.checks.problems import Loss, losses
from xlgen.submissions.entries import InputEntry
from xlgen.submissions.submission import Submission
from xlgen.text import sentence
from xlgen.workbook.sheets.basis import deductions
from xlgen.xlsx.dates import date_text
from xlgen.xlsx.values import CellValue, is_number


def said(pieces: Sequence[Value]) -> str:
    """The pieces of a sentence as one text."""
    return "".join(f"{piece:g}" if isinstance(piece, float) else str(piece) for piece in pieces)


def levels_about(scheme: Scheme, names: Sequence[str]) -> list[Group]:
    """The levels with these names; the first levels where none is named."""
    return [group for _, group in scheme.levels() if group.name in names] if names else scheme.groups


def conclusion(submission: Submission) -> Iterator[str]:
    """The total with its grade, and why it is not the sum of the scores."""
    scheme, total = submission.scheme, submission.returned.total
    about = OF_PROJECT if scheme.subject else OF_UNIT
    shown = to_write("自评得分") if total is None else score_shown(total)
    grade = to_write("等次") if total is None else scheme.grade(total)
    yield said(total_said(about, scheme.year, scheme.points, shown, grade))
    if note := submission.comparison.by_rule.total_note:
        yield f"{note.rstrip('。')}。"


def full_of(submission: Submission, group: Group) -> float:
    """The full marks of a level, with the points that have moved."""
    return submission.comparison.by_rule.points_of_group(group)


def score_of(submission: Submission, group: Group) -> str:
    """The score of a level, as the sum of those that the form shows."""
    ids = {leaf.id for leaf in group.leaves()}
    shown = [
        _shown(submission, score) for score in submission.comparison.by_rule.indicators if score.indicator.id in ids
    ]
    known = [score for score in shown if score is not None]
    return score_shown(score_sum(known)) if len(known) == len(shown) else to_write("得分")


def level_lines(submission: Submission, groups: Sequence[Group]) -> Iterator[str]:
    """The score of each of the levels, and of the levels below them."""
    for group in groups:
        full, score = full_of(submission, group), score_of(submission, group)
        known = full and not score.startswith("【")
        rate = rate_shown(float(score) / full) if known else to_write("得分率")
        yield said(level_said(group.name, full, score, rate))
        yield from level_lines(submission, group.groups)


def indicator_lines(submission: Submission, indicators: Sequence[Indicator], *, reasons: bool) -> Iterator[str]:
    """A paragraph for each indicator, and one for each row of the unit's own: score, figures, rates, own words.

    reasons: with those for lost points, where no other section tells them.
    """
    lost = {loss.name: loss for loss in losses(submission)}
    for score in submission.comparison.by_rule.indicators:
        indicator = score.indicator
        if indicator not in indicators:
            continue
        loss = lost.get(indicator.name)
        head = _lost(loss, reasons=False) if loss else _scored(submission, score)
        told = loss.reasons if loss and reasons else ()
        why = [said(reason_said(sentence(reason))) for reason in told]
        yield "".join([head, *_figures(submission, indicator), *_rates(submission, indicator), *why])
        yield from _own_words(submission, indicator)
        yield from _rows(submission, score)


def loss_lines(submission: Submission) -> Iterator[str]:
    """The indicators that lost points, each with the reasons that the unit gives."""
    return map(_lost, losses(submission))


def figure_lines(submission: Submission) -> Iterator[str]:
    """The amounts and numbers that belong to no indicator, in a sentence."""
    shown = [_figure(submission, submission.single[name]) for name in submission.scheme.inputs]
    if any(shown):
        yield _listed(filter(None, shown))


def rate_lines(submission: Submission, indicators: Sequence[Indicator]) -> Iterator[str]:
    """The rates that the form computes for these indicators, in a sentence each."""
    for indicator in indicators:
        yield from _rates(submission, indicator)


def input_text(submission: Submission, name: str) -> str:
    """What was filled in: a text as it is, a figure as a sentence; empty where nothing was."""
    entry = submission.single[name]
    if is_blank(entry.value):
        return ""
    return f"{figure}。" if (figure := _figure(submission, entry)) else value_text(entry.spec, entry.value)


def table_of(submission: Submission, wanted: ReportTable) -> Table | None:
    """A table of the unit's own rows, with the scores of rows that the form shows; None without any."""
    table = submission.scheme.tables[wanted.table]
    rows = [row for row in submission.filling.tables.get(wanted.table, ()) if not all(map(is_blank, row.values()))]
    specs = {**table.columns}
    filled = [name for name in specs if any(not is_blank(row.get(name)) for row in rows)]
    columns = [name for name in wanted.columns or filled if name in specs]
    if not rows:
        return None
    heads = [_head(specs[name]) for name in columns]
    lines = [[value_text(specs[name], row.get(name)) for name in columns] for row in rows]
    for score in submission.comparison.by_rule.indicators:
        if score.indicator.expansion is not None and score.indicator.expansion.table == wanted.table:
            heads.append("得分")
            for line, key in zip(lines, submission.scheme.form_rows(score.indicator), strict=False):
                shown = submission.returned.reported[key]
                line.append("" if shown is None else score_shown(shown))
    return Table(table.label, heads, lines, widths_of(heads, lines))


def value_text(spec: Input, value: CellValue) -> str:
    """A value as a table or a sentence shows it, without its unit."""
    if value is None:
        return ""
    if not is_number(value):
        return str(value)
    if spec.kind is InputType.DATE:
        return date_text(float(value))
    return rate_shown(float(value)) if spec.kind is InputType.PERCENT else f"{float(value):.15g}"


def _shown(submission: Submission, score: IndicatorScore) -> float | None:
    reported = submission.comparison.reported(score)
    return score.score if reported is None else reported


def _scored(submission: Submission, score: IndicatorScore) -> str:
    indicator, shown = score.indicator, _shown(submission, score)
    text = to_write("得分") if shown is None else score_shown(shown)
    if isinstance(indicator, Adjustment):
        return f"“{indicator.name}”{'减' if shown is not None and shown < 0 else '加'}{text.lstrip('-')}分。"
    return said(score_said(indicator.name, score.points, text))


def _lost(loss: Loss, *, reasons: bool = True) -> str:
    text = said(loss_said(loss.name, loss.full, score_shown(loss.full - loss.points), score_shown(loss.points)))
    return "".join([text, *(said(reason_said(sentence(reason))) for reason in loss.reasons if reasons)])


def _figures(submission: Submission, indicator: Indicator) -> Iterator[str]:
    silent = {indicator.judged, *(name for name in deductions(indicator) if not submission.filling.inputs.get(name))}
    shown = [_figure(submission, submission.single[name]) for name in indicator.inputs if name not in silent]
    if any(shown):
        yield _listed(filter(None, shown))


def _figure(submission: Submission, entry: InputEntry) -> str:
    """A number under its name, without a full stop; empty for what is no number, or blank, or wrong."""
    spec = entry.spec
    if spec.kind not in NUMERIC or entry.number is None or entry.status is not Status.FILLED:
        return ""
    money = submission.filling.inputs.get(MONEY_UNIT) or TEN_THOUSAND_YUAN
    unit = money if spec.kind is InputType.MONEY else spec.unit
    return said(value_said(spec.short_label, f"{value_text(spec, entry.value)}{unit}"))[:-1]


def _listed(figures: Iterator[str]) -> str:
    return f"{'，'.join(figures)}。"


def _rates(submission: Submission, indicator: Indicator) -> Iterator[str]:
    for name, measure in indicator.measures.items():
        place = submission.layout.values.get(name)
        sheet = submission.book.sheet(place.sheet) if place else None
        value = sheet.value(place.address) if sheet and place else None
        if is_number(value):
            shown = rate_shown(float(value)) if measure.format == "percent" else score_shown(float(value))
            yield said(value_said(measure.label, shown))


def _own_words(submission: Submission, indicator: Indicator) -> Iterator[str]:
    """What an indicator demands in words, such as what was reached."""
    for name, spec in indicator.inputs.items():
        if spec.kind is InputType.TEXT and spec.required and (text := input_text(submission, name)):
            yield text


def _rows(submission: Submission, score: IndicatorScore) -> Iterator[str]:
    if score.indicator.expansion is None:
        return
    for key, row in score.rows.items():
        shown = submission.returned.reported[key]
        text = to_write("得分") if shown is None else score_shown(shown)
        yield said(score_said(row.name, row.points, text))


def _head(spec: Input) -> str:
    """The head of a column; points are points without saying so."""
    label = spec.short or spec.label
    return f"{label}（{spec.unit}）" if spec.unit not in ("", "分") and spec.unit not in label else label
