"""The grids of a file: each sheet of a workbook, each table of a Word document. What it is, its content says."""

from __future__ import annotations

import re
from pathlib import Path

from xlgen.draft.errors import NoDraftError
from xlgen.draft.grid import Grid
from xlgen.draft.pages import continued
from xlgen.draft.spreadsheet import sheets_of
from xlgen.xlsx.read.package import bytes_of, package_of
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.workbook import workbook_of

DOCUMENT = re.compile(r"word/document\d*\.xml")


def grids_in(file: Path) -> list[Grid]:
    """The grids of an .xlsx or .docx that hold any text. Raises NoDraftError and UnreadableError."""
    try:
        package = package_of(file, bytes_of(file))
        if any(DOCUMENT.fullmatch(part) for part in package.members):
            from xlgen.draft.document import tables_of  # half a second, for documents only

            return continued(grid for grid in tables_of(package) if not all(cell.blank for cell in grid.cells))
        return list(sheets_of(workbook_of(package)))
    except UnreadableError as error:
        if error.code is not Reason.OTHER_FORMAT:
            raise
        remedy = (
            "请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 后再试；"
            "扫描件、图片要先识别成文字表格，或向印发单位索取电子版"
        )
        raise NoDraftError(file, error.message.replace("不是 .xlsx 工作簿", "读不出其中的表格"), remedy) from error
