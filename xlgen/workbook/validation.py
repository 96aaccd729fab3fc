"""Data validation of input cells: dropdowns, ranges, prompts and error messages."""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.errors import NotPortableError
from xlgen.rules.expression import as_formula
from xlgen.scheme.inputs import MAX_CHARACTERS, Input, InputType
from xlgen.scoring.ladder import Fault, rungs_of
from xlgen.text import shorten
from xlgen.xlsx.limits import MAX_OPTION_LIST, MAX_PROMPT, MAX_PROMPT_TITLE

ERROR_TITLE = "填写有误"
TYPED_FAULTS = frozenset({Fault.TOO_LONG, Fault.NOT_AN_OPTION, Fault.OUT_OF_RANGE, Fault.NOT_WHOLE})
"""What the program refuses when it is typed; the status tells the rest."""


def add_validation(sheet: Worksheet, cells: str, spec: Input, wanted: str) -> None:
    """Let the cells accept only what the input accepts.

    The prompt shows the whole label and `wanted`; the alert says what can be wrong, in the words of the status.
    Raises NotPortableError if a text is longer than Excel allows.
    """
    validation = _data_validation(spec)
    asked = f"{wanted}。{spec.help}"
    if len(asked) > MAX_PROMPT:
        raise NotPortableError(f"“{spec.label}”的输入提示超过 {MAX_PROMPT} 个字")
    room = MAX_PROMPT - len(asked) - 1
    whole = f"{shorten(spec.label, room)}\n" if len(spec.label) > MAX_PROMPT_TITLE and room > MAX_PROMPT_TITLE else ""
    validation.allow_blank = True
    validation.showInputMessage = validation.showErrorMessage = True
    validation.errorStyle = "stop"
    typed = ["只能键入数字"] if spec.numeric else []
    typed += [rung.why for rung in rungs_of(spec) if rung.fault in TYPED_FAULTS]
    validation.errorTitle, validation.error = ERROR_TITLE, f"{shorten('；'.join(typed), MAX_PROMPT - 1)}。"
    validation.promptTitle, validation.prompt = shorten(spec.label, MAX_PROMPT_TITLE), f"{whole}{asked}"
    validation.add(cells)
    sheet.add_data_validation(validation)


def _data_validation(spec: Input) -> DataValidation:
    if spec.kind is InputType.TEXT:
        return DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(MAX_CHARACTERS))
    if spec.options:
        options = ",".join(spec.options)
        if len(options) > MAX_OPTION_LIST:
            raise NotPortableError(f"“{spec.label}”的选项合计超过 {MAX_OPTION_LIST} 个字符")
        return DataValidation(type="list", formula1=f'"{options}"')
    kind: Literal["whole", "decimal"] = "whole" if spec.kind is InputType.COUNT else "decimal"
    low, high = (as_formula(bound).text for bound in spec.bounds)
    return DataValidation(type=kind, operator="between", formula1=low, formula2=high)
