"""Tables of a document that go on as another one on the next page."""

from __future__ import annotations

from collections.abc import Iterable

from xlgen.draft.grid import Grid, joined
from xlgen.draft.headings import find_headings


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
