"""A workbook in which cells call our functions, and what Python says that each of them gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.function_arguments import POSITIONS, SOUND, WIDE, called, first_cell, replaced
from tests.factories.rule_cases import CASES
from tests.oracles.cells import CellError, Value
from tests.rules.inputs import Example as Case
from tests.udf.calling import arguments_of, column, row, scored
from udf.arguments import OMITTED
from udf.catalogue import FUNCTIONS
from udf.outcome import BLANK, DIVISION, ERRORS, NOT_AVAILABLE, VALUE, ExcelError
from xlgen.rules.calls import rule_call
from xlgen.rules.expression import Formula

SHEET = "调用"


@dataclass(frozen=True)
class Call:
    """A formula in which @0, @1 … stand for the ranges, what is in those, and what the cell must show."""

    formula: str
    ranges: Sequence[Any]
    result: Value


def examples() -> Iterator[Call]:
    """What the help shows; of a column, its last cell."""
    for function in FUNCTIONS.values():
        example = function.example
        formula = example.formula
        for place, reference in enumerate(example.ranges):
            formula = formula.replace(reference, f"@{place}")
        result = example.result
        if isinstance(result, list):
            formula, result = f"=INDEX({formula[1:]},{len(result)},1)", result[-1][0]
        yield Call(formula, [column(values) for values in example.ranges.values()], result)


def cases() -> Iterator[Call]:
    """Every case of the rules, as a person would call it and as a workbook does."""
    for rule, found in CASES.items():
        for _, case, score in found:
            given = _given(arguments_of(rule, case))
            result = _result(scored, rule, case)
            yield Call(_formula(rule.upper(), given), given, result)
            yield _of_workbook(rule, case, result if isinstance(result, CellError) else score)


def contents() -> Iterator[Call]:
    """Whatever may stand in a cell, in every argument of every function: blanks, errors, numbers as texts, words."""
    for name, place in POSITIONS:
        cells: list[Any] = [None, " ", "约八成", *sorted(ERRORS)]
        number = first_cell(name, place)
        if isinstance(number, float):
            cells += [f"{number:f}", f"{number * 100:f}%".translate(WIDE)]
        for cell in cells:
            given = _given(SOUND[name])
            given[place] = replaced(given[place], cell)
            yield Call(_formula(name, given), given, _result(called, name, place, cell))


NA = CellError(NOT_AVAILABLE)
OPTIONS = '{"优";"差"},{2;0.5}'
AROUND: Sequence[Call] = [
    Call("=DEDUCT_SCORE(STACK(@0,@1),4,{0.5;1})", [1.0, 2.0], 1.5),
    Call("=DEDUCT_SCORE(STACK(@0,@1),4,{0.5,1})", [1.0, "2".translate(WIDE)], 1.5),
    Call("=DEDUCT_SCORE(STACK(@0,@1),4,{0.5;1})", [1.0, None], BLANK),
    Call("=DEDUCT_SCORE(STACK(@0,@1),4,{0.5;1})", [column([1.0, 0.0]), 2.0], CellError(VALUE)),
    Call("=DEDUCT_SCORE(STACK(@0,@1),4,{0.5;1})", [1.0, NA], NA),
    Call("=CRITERIA_SCORE(STACK(@0,STACK(@1,@2)),{1;2;4})", ["是", "√", "否"], 3.0),
    Call("=CRITERIA_SCORE(IF({1;0},@0,@1),{1;2})", [column(["是", "否"]), column(["否", "是"])], 3.0),
    Call("=CRITERIA_SCORE(@0,{1;2})", [column(["是", '=""'])], BLANK),
    Call("=CRITERIA_SCORE(IF({1;0},@0,@1),{1;2})", [column(["是", "否"]), column(["否", NA])], NA),
    Call("=SUM(STACK(@0,@1))", [row([1.5, 2.5]), 4.0], 8.0),
    Call('=IF(@0="","",ROUND(RATIO_SCORE(@0,2),2))', [None], BLANK),
    Call('=IF(@0="","",ROUND(RATIO_SCORE(@0,2),2))', [0.9848], 1.97),
    Call("=ROUND(RATIO_SCORE(@0,2),2)", [None], CellError(VALUE)),
    Call("=RATIO_SCORE(@0,2)+1", ["约八成"], CellError(VALUE)),
    Call('=ROUND(RATIO_SCORE(@0/@1,2,"满分",TRUE),9)', [1.0, 3.0], 0.666666667),
    Call('=RATIO_SCORE(@0/@1,2,"满分",FALSE)', [1.0, 3.0], 0.67),
    Call("=EXEC_RATE(@0,@1)", [1.0, 0.0], CellError(DIVISION)),
    Call("=IFERROR(EXEC_RATE(@0,@1),7)", [1.0, 0.0], 7.0),
    Call("=SUM(EXEC_RATE(@0,@1),1)", [1.0, 0.0], CellError(DIVISION)),
    Call("=EXEC_RATE(@0,@1)", ["=1/0", 2.0], CellError(DIVISION)),
    Call(f"=CHOICE_SCORE(@0,{OPTIONS})", ["良"], NA),
    Call(f"=ISNA(CHOICE_SCORE(@0,{OPTIONS}))", ["良"], True),
    Call(f"=CHOICE_SCORE(@0,{OPTIONS})", [" 优 "], 2.0),
    Call('=GRADE(@0)&"等"', [89.99], "良等"),
    Call('=GRADE(@0,{"合格";"不合格"},{80;0})', ["85".translate(WIDE)], "合格"),
    Call("=grade(@0)", [60.0], "中"),
    Call("=GRADE(SUM(@0))", [column([50.0, 45.0])], "优"),
    Call('=TIER_SCORE(@0,{"≥90%";"其余"},{1;0},TRUE)', [25.0], 1.0),
    Call('=TIER_SCORE(@0,{"≤1";"≤3";"其余"},{5;3;0})', [3.0], 3.0),
    Call('=TIER_SCORE(@0,{"≤0";"≤"}&@1,{3;2})', [1.0, 2.0], CellError(VALUE)),
    Call('=COMPARISON_SCORE(@0,STACK(0,@1),{"≤";"≤"},{3;2})', [35.0, 35.0], 2.0),
    Call('=TARGET_SCORE(@0,@1,"≤",10)', [96.0, 80.0], 8.0),
]
"""The calls within other formulas, and other formulas and constants within the calls."""


def written(calls: Sequence[Call], file: Path) -> dict[str, Call]:
    """A workbook with the calls, one below the other in column A; their addresses."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    addresses, line = {}, 1
    for call in calls:
        formula, height = _placed(sheet, line, call)
        sheet.cell(line, 1).value = formula
        addresses[f"A{line}"] = call
        line += height
    book.save(file)
    return addresses


