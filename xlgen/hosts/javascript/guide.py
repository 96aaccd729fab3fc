"""The table written by the button 插入函数说明: each function with its arguments and an example."""

from __future__ import annotations

from udf.catalogue import FUNCTIONS, FunctionArgument
from xlgen.rules.rule import Example

FUNCTION_NAMESPACE = "XLGEN"
"""Namespace of the functions: users see XLGEN.GRADE(…)."""
HEADINGS = ("函数", "用途", "参数", "例子", "例子里的单元格", "结果")


def rows() -> list[list[str]]:
    """The rows of the table, headings first; all cells are texts."""
    return [list(HEADINGS), *(_row(name) for name in FUNCTIONS)]


def _row(name: str) -> list[str]:
    function, example = FUNCTIONS[name], FUNCTIONS[name].example
    arguments = "\n".join(
        f"{number}. {_argument_text(argument)}" for number, argument in enumerate(function.arguments, start=1)
    )
    formula = example.formula.replace(f"{name}(", f"{FUNCTION_NAMESPACE}.{name}(")
    return [f"{FUNCTION_NAMESPACE}.{name}", function.help, arguments, formula, _cells(example), _shown(example.result)]


def _argument_text(argument: FunctionArgument) -> str:
    return f"{argument.name}：{argument.help}" + ("；可以写多个" if argument.repeated else "")


def _cells(example: Example) -> str:
    return "\n".join(f"{range_}：{'、'.join(map(_shown, cells))}" for range_, cells in example.ranges.items())


def _shown(value: float | str | list[list[float | str]]) -> str:
    if isinstance(value, list):
        return "、".join(_shown(cell) for row in value for cell in row)
    return value if isinstance(value, str) else f"{value:.10g}"
