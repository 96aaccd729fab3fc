"""What still keeps a form from being handed in: the same list that the sheet 校验 shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlgen.scheme.model import Adjustment, Indicator, Input, Kind, Scheme
from xlgen.scheme.uses import needs
from xlgen.scoring.filling import WORDS, Filling
from xlgen.scoring.form import FormScore, IndicatorScore, input_statuses, score_table
from xlgen.scoring.status import OPEN, Status, is_blank

GENERAL = "单位基本情况"
SCORE_RIGHT = "得分不是由公式算出的数，或超过分值"


@dataclass(frozen=True)
class OpenPoint:
    """Where (the indicator), what (the input or table), and what is the matter with it."""

    where: str
    what: str
    status: Status

    def __str__(self) -> str:
        return f"{self.status}：{self.where}——{self.what}"


def open_points(
    scheme: Scheme, filling: Filling, scores: FormScore, shown: Mapping[str, float | None]
) -> Iterator[OpenPoint]:
    """Everything missing, wrong or unexplained. `shown` are the scores the workbook shows."""
    statuses = input_statuses(scheme, filling)
    needed = {table for indicator in scheme.indicators for table in needs(scheme, indicator).tables}
    yield from _inputs(GENERAL, scheme.inputs, statuses)
    yield from _tables(scheme, filling, GENERAL, [name for name in scheme.tables if name not in needed])
    for score in scores.indicators:
        indicator = score.indicator
        yield from _inputs(indicator.name, indicator.inputs, statuses)
        yield from _tables(scheme, filling, indicator.name, needs(scheme, indicator).tables)
        if score.complete:
            yield from _score(score, shown[indicator.id], filling)


def _inputs(where: str, specs: Mapping[str, Input], statuses: Mapping[str, Status]) -> Iterator[OpenPoint]:
    for name, spec in specs.items():
        if statuses[name] in OPEN:
            yield OpenPoint(where, spec.label, statuses[name])


def _tables(scheme: Scheme, filling: Filling, where: str, names: list[str] | tuple[str, ...]) -> Iterator[OpenPoint]:
    for name in names:
        status = score_table(scheme, name, filling).status
        if status in OPEN:
            yield OpenPoint(where, f"《{scheme.tables[name].label}》", status)


def _score(score: IndicatorScore, shown: float | None, filling: Filling) -> Iterator[OpenPoint]:
    indicator = score.indicator
    most = indicator.most if isinstance(indicator, Adjustment) else score.points
    if shown is None or shown > most:
        yield OpenPoint(indicator.name, SCORE_RIGHT, Status.INVALID)
    if shown is not None and shown < score.points and not explained(indicator, filling):
        yield OpenPoint(indicator.name, WORDS["remarks"], Status.UNEXPLAINED)


def explained(indicator: Indicator, filling: Filling) -> bool:
    """The unit gave a reason: in its remark, or in one of the indicator's own texts."""
    reasons = [filling.inputs.get(name) for name, spec in indicator.inputs.items() if spec.kind is Kind.TEXT]
    return any(not is_blank(reason) for reason in [filling.remarks.get(indicator.id), *reasons])