def differing(addresses: Mapping[str, Call], cells: Mapping[str, Value]) -> list[str]:
    """The calls of which the cell does not show exactly what it must; an error is a real one."""
    shown = {address: cells.get(address, BLANK) for address in addresses}
    return [
        f"{call.formula} of {call.ranges}: {shown[address]!r}, not {call.result!r}"
        for address, call in addresses.items()
        if shown[address] != call.result or isinstance(shown[address], CellError) != isinstance(call.result, CellError)
    ]


def _of_workbook(rule: str, case: Case, result: Value) -> Call:
    places: Mapping[str, Any] = {name: Formula(f"@{place}") for place, name in enumerate(case.arguments)}
    ranges = [row(value) if isinstance(value, list) else value for value in case.arguments.values()]
    return Call(f'=IF(1=2,"",ROUND({rule_call(rule, places, case.parameters).text},2))', ranges, result)


def _given(arguments: Sequence[Any]) -> list[Any]:
    """Without those at the end that are left out."""
    given = list(arguments)
    while given[-1] is OMITTED:
        given.pop()
    return given


def _formula(name: str, given: Sequence[Any]) -> str:
    return f"={name}({','.join(f'@{place}' for place in range(len(given)))})"


def _result(call: Callable[..., Any], *arguments: Any) -> Value:
    try:
        result: Value = call(*arguments)
    except ExcelError as error:
        return CellError(error.name)
    return result


def _placed(sheet: Worksheet, line: int, call: Call) -> tuple[str, int]:
    """The formula with the addresses of its ranges, which are written beside it; how many rows they take."""
    formula, left, height = call.formula, 2, 1
    for place, given in enumerate(call.ranges):
        rows = given if isinstance(given, list) else [[given]]
        for down, values in enumerate(rows):
            for right, value in enumerate(values):
                sheet.cell(line + down, left + right).value = value
        last = left + len(rows[0]) - 1
        first = f"{get_column_letter(left)}{line}"
        end = f"{get_column_letter(last)}{line + len(rows) - 1}"
        formula = formula.replace(f"@{place}", first if first == end else f"{first}:{end}")
        left, height = last + 1, max(height, len(rows))
    return formula, height
