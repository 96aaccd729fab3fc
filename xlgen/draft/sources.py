"""The grids of a file: each sheet of a workbook, each table of a Word document, also where it goes on overleaf.

What a file is, its content says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from xlgen.draft.errors import NoDraftError
from xlgen.draft.grid import Grid, joined
from xlgen.draft.headings import find_headings
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


def continued(grids: Iterable[Grid]) -> list[Grid]:
    """The grids of a document, each with the tables right after it that go on with it, as on the next page."""
    found: list[Grid] = []
    for grid in grids:
        begin = _begin(found[-1], grid) if found else None
        if begin is None:
            found.append(grid)
        else:
            found[-1] = joined(found[-1], grid, begin)
    return found


def _begin(first: Grid, second: Grid) -> int | None:
    """The row from which on a second table goes on with the first; None where it does not.

    It is as wide, with the same headings or none; above these stand at most its title again, or 续.
    """
    before, headings = find_headings(first), find_headings(second)
    if before is None or first.width != second.width:
        return None
    same = headings is not None and [each.title for each in headings.columns] == [each.title for each in before.columns]
    begin = headings.first if headings is not None and same else 0
    known = {cell.key for row in range(before.first) for cell in first.covering(row)}
    above = [cell.key for row in range(begin) for cell in second.covering(row) if not cell.blank]
    repeats = all("续" in text or text in known for text in above)
    return begin if same and repeats else None
