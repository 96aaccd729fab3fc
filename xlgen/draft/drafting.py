"""From a file to a draft: the one form in it is found, read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from xlgen.draft.criteria import understand
from xlgen.draft.grid import Grid
from xlgen.draft.headings import find_headings
from xlgen.draft.scheme import Draft, draft_of
from xlgen.draft.sources import grids_in
from xlgen.draft.writing import as_yaml
from xlgen.errors import UsageError

SCHEME_ID = re.compile(r"[a-z][a-z0-9_-]*")
UNNAMED = "new-form"


@dataclass(frozen=True)
class WrittenDraft:
    """A draft and its file's text."""

    draft: Draft
    text: str


def draft_from(file: Path, scheme_id: str = UNNAMED, year: int | None = None, sheet: str = "") -> WrittenDraft:
    """Read a bureau's blank form.

    sheet: the sheet or table with the form, where there are several. year: of the form where it prints none. Raises
    UsageError where no form or no single one is found, NoDraftError and UnreadableError.
    """
    grids = grids_in(file)
    grid = _form_in(grids, sheet)
    left_out = [other.name for other in grids if other is not grid]
    usable = scheme_id if SCHEME_ID.fullmatch(scheme_id) else UNNAMED
    draft = draft_of(grid, usable, understand, year, left_out)
    return WrittenDraft(draft, as_yaml(draft))


def _form_in(grids: list[Grid], sheet: str) -> Grid:
    if sheet:
        named = [grid for grid in grids if grid.name == sheet]
        if not named:
            known = "、".join(f"“{grid.name}”" for grid in grids) or "没有"
            raise UsageError(f"没有名为“{sheet}”的工作表或表格。这个文件里有：{known}", "sheet")
        return named[0]
    if not grids:
        raise UsageError("这个文件里没有表格。请给出印有评分表的 .xlsx 或 .docx 文件", "file")
    headed = [(grid, headings) for grid in grids if (headings := find_headings(grid)) is not None]
    scored = [grid for grid, headings in headed if headings.scored]
    found = scored or [grid for grid, _ in headed] or [grid for grid in grids if grid.width > 1] or grids
    if len(found) > 1:
        names = "、".join(f"“{grid.name}”" for grid in found)
        raise UsageError(f"这个文件里像表样的不止一张：{names}。请写明是哪一张", "sheet")
    return found[0]
