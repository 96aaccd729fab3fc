"""Whether an input is filled, may stay blank, is missing or is wrong: in Python and as a formula."""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from xlgen.rules import expression as ex
from xlgen.scheme.model import Input, Kind
from xlgen.scoring.filling import Cell
from xlgen.scoring.points import Names, condition


class Status(StrEnum):
    """The state of an input, in the words the workbook shows."""

    FILLED = "已填"
    OPTIONAL = "选填"
    MISSING = "待填"
    INVALID = "有误"
    UNEXPLAINED = "待说明"


BLOCKING = (Status.MISSING, Status.INVALID)
"""An indicator with one of these has no score yet."""
OPEN = (*BLOCKING, Status.UNEXPLAINED)
"""A form with one of these cannot be handed in."""


def is_blank(value: Cell) -> bool:
    """Nothing, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip(" "))


def why_wrong(spec: Input, value: Cell) -> str | None:
    """Why a value that is not blank cannot stand in this input, in Chinese; None if it can."""
    if spec.kind is Kind.TEXT:
        return None  # a number typed as text is text enough
    if spec.options:
        return None if value in spec.options else "不在选项之中"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "应为数字"
    if value < spec.minimum or (spec.maximum is not None and value > spec.maximum):
        return "超出允许的范围"
    return "应为整数" if spec.kind is Kind.COUNT and value != int(value) else None


def exceeds(spec: Input, value: Cell, names: Names) -> bool:
    """The value is greater than the number it cannot exceed; a limit of 0 (or not filled in yet) is none."""
    limit = names[spec.no_more_than] if spec.no_more_than is not None else 0.0
    return isinstance(limit, float) and isinstance(value, (int, float)) and 0 < limit < value


def expected(spec: Input) -> str:
    """What an input takes, in Chinese: kind, options or range."""
    if spec.kind is Kind.TEXT:
        return "填写文字"
    if spec.options:
        return f"从下列选项中选择：{'、'.join(spec.options)}"
    what = {Kind.COUNT: "整数", Kind.PERCENT: "百分比（如92.99%）", Kind.MONEY: "金额"}.get(spec.kind, "数字")
    low, high = (f"{bound:.0%}" if spec.kind is Kind.PERCENT else f"{bound:g}" for bound in _bounds(spec))
    return f"填写{what}，不小于{low}" + ("" if spec.maximum is None else f"、不大于{high}")


def _bounds(spec: Input) -> tuple[float, float]:
    return spec.minimum, spec.minimum if spec.maximum is None else spec.maximum


def status(spec: Input, value: Cell, names: Names) -> Status:
    """The status of an input with this value; names give the values its condition may ask for."""
    if not is_blank(value):
        return Status.INVALID if why_wrong(spec, value) or exceeds(spec, value, names) else Status.FILLED
    required = spec.required or (spec.required_when is not None and bool(condition(spec.required_when, names)))
    return Status.MISSING if required else Status.OPTIONAL


def status_formula(spec: Input, cell: ex.Formula, names: Names) -> ex.Formula:
    """The same as a formula of the input's cell. An error in the cell counts as wrong."""
    blank: ex.Value = Status.MISSING if spec.required else Status.OPTIONAL
    if spec.required_when is not None and not spec.required:
        holds = ex.call("IFERROR", condition(spec.required_when, names), False)
        blank = ex.call("IF", holds, Status.MISSING, Status.OPTIONAL)
    empty = ex.equals(ex.call("TRIM", cell), "")
    return ex.call("IFERROR", ex.call("IF", empty, blank, _filled_formula(spec, cell, names)), Status.INVALID)


def _filled_formula(spec: Input, cell: ex.Formula, names: Names) -> ex.Value:
    if spec.kind is Kind.TEXT:
        return Status.FILLED
    if spec.options:
        allowed = ex.any_of([ex.equals(cell, option) for option in spec.options])
        return ex.call("IF", allowed, Status.FILLED, Status.INVALID)
    tests = [ex.Formula(f"{cell.text}>={ex.as_formula(spec.minimum).text}", ex.COMPARISON)]
    if spec.maximum is not None:
        tests.append(ex.Formula(f"{cell.text}<={ex.as_formula(spec.maximum).text}", ex.COMPARISON))
    if spec.kind is Kind.COUNT:
        tests.append(ex.Formula(f"INT({cell.text})={cell.text}", ex.COMPARISON))
    if spec.no_more_than is not None:
        limit = ex.as_formula(cast(ex.Number, names[spec.no_more_than]))
        tests.append(ex.call("OR", ex.equals(limit, 0.0), ex.Formula(f"{cell.text}<={limit.text}", ex.COMPARISON)))
    in_range = ex.call("IF", ex.all_of(tests) if len(tests) > 1 else tests[0], Status.FILLED, Status.INVALID)
    return ex.call("IF", ex.call("ISNUMBER", cell), in_range, Status.INVALID)
