"""From a file to a draft: the one form in it is found, read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from xlgen.draft.criteria import understand
from xlgen.draft.grid import Grid, joined
from xlgen.draft.headings import find_headings, is_scored
from xlgen.draft.scheme import Draft, draft_of
from xlgen.draft.sources import OLD, WORD, grids_in
from xlgen.draft.writing import as_yaml
from xlgen.errors import UsageError
from xlgen.scheme.sheet_names import FORM
from xlgen.scheme.todos import TODO

SCHEME_ID = re.compile(r"[a-z][a-z0-9_-]*")
UNNAMED = "new-form"
MERGES_LOST = "旧版 .xls 里合并的格和列宽读不出来，表头、表尾各格占几列请核对；另存为 .xlsx 再起草更准"


@dataclass(frozen=True)
class WrittenDraft:
    """A draft and its file's text."""

    draft: Draft
    text: str


def draft_from(file: Path, scheme_id: str = UNNAMED, year: int = 2025, sheet: str = "") -> WrittenDraft:
    """Read a bureau's blank form.

    sheet: the sheet or table with the form, where there are several. year: of the form where it prints none. Raises
    UsageError where no form or no single one is found, UnreadableError, and OSError.
    """
    grids = grids_in(file)
    if not sheet and file.suffix.lower() == WORD:
        grids = _continued(grids)
    grid = _form_in(grids, sheet)
    own = grid.name == FORM  # of a workbook of xlgen: the other sheets belong to it
    left_out = [other.name for other in grids if other.name != grid.name and not own]
    usable = scheme_id if SCHEME_ID.fullmatch(scheme_id) else UNNAMED
    draft = draft_of(grid, usable, year, understand, left_out)
    if file.suffix.lower() == OLD:
        draft.data[TODO] += f"；{MERGES_LOST}"
    return WrittenDraft(draft, as_yaml(draft))


def _continued(grids: list[Grid]) -> list[Grid]:
    """The grids, each with the tables right after it that go on with it: as wide, under the same headings or none.

    Above their headings they repeat at most its title, or say 续表.
    """
    found: list[Grid] = []
    for grid in grids:
        begin = _continues(found[-1], grid) if found and find_headings(found[-1]) else None
        if begin is None:
            found.append(grid)
        else:
            found[-1] = joined(found[-1], grid, begin)
    return found


def _continues(first: Grid, second: Grid) -> int | None:
    """The row of a second table from which on it goes on with the first; None where it does not."""
    headed = find_headings(second)
    before = find_headings(first)[0]
    if first.width != second.width:
        return None
    same = headed and [column.title for column in headed[0].columns] == [column.title for column in before.columns]
    begin = headed[0].first if same else 0
    known = {cell.compact for row in range(before.first) for cell in first.covering(row)}
    above = [cell.compact for row in range(begin) for cell in second.covering(row) if cell.text.strip()]
    repeats = all("续" in text or text in known for text in above)
    return begin if same and repeats else None


def _form_in(grids: list[Grid], sheet: str) -> Grid:
    if sheet:
        named = [grid for grid in grids if grid.name == sheet]
        if not named:
            known = "、".join(f"“{grid.name}”" for grid in grids) or "没有"
            raise UsageError(f"没有名为“{sheet}”的工作表或表格。这个文件里有：{known}", "sheet")
        return named[0]
    if not grids:
        raise UsageError("这个文件里没有表格。请给出印有评分表的 .xlsx 或 .docx 文件", "file")
    grids = [grid for grid in grids if grid.name == FORM] or grids  # a workbook of xlgen: the other sheets belong to it
    headed = {grid.name: find_headings(grid) for grid in grids}
    scored = [grid for grid in grids if any(map(is_scored, headed[grid.name]))]
    found = scored or [grid for grid in grids if headed[grid.name]] or grids
    if len(found) > 1:
        names = "、".join(f"“{grid.name}”" for grid in found)
        raise UsageError(f"这个文件里像表样的不止一张：{names}。请写明是哪一张", "sheet")
    return found[0]
