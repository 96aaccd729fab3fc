"""Everything that prevents a form from being handed in: the list that the sheet 校验 shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlgen.rules.rounding import score_sum
from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.inputs import Input
from xlgen.scheme.model import Adjustment, Scheme
from xlgen.scoring.audit import EXPLANATION, home_of
from xlgen.scoring.form_data import FREE_TEXT, FREE_TEXT_FIELDS, FormData, presets, with_overrides
from xlgen.scoring.form_score import FormScore, IndicatorScore
from xlgen.scoring.status import OPEN, Status, explains, fault_of, is_blank

GENERAL = "单位基本情况"
SCORE_RIGHT = "得分不是由公式算出的数，或超过分值"


@dataclass(frozen=True)
class OpenPoint:
    """One open point: where (the indicator), what (the input or table), and its status."""

    where: str
    what: str
    status: Status

    def __str__(self) -> str:
        return f"{self.status}：{self.where}——{self.what}"


def open_points(
    scheme: Scheme, form_data: FormData, scores: FormScore, shown: Mapping[str, float | None]
) -> Iterator[OpenPoint]:
    """Everything missing, wrong or unexplained. `shown`: the scores that the workbook shows, by row of the form."""
    form_data = with_overrides(form_data, presets(scheme))
    statuses = scores.statuses
    needed = {table for indicator in scheme.indicators for table in dependencies_of(scheme, indicator).tables}
    yield from _inputs(GENERAL, scheme.inputs, statuses)
    yield from _tables(scores, GENERAL, [name for name in scheme.tables if name not in needed])
    for score in scores.indicators:
        indicator = score.indicator
        yield from _inputs(indicator.name, indicator.inputs, statuses)
        yield from _tables(scores, indicator.name, dependencies_of(scheme, indicator).tables)
        remark = form_data.remarks.get(indicator.id)
        if not is_blank(remark) and fault_of(FREE_TEXT, remark):
            yield OpenPoint(indicator.name, FREE_TEXT_FIELDS["remarks"], Status.INVALID)
        if score.complete:
            yield from _score(scheme, score, {key: shown.get(key) for key in scheme.form_rows(indicator)}, form_data)
    for audited in scores.audits.values():
        if audited.status in OPEN:
            home = home_of(scheme, audited.check)
            yield OpenPoint(home.name if home else GENERAL, audited.message or EXPLANATION.label, audited.status)


def _inputs(where: str, specs: Mapping[str, Input], statuses: Mapping[str, Status]) -> Iterator[OpenPoint]:
    for name, spec in specs.items():
        if statuses[name] in OPEN:
            yield OpenPoint(where, spec.label, statuses[name])


def _tables(scores: FormScore, where: str, names: list[str] | tuple[str, ...]) -> Iterator[OpenPoint]:
    for name in names:
        status = scores.tables[name].status
        if status in OPEN:
            yield OpenPoint(where, f"《{scores.scheme.tables[name].label}》", status)


def _score(
    scheme: Scheme, score: IndicatorScore, shown: Mapping[str, float | None], form_data: FormData
) -> Iterator[OpenPoint]:
    indicator = score.indicator
    if any(not _possible(score, key, value) for key, value in shown.items()):
        yield OpenPoint(indicator.name, SCORE_RIGHT, Status.INVALID)
    total = total_shown(score, shown)
    lost = total is not None and total < score.points and scheme.asks_why(indicator)
    if lost and not explained(scheme, score, shown, form_data):
        yield OpenPoint(indicator.name, FREE_TEXT_FIELDS["remarks"], Status.UNEXPLAINED)


def total_shown(score: IndicatorScore, shown: Mapping[str, float | None]) -> float | None:
    """The sum of the scores shown in an indicator's rows of the form; None while one of them is missing."""
    values = [value for value in shown.values() if value is not None]
    if len(values) != len(score.rows):
        return None
    return values[0] if score.indicator.expansion is None else score_sum(values)


def _possible(score: IndicatorScore, key: str, shown: float | None) -> bool:
    """A row of the form shows a number up to its points; nothing, where it is not used."""
    if key not in score.rows or shown is None:
        return key not in score.rows and shown is None
    return shown <= max_points(score, key)


def max_points(score: IndicatorScore, key: str) -> float:
    """The full marks of a row of the form; of an adjustment, the maximum that it may add."""
    if isinstance(score.indicator, Adjustment):
        return score.indicator.most
    return score.rows[key].points if key in score.rows else score.points


def explained(scheme: Scheme, score: IndicatorScore, shown: Mapping[str, float | None], form_data: FormData) -> bool:
    """The unit gave a reason: in its remark, in one of the indicator's own texts, or in every row that lost points."""
    indicator = score.indicator
    reasons = [form_data.inputs.get(name) for name in indicator.reasons]
    if any(explains(reason) for reason in [form_data.remarks.get(indicator.id), *reasons]):
        return True
    column = scheme.tables[indicator.expansion.table].reason if indicator.expansion else None
    if indicator.expansion is None or column is None:
        return False
    rows = zip(shown.items(), form_data.tables.get(indicator.expansion.table, ()), strict=False)
    short = [row for (key, value), row in rows if key in score.rows and (value or 0.0) < score.rows[key].points]
    return all(explains(row.get(column)) for row in short)
