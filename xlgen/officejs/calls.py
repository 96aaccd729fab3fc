"""A call of a function: what Excel sends, what it gets."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

import xlwings.server
from pydantic import BaseModel, Field

from udf.catalogue import FUNCTIONS
from udf.outcome import ExcelError
from xlgen import __version__
from xlgen.officejs.functions import hosted

MOST_CELLS = 2000
"""In one call: several times what a form lays out, and a fraction of a second."""
LONGEST_TEXT = 32_767
"""Characters that Excel allows in a cell."""


class CellValue(BaseModel):
    """A cell that holds more than a plain value: an error, a number with its format."""

    type: str = Field(max_length=40)
    basicValue: float | bool | Annotated[str, Field(max_length=LONGEST_TEXT)]  # as Excel names it


Cell = float | bool | Annotated[str, Field(max_length=LONGEST_TEXT)] | None | CellValue
Range = list[list[Cell]]


class Call(BaseModel):
    """What the JavaScript sends; an argument that was left out is null, a repeated one a list of ranges."""

    func_name: str
    args: Annotated[list[Range | list[Range] | None], Field(max_length=255)]
    version: str
    runtime: Literal["1.3", "1.4"]


class Failure(TypedDict):
    """Instead of a result: the error for the cell, and the sentence shown with it."""

    error: str
    message: str


class Refused(Exception):
    """A call that cannot be meant, in a sentence for whoever looks at the cell."""


async def result_of(call: Call) -> Any:
    """What the cell shows: rows of values, or a Failure. Raises Refused."""
    _refuse(call)
    given = {
        "client": "Office.js",
        "func_name": call.func_name,
        "args": [_blanks_kept(argument) for argument in call.model_dump()["args"]],
        "version": call.version,
        "runtime": call.runtime,
    }
    try:
        return await xlwings.server.custom_functions_call(given, hosted())
    except ExcelError as error:
        return Failure(error=error.name, message=error.message)


def _refuse(call: Call) -> None:
    if call.version != __version__:
        raise Refused("加载项已更新。请关闭并重新打开工作簿")
    function = FUNCTIONS.get(call.func_name)
    if function is None or len(call.args) != len(function.arguments):
        raise Refused("没有这个函数，或参数个数不对。请关闭并重新打开工作簿")
    for taken, given in zip(function.arguments, call.args, strict=True):
        if taken.repeated != _is_repeated(given):
            raise Refused("参数的形式不对。请关闭并重新打开工作簿")
    if _cells(call.args) > MOST_CELLS:
        raise Refused(f"参数的单元格太多，一次最多{MOST_CELLS}个。请只选有数据的单元格，不要选整行、整列")


def _is_repeated(argument: Range | list[Range] | None) -> bool:
    return bool(argument and argument[0] and isinstance(argument[0][0], list))


def _cells(argument: Any) -> int:
    return sum(map(_cells, argument)) if isinstance(argument, list) else 1


def _blanks_kept(argument: Any) -> Any:
    """xlwings takes a range of one null for an argument left out, which would get its default; "" stays blank."""
    if isinstance(argument, list):
        return ["" if each is None else _blanks_kept(each) for each in argument]
    return argument
