"""Finds where the rows and columns of an issued sheet are on a returned one, by printed texts and labels alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from xlgen.submissions.issued import IssuedSheet
from xlgen.text import without_spaces
from xlgen.xlsx.read.sheet import SheetRead, position
from xlgen.xlsx.values import CellValue

MAX_ROWS_EXAMINED = 500
"""Rows below the last one of the template: nobody moves anything further down, and looking would take long."""
SURE = 1.0
"""What a text counts that stands once in its column; one that stands n times counts 1/n."""
MAX_PLACES = 400
"""Places of one text: it says nothing about a row if it stands in more."""
MAX_CHARACTERS = 2000
"""Characters of a text that are compared; the longest printed one has fewer."""

Texts = Mapping[int, Mapping[int, str]]
"""Texts by row and column."""


class Alignment(NamedTuple):
    """The present row and column of those of the template; those that are gone or not recognised are left out."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]


def align(issued: IssuedSheet, sheet: SheetRead) -> Alignment:
    """Recognise rows and columns that were inserted, deleted or moved. What the unit fills in does not count."""
    last = max((position(address)[0] for address in issued.known), default=0)
    printed = _texts(issued.constants.items(), last)
    present = _texts(((address, cell.value) for address, cell in sheet.cells.items()), last + MAX_ROWS_EXAMINED)
    columns = _columns(issued, _unique_places(printed, present))
    pairs = _alike(printed, present, columns)
    rows = _in_order(pairs)
    columns = _columns(issued, _shared_texts(printed, present, rows)) or columns
    pairs = _alike(printed, present, columns)
    rows = _without_outliers(_in_order(pairs), pairs)
    taken = set(rows.values())
    for (row, now), weight in sorted(pairs.items(), key=lambda pair: -pair[1]):  # moved elsewhere
        if row not in rows and now not in taken and weight >= SURE:
            rows[row] = now
            taken.add(now)
    return Alignment(_between(rows, {position(address)[0] for address in issued.known}), columns)


def _texts(cells: Iterable[tuple[str, CellValue]], last: int) -> dict[int, dict[int, str]]:
    """What is written in words or numbers, spaces aside, down to row `last`."""
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for address, value in cells:
        row, column = position(address)
        text = as_text(value)
        if text and row <= last:
            texts[row][column] = text
    return dict(texts)


def as_text(value: CellValue) -> str:
    """A value as texts are compared: without spaces; numbers as one writes them."""
    if isinstance(value, str):
        return without_spaces(value[:MAX_CHARACTERS])
    return "" if value is None or isinstance(value, bool) else f"{value:.15g}"


def _places(texts: Texts) -> dict[str, list[tuple[int, int]]]:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, cells in texts.items():
        for column, text in cells.items():
            places[text].append((row, column))
    return places


def _unique_places(printed: Texts, present: Texts) -> list[tuple[int, int]]:
    """The columns, before and now, of texts that stand once on both sheets."""
    before, now = _places(printed), _places(present)
    unique = [text for text, places in before.items() if len(places) == 1 and len(now.get(text, ())) == 1]
    return [(before[text][0][1], now[text][0][1]) for text in unique]


def _shared_texts(printed: Texts, present: Texts, rows: Mapping[int, int]) -> list[tuple[int, int]]:
    """The columns, before and now, of texts that stand once in a row of both sheets."""
    votes = []
    for row, now in rows.items():
        before, after = printed[row], present[now]
        count_before, count_after = Counter(before.values()), Counter(after.values())
        found = {text: column for column, text in after.items()}
        votes += [
            (column, found[text])
            for column, text in before.items()
            if count_before[text] == count_after.get(text, 0) == 1
        ]
    return votes


