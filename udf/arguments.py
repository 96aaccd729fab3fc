"""Reads what a host hands over, cells and ranges, as the numbers, texts and answers that a rule takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from udf.outcome import ERRORS, NOT_AVAILABLE, VALUE, ExcelError, NotFilledInError
from xlgen.rules.choice import NO, YES
from xlgen.rules.limits import BOUND, MAX_NUMBER, Limits
from xlgen.rules.rule import EXACT
from xlgen.text import normalize_text, number_in, shorten

Read = TypeVar("Read")
OMITTED: Any = object()
"""The default of an optional argument; `None` is a cell that is still blank."""
ANSWERS = {YES: YES, "√": YES, "TRUE": YES, NO: NO, "×": NO, "FALSE": NO}
MAX_QUOTED = 20
"""Maximum number of characters of a text that a message repeats."""


def cells(argument: Any) -> list[Any]:
    """A cell or a range of any shape as a list, row by row."""
    return [cell for item in argument for cell in cells(item)] if isinstance(argument, (list, tuple)) else [argument]


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def numbers(argument: Any, label: str, limits: Limits) -> list[float]:
    """Every cell as a number within the limits."""
    return _read_all(argument, label, lambda cell, name: _number(cell, name, limits))


def number(argument: Any, label: str, limits: Limits) -> float:
    """The one cell as a number within the limits."""
    return _single(numbers(argument, label, limits), label)


def texts(argument: Any, label: str) -> list[str]:
    """Every cell as a text, full-width characters as ordinary ones."""
    return _read_all(argument, label, _text)


def text(argument: Any, label: str) -> str:
    """The one cell as a text."""
    return _single(texts(argument, label), label)


def answers(argument: Any, label: str) -> list[str]:
    """Every cell as 是 or 否; a tick or TRUE is 是, a cross or FALSE is 否."""
    return _read_all(argument, label, _answer)


def answer(argument: Any, label: str) -> str:
    """The one cell as 是 or 否."""
    return _single(answers(argument, label), label)


def is_exact(exact: Any) -> bool:
    """Whether a workbook calls: it rounds itself, and has checked what it passes."""
    return exact is not OMITTED and answer(exact, EXACT.label) == YES


def names(argument: Any, label: str) -> list[str]:
    """Every cell as a text. Raises ExcelError where one occurs twice."""
    listed = texts(argument, label)
    for name in listed:
        if listed.count(name) > 1:
            raise ExcelError(VALUE, f"{label}中“{_cut(name)}”重复")
    return listed


def one_of(chosen: str, options: Sequence[str], label: str) -> str:
    """The text. Raises ExcelError (#N/A) where it is not among the options."""
    if chosen not in options:
        raise ExcelError(NOT_AVAILABLE, f"{label}“{_cut(chosen)}”不在可选的内容（{_cut('、'.join(options))}）之中")
    return chosen


def same_count(label: str, first: Sequence[object], other: str, second: Sequence[object]) -> None:
    """Raise ExcelError unless two arguments that belong together item by item are equally long."""
    if len(first) != len(second):
        raise ExcelError(VALUE, f"{label}有{len(first)}个，{other}有{len(second)}个，应当一样多")


def _read_all(argument: Any, label: str, read: Callable[[Any, str], Read]) -> list[Read]:
    # A wrong cell is reported even where others are still blank.
    all_cells = cells(argument)
    values = [read(cell, label) for cell in all_cells if not is_blank(cell)]
    if len(values) < len(all_cells) or not all_cells:
        raise NotFilledInError
    return values


def _single(values: list[Read], label: str) -> Read:
    if len(values) > 1:
        raise ExcelError(VALUE, f"{label}只能是一个单元格，不能是{len(values)}个")
    return values[0]


def _number(cell: Any, label: str, limits: Limits) -> float:
    no_error(cell, label)
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal, str)):
        raise ExcelError(VALUE, f"{label}应填数字，不能是日期或TRUE、FALSE")
    value = _float_in(cell)
    if value is None or not math.isfinite(value):
        raise ExcelError(VALUE, f"{label}“{_cut(cell if isinstance(cell, str) else '')}”不是数字")
    if not limits.minimum <= value <= limits.maximum:
        raise ExcelError(VALUE, f"{label}是{value + 0:.10g}，{_allowed(limits, value)}")
    return value


def _float_in(cell: Any) -> float | None:
    try:
        return number_in(cell) if isinstance(cell, str) else float(cell)
    except (ValueError, OverflowError):
        return None


def _allowed(limits: Limits, value: float) -> str:
    if limits is BOUND:
        return f"应当大于0，不超过{limits.maximum * 100:g}%"
    if limits.maximum < MAX_NUMBER:
        low, high = [f"{end * 100:g}%" if limits.percent else f"{end:g}" for end in (limits.minimum, limits.maximum)]
        return f"应当在{low}至{high}之间"
    return "太大" if abs(value) > MAX_NUMBER else "应当大于0" if limits.minimum > 0 else "不能小于0"


def _text(cell: Any, label: str) -> str:
    no_error(cell, label)
    if not isinstance(cell, str):
        raise ExcelError(VALUE, f"{label}应填文字")
    return normalize_text(cell)


def _answer(cell: Any, label: str) -> str:
    no_error(cell, label)
    if isinstance(cell, bool):
        return YES if cell else NO
    written = normalize_text(cell) if isinstance(cell, str) else ""
    if written not in ANSWERS:
        raise ExcelError(VALUE, f"{label}应填“{YES}”或“{NO}”")
    return ANSWERS[written]


def no_error(cell: Any, label: str) -> None:
    """Raise the error value of a cell, if it holds one."""
    if isinstance(cell, str) and cell in ERRORS:
        raise ExcelError(cell, f"{label}的单元格里是错误值")


def _cut(quoted: str) -> str:
    return shorten(quoted, MAX_QUOTED)
