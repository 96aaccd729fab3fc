"""The add-in file, built without Excel; the same bytes for the same functions."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyopenvba import ExcelFile

from xlgen.hosts.excel.texts import TEXTS_SHEET, rows
from xlgen.hosts.excel.wrappers import DOCUMENT_MODULE, PROJECT_NAME, modules
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes

SETTINGS_SHEET = f"{PROJECT_NAME}.conf"
"""The sheet in which xlwings' module looks for its settings first."""
_CONTENT_TYPES = "[Content_Types].xml"
_PLAIN_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_WORKBOOK = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def addin_file(interpreter: str | None = None) -> bytes:
    """The bytes of the add-in. Without an interpreter, it calls the Python that Windows finds by itself."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TEXTS_SHEET
    _write(sheet, rows())
    _write(book.create_sheet(SETTINGS_SHEET), settings(interpreter).items())
    return with_macros(workbook_bytes(book, PINNED_YEAR), modules(), _ADDIN_WORKBOOK)


def settings(interpreter: str | None) -> Mapping[str, str]:
    """The settings of xlwings in the add-in. The folders of workbooks are not searched for modules.

    xlwings reads an empty PYTHONPATH as Python's current folder, so it must name a folder: see StartFolder.bas.
    """
    interpreter_setting = {} if interpreter is None else {"INTERPRETER_WIN": interpreter}
    return {"ADD_WORKBOOK_TO_PYTHONPATH": "false", "PYTHONPATH": "%SystemRoot%", **interpreter_setting}


def with_macros(workbook: bytes, sources: Mapping[str, str], content_type: str = _MACRO_WORKBOOK) -> bytes:
    """Add VBA modules to a plain workbook and return it as a workbook or add-in of this content type."""
    with tempfile.TemporaryDirectory(prefix="xlgen-") as folder:
        file = Path(folder) / "macros.xlsm"
        file.write_bytes(_with_content_type(workbook, _PLAIN_WORKBOOK, _MACRO_WORKBOOK))
        with ExcelFile(file) as book:
            project = book.add_vba_project()
            for name, source in sources.items():
                if name == DOCUMENT_MODULE:
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            book.save()
        return _with_content_type(file.read_bytes(), _MACRO_WORKBOOK, content_type)


def _write(sheet: Worksheet, lines: Iterable[Iterable[str]]) -> None:
    for line in lines:
        sheet.append(list(line))


def _with_content_type(package: bytes, old: str, new: str) -> bytes:
    """The package with another content type of its workbook; all else is unchanged."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == _CONTENT_TYPES:
                content = content.replace(old.encode(), new.encode())
            target.writestr(member, content, zipfile.ZIP_DEFLATED, 6)
    return result.getvalue()
