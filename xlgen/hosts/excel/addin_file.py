"""The add-in file, built without Excel; the same bytes for the same functions."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB

from xlgen.hosts.excel.texts import TEXTS_SHEET, rows
from xlgen.hosts.excel.wrappers import DOCUMENT_MODULE, PROJECT_NAME, modules
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes

SETTINGS_SHEET = f"{PROJECT_NAME}.conf"
"""The sheet in which xlwings' module looks for its settings first."""
SOURCE_ONLY = bytes.fromhex("CC61 FFFF 00 0000")
"""The stream _VBA_PROJECT as MS-OVBA 2.3.4.1 demands it of writers: no version of Office, so none takes compiled code
from the file. pyOpenVBA leaves the version of a real one; that Office would take code that is not there."""
_VBA_PROJECT = "xl/vbaProject.bin"
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
        file.write_bytes(_rewritten(workbook, {_CONTENT_TYPES: _replacing(_PLAIN_WORKBOOK, _MACRO_WORKBOOK)}))
        with ExcelFile(file) as book:
            project = book.add_vba_project()
            for name, source in sources.items():
                if name == DOCUMENT_MODULE:
                    book.set_module(name, source)
                else:
                    project.add_module(name, source)
            for module in project.modules:
                module.dirty = True  # written anew: pyOpenVBA's sheet has compiled code before its source
            book.save()
        final = {_CONTENT_TYPES: _replacing(_MACRO_WORKBOOK, content_type), _VBA_PROJECT: _source_only}
        return _rewritten(file.read_bytes(), final)


def _write(sheet: Worksheet, lines: Iterable[Iterable[str]]) -> None:
    for line in lines:
        sheet.append(list(line))


def _rewritten(package: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The package with some parts changed; all else is as it was."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename in changes:
                content = changes[member.filename](content)
            target.writestr(member, content, zipfile.ZIP_DEFLATED, 6)
    return result.getvalue()


def _replacing(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode())


def _source_only(project: bytes) -> bytes:
    """The VBA project without anything that says or looks as if it were compiled."""
    storage = CFB.from_bytes(project)
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", SOURCE_ONLY)
    return storage.to_bytes()