def _columns(issued: IssuedSheet, votes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The present column of each one, by a majority of votes; between two that are known, by their distance."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for before, now in votes:
        counts[before][now] += 1
    columns: dict[int, int] = {}
    for before, counter in sorted(counts.items(), key=lambda item: -max(item[1].values())):
        now = counter.most_common(1)[0][0]
        if now not in columns.values():
            columns[before] = now
    known = {position(address)[1] for address in issued.known}
    columns = _between(columns, known)
    for end, others in ((max, sorted(known)), (min, sorted(known, reverse=True))):
        if columns:
            edge = end(columns)
            for column in others:
                now = columns[edge] + column - edge
                if column not in columns and now > 0 and now not in columns.values():
                    columns[column] = now
    return columns


def _between(found: Mapping[int, int], wanted: Iterable[int]) -> dict[int, int]:
    """Add those that lie between two neighbours which are still as far from each other as they were."""
    result = dict(found)
    for before, after in pairwise(sorted(found)):
        if found[after] - found[before] == after - before:
            for number in range(before + 1, after):
                result.setdefault(number, found[before] + number - before)
    taken = Counter(result.values())
    wanted = set(wanted)
    return {number: now for number, now in result.items() if number in found or (number in wanted and taken[now] == 1)}


def _alike(printed: Texts, present: Texts, columns: Mapping[int, int]) -> dict[tuple[int, int], float]:
    """How much pairs of rows have in common: rare texts count more."""
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row, cells in present.items():
        for column, text in cells.items():
            places[column, text].append(row)
    frequency = Counter(place for cells in printed.values() for place in cells.items())
    alike: dict[tuple[int, int], float] = defaultdict(float)
    for row, cells in printed.items():
        for column, text in cells.items():
            rows = places.get((columns.get(column, 0), text), ())
            if len(rows) <= MAX_PLACES:
                for now in rows:
                    alike[row, now] += 1 / frequency[column, text]
    return alike


def _in_order(pairs: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """The pairs of rows that have most in common, in the order of both sheets."""
    best: list[tuple[int, float]] = []  # by present row: the weight of the best chain that ends there; both rise
    chains: dict[int, tuple[int, int, int]] = {}  # number of a link: row, present row, number of the link before
    ends: list[int] = []
    by_row: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (row, now), weight in pairs.items():
        by_row[row].append((now, weight))
    for row in sorted(by_row):
        links = []
        for now, weight in by_row[row]:
            at = bisect_left(best, (now, -1.0)) - 1
            before = best[at][1] if at >= 0 else 0.0
            number = len(chains)
            chains[number] = (row, now, ends[at] if at >= 0 else -1)
            links.append((now, before + weight, number))
        for now, total, number in links:
            _keep(best, ends, now, total, number)
    rows: dict[int, int] = {}
    link = ends[-1] if ends else -1
    while link >= 0:
        row, now, link = chains[link]
        rows[row] = now
    return dict(sorted(rows.items()))


def _keep(best: list[tuple[int, float]], ends: list[int], now: int, total: float, number: int) -> None:
    """Enter a chain unless one that ends no later is as good; drop those that end later and are not better."""
    at = bisect_left(best, (now, -1.0))
    if at > 0 and best[at - 1][1] >= total:
        return
    if at < len(best) and best[at][0] == now and best[at][1] >= total:
        return
    last = at
    while last < len(best) and best[last][1] <= total:
        last += 1
    best[at:last] = [(now, total)]
    ends[at:last] = [number]


def _without_outliers(rows: Mapping[int, int], pairs: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Leave out rows that seem to have moved between others that did not, unless a text says so that no other has."""
    runs: list[list[int]] = []
    for row, now in rows.items():
        if runs and rows[runs[-1][-1]] - runs[-1][-1] == now - row:
            runs[-1].append(row)
        else:
            runs.append([row])
    dropped: set[int] = set()
    for number in range(1, len(runs) - 1):
        before, run, after = runs[number - 1][-1], runs[number], runs[number + 1][0]
        if rows[before] - before == rows[after] - after and max(pairs[row, rows[row]] for row in run) < SURE:
            dropped.update(run)
    return {row: now for row, now in rows.items() if row not in dropped}
