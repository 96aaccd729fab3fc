"""Whether an input is filled, may stay blank, is missing or is wrong: in Python and as a formula."""

from __future__ import annotations

from enum import StrEnum

from xlgen.rules import expression as ex
from xlgen.rules.bands import Band
from xlgen.scheme.inputs import MAX_CHARACTERS, Input, InputType
from xlgen.scoring.points import Names, condition
from xlgen.text import BLANKS
from xlgen.xlsx.values import UNSTORABLE, CellValue, ErrorValue, is_number


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


def is_blank(value: CellValue, kind: InputType = InputType.TEXT) -> bool:
    """True for nothing; in a text input also for BLANKS. In a number cell those are wrong: formulas fail on them."""
    if isinstance(value, str):
        return not (value.strip(BLANKS) if kind is InputType.TEXT else value)
    return value is None


def why_wrong(spec: Input, value: CellValue, limit: CellValue = None) -> str | None:
    """Why an input cannot hold this value, which is not blank, in Chinese; None if it can.

    limit is the value of the input that limits this one (Input.limit_source): the number it cannot exceed, or the
    grade whose band it must lie in.
    """
    if isinstance(value, ErrorValue):
        return "是公式的错误值"
    if spec.kind is InputType.TEXT:  # a number typed as text is text enough
        text = str(value)
        if len(text) > MAX_CHARACTERS:
            return f"有 {len(text)} 个字，超过 {MAX_CHARACTERS} 个"
        return "含有不可见的控制字符" if UNSTORABLE.search(text) else None
    if spec.options:
        return None if value in spec.options else "不在选项之中"
    if not is_number(value):
        return "应为数字"
    low, high = spec.bounds
    if not low <= value <= high:
        return "超出允许的范围"
    if spec.kind is InputType.COUNT and value != int(value):
        return "应为整数"
    if spec.bands is not None:
        band = spec.bands.ranges.get(str(limit))
        return None if band is None or band.holds(value) else f"不在“{limit}”的范围之内"
    return "部分大于总数" if is_number(limit) and value > limit else None


def status(spec: Input, value: CellValue, names: Names, limit: CellValue = None) -> Status:
    """The status of an input with this value; names give the values its condition may ask for."""
    if not is_blank(value, spec.kind):
        return Status.INVALID if why_wrong(spec, value, limit) else Status.FILLED
    required = spec.required or (spec.required_when is not None and bool(condition(spec.required_when, names)))
    return Status.MISSING if required else Status.OPTIONAL


def blank_formula(cell: ex.Formula, kind: InputType = InputType.TEXT) -> ex.Truth:
    """`is_blank` as a formula."""
    if kind is InputType.TEXT:
        for sign in BLANKS:
            cell = ex.call("SUBSTITUTE", cell, sign, "")
    return ex.equals(cell, "")


def status_formula(
    spec: Input, cell: ex.Formula, conditions: Names, limit: ex.Formula | None = None, blank: ex.Value | None = None
) -> ex.Formula:
    """`status` as a formula of the input's cell. An error in the cell counts as wrong.

    conditions are the names as conditions see them: text in a number cell is 0. limit is the cell of the input that
    limits this one.
    """
    due = blank
    blank = Status.MISSING if spec.required else Status.OPTIONAL
    if due is not None:
        blank = due
    elif spec.required_when is not None and not spec.required:
        holds = ex.call("IFERROR", condition(spec.required_when, conditions), False)
        blank = ex.call("IF", holds, Status.MISSING, Status.OPTIONAL)
    empty = blank_formula(cell, spec.kind)
    return ex.call("IFERROR", ex.call("IF", empty, blank, _filled_formula(spec, cell, limit)), Status.INVALID)


def _filled_formula(spec: Input, cell: ex.Formula, limit: ex.Formula | None) -> ex.Value:
    if spec.kind is InputType.TEXT:
        short = ex.Formula(f"LEN({cell.text})<={MAX_CHARACTERS}", ex.COMPARISON)
        return ex.call("IF", short, Status.FILLED, Status.INVALID)
    if spec.options:
        allowed = ex.any_of([ex.equals(cell, option) for option in spec.options])
        return ex.call("IF", allowed, Status.FILLED, Status.INVALID)
    tests = _between(cell, *spec.bounds)
    if spec.kind is InputType.COUNT:
        tests.append(ex.Formula(f"INT({cell.text})={cell.text}", ex.COMPARISON))
    allowed = ex.all_of(tests)
    if limit is not None:
        allowed = ex.all_of([allowed, _within_limit(spec, cell, limit)])
    in_range = ex.call("IF", allowed, Status.FILLED, Status.INVALID)
    return ex.call("IF", ex.call("ISNUMBER", cell), in_range, Status.INVALID)


def _between(cell: ex.Formula, low: float, high: float, below: str = "<=") -> list[ex.Truth]:
    tests = f">={ex.as_formula(low).text}", f"{below}{ex.as_formula(high).text}"
    return [ex.Formula(f"{cell.text}{test}", ex.COMPARISON) for test in tests]


def _in_band(cell: ex.Formula, band: Band) -> list[ex.Truth]:
    return _between(cell, band.least, band.end, "<=" if band.below is None else "<")


def _within_limit(spec: Input, cell: ex.Formula, limit: ex.Formula) -> ex.Truth:
    if spec.bands is None:
        exceeds = ex.Formula(f"{cell.text}>{limit.text}", ex.COMPARISON)
        return ex.opposite(ex.call("IF", ex.call("ISNUMBER", limit), exceeds, False))
    inside: ex.Value = True
    for option, band in reversed(list(spec.bands.ranges.items())):
        inside = ex.call("IF", ex.equals(limit, option), ex.all_of(_in_band(cell, band)), inside)
    return ex.as_formula(inside)
