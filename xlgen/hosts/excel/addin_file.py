"""The add-in as a file: made without Excel, the same bytes for the same functions."""

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
from xlgen.hosts.excel.wrappers import DOCUMENT, PROJECT, modules
from xlgen.xlsx.write.finishing import packed

SETTINGS_SHEET = f"{PROJECT}.conf"
"""Where xlwings' module looks for its settings first."""
YEAR = 2000
"""Every file says that it was made in some year; the bytes must not depend on today."""
_CONTENT_TYPES = "[Content_Types].xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def addin_file(interpreter: str | None = None) -> bytes:
    """The add-in. Without an interpreter, the Python that Windows finds by itself is called."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TEXTS_SHEET
    _write(sheet, rows())
    _write(book.create_sheet(SETTINGS_SHEET), settings(interpreter).items())
    return with_macros(packed(book, YEAR), modules(), _ADDIN)


def settings(interpreter: str | None) -> Mapping[str, str]:
    """The settings of xlwings that the add-in carries. No folder of a workbook is searched for modules.

    xlwings takes an empty PYTHONPATH for the folder that Python stands in, so it must name one: see StartFolder.bas.
    """
    named = {} if interpreter is None else {"INTERPRETER_WIN": interpreter}
    return {"ADD_WORKBOOK_TO_PYTHONPATH": "false", "PYTHONPATH": "%SystemRoot%", **named}


def with_macros(workbook: bytes, sources: Mapping[str, str], content_type: str = _WITH_MACROS) -> bytes:
    """A plain workbook with modules of VBA, as a workbook or add-in of this content type."""
    with tempfile.TemporaryDirectory(prefix="xlgen-") as folder:
        file = Path(folder) / "macros.xlsm"
        file.write_bytes(_declared(workbook, _PLAIN, _WITH_MACROS))
        with ExcelFile(file) as book:
            project = book.add_vba_project()
            for name, source in sources.items():
                if name == DOCUMENT:
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            book.save()
        return _declared(file.read_bytes(), _WITH_MACROS, content_type)


def _write(sheet: Worksheet, lines: Iterable[Iterable[str]]) -> None:
    for line in lines:
        sheet.append(list(line))


def _declared(package: bytes, old: str, new: str) -> bytes:
    """The package with its workbook declared to be of another kind, its members otherwise as they are."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == _CONTENT_TYPES:
                content = content.replace(old.encode(), new.encode())
            target.writestr(member, content, zipfile.ZIP_DEFLATED, 6)
    return result.getvalue()
