"""Function calls: what Excel sends, and what it gets back."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, TypedDict

import xlwings.server
from pydantic import BaseModel, Field

from udf.catalogue import FUNCTIONS
from udf.outcome import VALUE, ExcelError
from xlgen.errors import XlgenError
from xlgen.files.resources import package_digest
from xlgen.hosts.javascript.functions import MAX_CELLS, function_module
from xlgen.hosts.javascript.number_format import MAX_NUMBER_FORMAT, shows_date
from xlgen.xlsx.limits import MAX_ARGUMENTS, MAX_CELL_TEXT


class TypedCell(BaseModel):
    """A cell with more than a plain value: an error, or a number with its format."""

    type: str = Field(max_length=40)
    # Excel's field names
    basicValue: float | bool | Annotated[str, Field(max_length=MAX_CELL_TEXT)]
    numberFormat: Annotated[str, Field(max_length=MAX_NUMBER_FORMAT)] = ""


CallCell = float | bool | Annotated[str, Field(max_length=MAX_CELL_TEXT)] | None | TypedCell
Range = list[list[CallCell]]


class Call(BaseModel):
    """What the JavaScript sends. An omitted argument is null, a repeated one a list of ranges."""

    func_name: str
    args: Annotated[list[Range | list[Range] | None], Field(max_length=MAX_ARGUMENTS)]
    version: str
    runtime: Literal["1.3", "1.4"]


_EPOCH, _LAST_DAY = dt.datetime(1899, 12, 30), 2_958_465.0


class Failure(TypedDict):
    """Instead of a result: the error for the cell, and the sentence shown with it."""

    error: str
    message: str


class RefusedCallError(XlgenError):
    """An invalid call; the message is for whoever looks at the cell."""


async def result_of(call: Call) -> Any:
    """Call the function and return rows of values, or a Failure. Raises RefusedCallError."""
    _check_call(call)
    args = [_for_xlwings(argument) for argument in call.args]
    request = {
        "client": "Office.js",
        "func_name": call.func_name,
        "args": args,
        "version": call.version,
        "runtime": call.runtime,
    }
    try:
        result = await xlwings.server.custom_functions_call(request, function_module())
    except ExcelError as error:
        return Failure(error=error.name, message=error.message)
    if _has_date(args):  # STACK returns its arguments, and in its result a date would become a number
        return Failure(error=VALUE, message="单元格应填数字或文字，不能是日期")
    return result


def _check_call(call: Call) -> None:
    if call.version != package_digest():
        raise RefusedCallError("加载项已更新。请关闭并重新打开工作簿")
    function = FUNCTIONS.get(call.func_name)
    if function is None or len(call.args) != len(function.arguments):
        raise RefusedCallError("没有这个函数，或参数个数不对。请关闭并重新打开工作簿")
    for argument, value in zip(function.arguments, call.args, strict=True):
        if argument.repeated != _is_repeated(value):
            raise RefusedCallError("参数的形式不对。请关闭并重新打开工作簿")
    if _cells(call.args) > MAX_CELLS:
        raise RefusedCallError(f"参数的单元格太多，一次最多{MAX_CELLS}个。请只选有数据的单元格，不要选整行、整列")


def _is_repeated(argument: Range | list[Range] | None) -> bool:
    return bool(argument and argument[0] and isinstance(argument[0][0], list))


def _cells(argument: Any) -> int:
    return sum(map(_cells, argument)) if isinstance(argument, list) else 1


def _for_xlwings(argument: Any) -> Any:
    """Convert for xlwings, which reads a range of one null as an omitted argument, and a date as a number."""
    if isinstance(argument, list):
        return ["" if cell is None else _for_xlwings(cell) for cell in argument]
    if not isinstance(argument, TypedCell):
        return argument
    return _date(argument.basicValue) if is_date(argument) else argument.model_dump()


def is_date(cell: TypedCell) -> bool:
    """True if the cell shows its number as a date or a time."""
    number = isinstance(cell.basicValue, float) and cell.type != "Error"
    return number and shows_date(cell.numberFormat)


def _has_date(argument: Any) -> bool:
    return any(map(_has_date, argument)) if isinstance(argument, list) else isinstance(argument, dt.datetime)


def _date(number: Any) -> dt.datetime:
    # The functions only need to know that it is a date, so numbers that Excel cannot show as one are clamped.
    return _EPOCH + dt.timedelta(days=min(max(0.0, number), _LAST_DAY))
