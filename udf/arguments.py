"""From what a host hands over to what a rule takes: cells and ranges, as numbers, texts and answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from udf.outcome import ERRORS, NOT_AVAILABLE, VALUE, ExcelError, NotFilledInError
from xlgen.rules.library import NO, YES
from xlgen.text import normalize_text, number_in, shorten

Read = TypeVar("Read")
OMITTED: Any = object()
"""The default of an argument that need not be given; `None` is a cell that is still blank."""
SHOWN = 20
"""Characters of a text that are repeated in a message."""


class Limits(NamedTuple):
    """Between what a number must lie, both included; a share or rate is told in percent."""

    least: float
    most: float
    percent: bool = False


MAX_NUMBER, MIN_NUMBER = 1e14, 1e-9
"""Beyond these, 15 digits no longer hold cents, and divisions run over."""
ANY = Limits(-MAX_NUMBER, MAX_NUMBER)
NOT_NEGATIVE = Limits(0, MAX_NUMBER)
POSITIVE = Limits(MIN_NUMBER, MAX_NUMBER)
SHARE = Limits(0, 1, percent=True)
PROGRESS = Limits(0, 2, percent=True)
"""A share that is seldom above 1: beyond 200 %, the percent sign was most likely forgotten."""
RATE = Limits(0, 10, percent=True)
"""A rate; 681 % has been published. Beyond 1000 %, the percent sign was most likely forgotten."""
SIGNED_RATE = Limits(-10, 10, percent=True)
"""A rate of change."""
BOUND = Limits(MIN_NUMBER, 10, percent=True)
"""A rate that a rule lays down, like the one from which on a target was too low."""


def cells(argument: Any) -> list[Any]:
    """A cell or a range of any shape as a list, row by row."""
    return [cell for each in argument for cell in cells(each)] if isinstance(argument, (list, tuple)) else [argument]


def is_blank(cell: Any) -> bool:
    """Nothing, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def numbers(argument: Any, label: str, limits: Limits) -> list[float]:
    """Every cell as a number within the limits."""
    return _each(argument, label, lambda cell, name: _number(cell, name, limits))


def number(argument: Any, label: str, limits: Limits) -> float:
    """The one cell as a number within the limits."""
    return _only(numbers(argument, label, limits), label)


def texts(argument: Any, label: str) -> list[str]:
    """Every cell as a text, full-width characters as ordinary ones."""
    return _each(argument, label, _text)


def text(argument: Any, label: str) -> str:
    """The one cell as a text."""
    return _only(texts(argument, label), label)


def answers(argument: Any, label: str) -> list[str]:
    """Every cell as 是 or 否; a tick or TRUE is 是, a cross or FALSE is 否."""
    return _each(argument, label, _answer)


def answer(argument: Any, label: str) -> str:
    """The one cell as 是 or 否."""
    return _only(answers(argument, label), label)


def names(argument: Any, label: str) -> list[str]:
    """Texts of which each stands once."""
    found = texts(argument, label)
    for name in found:
        if found.count(name) > 1:
            raise ExcelError(VALUE, f"{label}中“{_cut(name)}”重复")
    return found


def one_of(found: str, options: Sequence[str], label: str) -> str:
    """A text that must be one of the options."""
    if found not in options:
        raise ExcelError(NOT_AVAILABLE, f"{label}“{_cut(found)}”不在可选的内容（{_cut('、'.join(options))}）之中")
    return found


def same_count(label: str, first: Sequence[object], other: str, second: Sequence[object]) -> None:
    """What goes together item by item is equally many."""
    if len(first) != len(second):
        raise ExcelError(VALUE, f"{label}有{len(first)}个，{other}有{len(second)}个，应当一样多")


def _each(argument: Any, label: str, read: Callable[[Any, str], Read]) -> list[Read]:
    # A wrong cell is told even where others are still blank.
    given = cells(argument)
    found = [read(cell, label) for cell in given if not is_blank(cell)]
    if len(found) < len(given) or not given:
        raise NotFilledInError
    return found


def _only(found: list[Read], label: str) -> Read:
    if len(found) > 1:
        raise ExcelError(VALUE, f"{label}只能是一个单元格，不能是{len(found)}个")
    return found[0]


def _number(cell: Any, label: str, limits: Limits) -> float:
    no_error(cell, label)
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal, str)):
        raise ExcelError(VALUE, f"{label}应填数字，不能是日期或TRUE、FALSE")
    try:
        value = number_in(cell) if isinstance(cell, str) else float(cell)
    except (ValueError, OverflowError):
        value = None
    if value is None or not math.isfinite(value):
        raise ExcelError(VALUE, f"{label}“{_cut(str(cell) if isinstance(cell, str) else '')}”不是数字")
    if not limits.least <= value <= limits.most:
        raise ExcelError(VALUE, f"{label}是{value:.10g}，{_allowed(limits, value)}")
    return value


def _allowed(limits: Limits, value: float) -> str:
    if limits.percent:
        if limits == BOUND:
            return f"应当大于0，不超过{limits.most * 100:g}%"
        typed = limits in (PROGRESS, RATE, SIGNED_RATE) and value > limits.most
        forgotten = "；可能漏填了百分号，确实如此的，最后一个参数写TRUE" if typed else ""
        return f"应当在{limits.least * 100:.0f}%至{limits.most * 100:g}%之间{forgotten}"
    if limits.most < MAX_NUMBER:
        return f"应当在{limits.least:g}至{limits.most:g}之间"
    return "太大" if limits == ANY else "不能小于0" if limits == NOT_NEGATIVE else "应当大于0"


def _text(cell: Any, label: str) -> str:
    no_error(cell, label)
    if not isinstance(cell, str):
        raise ExcelError(VALUE, f"{label}应填文字")
    return normalize_text(cell)


def _answer(cell: Any, label: str) -> str:
    no_error(cell, label)
    given = (YES if cell else NO) if isinstance(cell, bool) else normalize_text(cell) if isinstance(cell, str) else ""
    meant = {YES: YES, "√": YES, "TRUE": YES, NO: NO, "×": NO, "FALSE": NO}.get(given)
    if meant is None:
        raise ExcelError(VALUE, f"{label}应填“{YES}”或“{NO}”")
    return meant


def no_error(cell: Any, label: str) -> None:
    """Raise the error value of a cell, if it holds one."""
    if isinstance(cell, str) and cell in ERRORS:
        raise ExcelError(cell, f"{label}的单元格里是错误值")


def _cut(shown: str) -> str:
    return shorten(shown, SHOWN)
