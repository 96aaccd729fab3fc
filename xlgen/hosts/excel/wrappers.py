"""The VBA of the add-in: a wrapper for each custom function, and the modules that pass calls to Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import xlwings

from udf.catalogue import FUNCTIONS
from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES
from xlgen.hosts.excel import udfs
from xlgen.hosts.excel.texts import FIRST_ROW, STATUS_FUNCTION, TEXTS_SHEET

DOCUMENT_MODULE = "ThisWorkbook"
"""The module of the workbook, which every VBA project has."""
MODULE_NAMES = ("ScoringFunctions", "Answers", "RangeValues", "PythonProcess", "StartFolder", "AddinHelp")
PROJECT_NAME = "xlgen"
"""The name under which xlwings looks for settings, so that those of other add-ins never mix with ours."""
_PROJECT_NAME_LINE = 'PROJECT_NAME As String = "xlwings"'
_START_COMMAND = 'tail = " -B -c '
_FIRST_LINE = 'Attribute VB_Name = "xlwings"\r\n'


def modules() -> Mapping[str, str]:
    """Sources of all modules by name, with CRLF line endings."""
    sources = {name: _rendered(f"{name}.bas") for name in (DOCUMENT_MODULE, *MODULE_NAMES)}
    return {**sources, "xlwings": _xlwings_module()}


def _rendered(name: str) -> str:
    text = render_template(
        name,
        folder=TEMPLATES / "addin",
        module=udfs.__name__,
        functions=FUNCTIONS.values(),
        texts=TEXTS_SHEET,
        first_row=FIRST_ROW,
        status=STATUS_FUNCTION,
    )
    return re.sub("\r?\n", "\r\n", text) + "\r\n"


def _xlwings_module() -> str:
    """xlwings' own module, which starts and calls Python; copied from the installed package.

    This is the module for a single workbook: xlwings' module for add-ins takes settings, including the interpreter,
    from whatever workbook or folder the user has just opened. Its functions are hidden from Excel's list, and Python
    is started with -P, so that it does not look for modules in its current folder.
    """
    source = (Path(xlwings.__file__).parent / "xlwings.bas").read_bytes().decode("ascii")
    if not source.startswith(_FIRST_LINE) or any(
        source.count(text) != 1 for text in (_PROJECT_NAME_LINE, _START_COMMAND)
    ):
        raise ValueError(f"xlwings {xlwings.__version__}: xlwings.bas is not as expected")
    renamed = source.replace(_PROJECT_NAME_LINE, _PROJECT_NAME_LINE.replace("xlwings", PROJECT_NAME))
    isolated = renamed.replace(_START_COMMAND, _START_COMMAND.replace("-B", "-P -B"))
    return isolated.replace(_FIRST_LINE, f"{_FIRST_LINE}Option Private Module\r\n", 1)
