"""Data validation of input cells: dropdowns, ranges, prompts and error messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.errors import NotPortableError
from xlgen.rules.expression import as_formula
from xlgen.scheme.input_words import length_in_words
from xlgen.scheme.inputs import NUMERIC, Input, InputType
from xlgen.scoring.ladder import Fault, rungs_of
from xlgen.text import shorten
from xlgen.xlsx.limits import MAX_OPTION_LIST, MAX_PROMPT, MAX_PROMPT_TITLE

ERROR_TITLE = "填写有误"
MAX_SEEN = 15
"""Characters of a label that are seen in its line."""
TYPED_FAULTS = frozenset(
    {Fault.TOO_LONG, Fault.NOT_AN_OPTION, Fault.UNIT_WRITTEN, Fault.OUT_OF_RANGE, Fault.NOT_WHOLE, Fault.NOT_A_DATE}
)
"""What the program refuses when it is typed; the status tells the rest."""


TYPES: Mapping[InputType, Literal["whole", "decimal", "date"]] = {
    InputType.MONEY: "decimal",
    InputType.NUMBER: "decimal",
    InputType.PERCENT: "decimal",
    InputType.COUNT: "whole",
    InputType.DATE: "date",
}
"""What the program takes for each kind of number."""


def add_validation(sheet: Worksheet, cells: str, spec: Input, wanted: str) -> None:
    """Let the cells accept only what the input accepts.

    The prompt shows the whole label and the help, or `wanted`; the alert has the words of the status.
    Raises NotPortableError if a text is longer than Excel allows.
    """
    validation = _data_validation(spec)
    prompt = _prompt(spec, wanted)
    validation.allow_blank = validation.showErrorMessage = True
    validation.errorStyle = "stop"
    words = [rung.why for rung in rungs_of(spec) if rung.fault in TYPED_FAULTS]
    if spec.kind in NUMERIC and not words[0].startswith("只"):
        words.insert(0, "只填数字")
    validation.errorTitle, validation.error = ERROR_TITLE, f"{shorten('；'.join(words), MAX_PROMPT - 1)}。"
    if prompt:
        validation.showInputMessage = True
        validation.promptTitle, validation.prompt = shorten(spec.label, MAX_PROMPT_TITLE), prompt
    validation.add(cells)
    sheet.add_data_validation(validation)


def _prompt(spec: Input, wanted: str) -> str:
    """What a label in one line leaves out: its whole text, and what one must know; empty if that is nothing.

    A prompt covers what is beside its cell, and the status there says what is wanted.
    """
    if len(f"{wanted}。{spec.help}") > MAX_PROMPT:
        raise NotPortableError(f"“{spec.label}”的输入提示超过 {MAX_PROMPT} 个字")
    limit = f"{length_in_words(spec)}。" if spec.max_length is not None else ""
    room = MAX_PROMPT - len(f"{spec.help}{limit}") - (2 if limit else 1)
    whole = shorten(spec.label, room) if len(spec.label) > MAX_SEEN and room > MAX_SEEN else ""
    return "\n".join(filter(None, (whole, spec.help or (f"{wanted}。" if spec.bands is not None else ""), limit)))


def _data_validation(spec: Input) -> DataValidation:
    if spec.kind is InputType.TEXT:
        return DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(spec.longest))
    if spec.options:
        options = ",".join(spec.options)
        if len(options) > MAX_OPTION_LIST:
            raise NotPortableError(f"“{spec.label}”的选项合计超过 {MAX_OPTION_LIST} 个字符")
        return DataValidation(type="list", formula1=f'"{options}"')
    low, high = (as_formula(bound).text for bound in spec.bounds)
    return DataValidation(type=TYPES[spec.kind], operator="between", formula1=low, formula2=high)
