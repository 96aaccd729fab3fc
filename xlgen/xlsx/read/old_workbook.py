"""The values of an old .xls as an .xlsx, for the one reader: what stands in its cells and which are merged, without
formulas and looks.

calamine reads the old format. It is native code and lays a sheet out from corner to corner in memory, whatever anybody
sends: it runs in a process of its own, with limits.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.workbook import Workbook
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.cell_range import CellRange

from xlgen.xlsx.read.file_kinds import OLE_SIGNATURE, other_format
from xlgen.xlsx.read.unreadable import Reason
from xlgen.xlsx.values import UNSTORABLE

MAX_CELLS = 300_000
"""Cells that are not empty. A filled form has some 3,500."""
MAX_MERGED = 20_000
"""Merged areas of a sheet."""
SECONDS = 60
MAX_MEMORY = 3 * 2**30
"""Bytes of the process's memory, where the system can limit it."""
MAX_TITLE = 31


def as_xlsx(path: Path, data: bytes) -> bytes:
    """The bytes of an .xlsx with the values of an old .xls; of any other file, its bytes as they are.

    path: only for messages. Raises UnreadableError for another old file, and for one that is encrypted or damaged.
    """
    if not data.startswith(OLE_SIGNATURE):
        return data
    refused = other_format(path, data)
    if refused.code is Reason.ENCRYPTED:
        raise refused
    command = [sys.executable, "-m", __name__]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise refused from error


def _converted(data: bytes) -> bytes:
    from python_calamine import CalamineWorkbook  # only in the process of its own

    book, count = Workbook(), 0
    book.remove(book.worksheets[0])
    old = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in old.sheet_names:
        title = INVALID_TITLE_REGEX.sub("_", UNSTORABLE.sub("", name))[:MAX_TITLE] or "_"
        sheet = book.create_sheet(title)
        read = old.get_sheet_by_name(name)
        areas = read.merged_cell_ranges or []
        if len(areas) > MAX_MERGED:
            raise ValueError(f"more than {MAX_MERGED} merged areas")
        for (top, left), (bottom, right) in areas:  # not merge_cells, which makes an object of every cell
            sheet.merged_cells.ranges.add(CellRange(None, left + 1, top + 1, right + 1, bottom + 1))
        for number, row in enumerate(read.to_python(skip_empty_area=False), 1):
            for column, value in enumerate(row, 1):
                if value == "":
                    continue
                count += 1
                if count > MAX_CELLS:
                    raise ValueError(f"more than {MAX_CELLS} cells")
                cell = sheet.cell(number, column)
                cell.value = UNSTORABLE.sub("", value) if isinstance(value, str) else value
                if isinstance(value, str) and value not in ERROR_CODES:
                    cell.data_type = "s"  # a text, whatever it begins with
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.buffer.write(_converted(sys.stdin.buffer.read()))
