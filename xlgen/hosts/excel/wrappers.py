"""The VBA of the add-in: a function for each custom function, and what carries their calls to Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import xlwings

from udf.catalogue import FUNCTIONS
from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES
from xlgen.hosts.excel import udfs
from xlgen.hosts.excel.texts import FIRST_ROW, STATUS, TEXTS_SHEET

DOCUMENT = "ThisWorkbook"
"""The module of the add-in's workbook, which every VBA project has."""
MODULES = ("ScoringFunctions", "Answers", "RangeValues", "PythonProcess", "StartFolder", "AddinHelp")
PROJECT = "xlgen"
"""The name that xlwings looks for settings under, so that those of other add-ins and ours never meet."""
_NAMED = 'PROJECT_NAME As String = "xlwings"'
_START = 'tail = " -B -c '
_FIRST_LINE = 'Attribute VB_Name = "xlwings"\r\n'


def modules() -> Mapping[str, str]:
    """The source of every module by its name, with the line ends of VBA."""
    made = {name: _rendered(f"{name}.bas") for name in (DOCUMENT, *MODULES)}
    return {**made, "xlwings": _xlwings_module()}


def _rendered(name: str) -> str:
    text = render_template(
        name,
        folder=TEMPLATES / "addin",
        module=udfs.__name__,
        functions=FUNCTIONS.values(),
        texts=TEXTS_SHEET,
        first_row=FIRST_ROW,
        status=STATUS,
    )
    return re.sub("\r?\n", "\r\n", text) + "\r\n"


def _xlwings_module() -> str:
    """xlwings' own module, which starts Python and speaks to it; copied from the package that is installed.

    It is the one for a single workbook: xlwings' module for add-ins takes settings, the interpreter among them,
    from whatever workbook or folder the user has just opened. Its functions are kept out of Excel's list, and Python
    is told (-P) not to look for modules where it stands.
    """
    source = (Path(xlwings.__file__).parent / "xlwings.bas").read_bytes().decode("ascii")
    if not source.startswith(_FIRST_LINE) or any(source.count(text) != 1 for text in (_NAMED, _START)):
        raise ValueError(f"xlwings {xlwings.__version__}: xlwings.bas is not as expected")
    named = source.replace(_NAMED, _NAMED.replace("xlwings", PROJECT))
    started = named.replace(_START, _START.replace("-B", "-P -B"))
    return started.replace(_FIRST_LINE, f"{_FIRST_LINE}Option Private Module\r\n", 1)
