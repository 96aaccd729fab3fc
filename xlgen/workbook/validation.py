"""Data validation of input cells: dropdowns, ranges, prompts and error messages."""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.errors import NotPortableError
from xlgen.rules.expression import as_formula
from xlgen.scheme.inputs import MAX_CHARACTERS, Input, InputType
from xlgen.xlsx.limits import MAX_OPTION_LIST, MAX_PROMPT, MAX_PROMPT_TITLE

ERROR_TITLE = "填写有误"


def add_validation(sheet: Worksheet, cells: str, spec: Input, wanted: str) -> None:
    """Let the cells accept only what the input accepts; `wanted` is shown as prompt and as error message.

    Raises NotPortableError if a text is longer than Excel allows.
    """
    validation = _data_validation(spec)
    prompt = f"{wanted}。{spec.help}"
    if len(prompt) > MAX_PROMPT:
        raise NotPortableError(f"“{spec.label}”的输入提示超过 {MAX_PROMPT} 个字")
    validation.allow_blank = True
    validation.showInputMessage = validation.showErrorMessage = True
    validation.errorStyle = "stop"
    limit = f"，不超过{MAX_CHARACTERS}字" if spec.kind is InputType.TEXT else ""
    validation.errorTitle, validation.error = ERROR_TITLE, f"{wanted[: MAX_PROMPT - len(limit) - 1]}{limit}。"
    validation.promptTitle, validation.prompt = spec.label[:MAX_PROMPT_TITLE], prompt
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
