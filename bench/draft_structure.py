"""What a draft of a blank form has of the form's structure, against the scheme that the blank was issued from."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from xlgen.draft.document import TWIPS_PER_CHARACTER
from xlgen.draft.grid import Cell, Grid
from xlgen.scheme.form import Content
from xlgen.scheme.model import Group, Scheme
from xlgen.text import normalize_text

PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{.*?\}|[□☐√]|[0-9]{4}(?=年)")
LEVELS = (Content.LEVEL_1, Content.LEVEL_2)
LEVEL_POINTS = (Content.LEVEL_1_POINTS, Content.LEVEL_2_POINTS)
A3, A4 = (297, 420), (210, 297)


class Structure(NamedTuple):
    """What a form prints: names of levels and indicators with their depth, points by name, and all other texts."""

    levels: list[tuple[int, str]]
    points: dict[str, float]
    texts: list[str]


def of_scheme(scheme: Scheme) -> Structure:
    """What the blank form of a scheme prints. What its units write, and what no column shows, is not printed."""
    contents = [column.content for column in scheme.form.columns]
    levels: list[tuple[int, str]] = []
    points: dict[str, float] = {}
    texts: list[str] = []
    for above, element in scheme.walk():
        if any(group.in_header for group in (*above, element) if isinstance(group, Group)):
            continue
        if isinstance(element, Group):
            written = {each for leaf in element.leaves() if leaf.expansion for each in leaf.expansion.shows}
            if len(above) < 2 and LEVELS[len(above)] not in written and LEVELS[len(above)] in contents:
                levels.append((len(above), element.name))
                if LEVEL_POINTS[len(above)] in contents:
                    points[element.name] = element.points
        elif element.expansion is None:
            levels.append((2, element.name))
            points[element.name] = element.points
            texts += [element.explanation] if Content.EXPLANATION in contents else []
            texts += element.criteria if Content.CRITERIA in contents else []
            texts += [element.evidence] if Content.EVIDENCE in contents else []
            texts += [element.remark] if Content.REMARK in contents else []
    return Structure(levels, points, [*texts, *_form_texts(scheme.form.model_dump(mode="json"))])


def of_draft(data: dict[str, Any]) -> Structure:
    """What a draft says that its form prints."""
    levels: list[tuple[int, str]] = []
    points: dict[str, float] = {}
    texts: list[str] = []
    for depth, element in _walk(data.get("groups", [])):
        if "points" in element:
            points[element["name"]] = element["points"]
        if "expansion" not in element:
            levels.append((depth, element["name"]))
        else:
            table = data["tables"][element["expansion"]["table"]]
            levels += [(1, name) for name in table["columns"].get("dimension", {}).get("options", [])]
        texts += [element.get(key, "") for key in ("explanation", "evidence", "remark")] + element.get("criteria", [])
    return Structure(levels, points, [*texts, *_form_texts(data["form"])])


def _walk(groups: list[dict[str, Any]], depth: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    for group in groups:
        if not group.get("in_header"):
            yield depth, group
            yield from _walk(group.get("groups", []), depth + 1)
            yield from ((2, indicator) for indicator in group.get("indicators", []))


def _form_texts(form: dict[str, Any]) -> Iterator[str]:
    yield form["title"]
    for column in form["columns"]:
        yield from column.get("title", [])
    for row in [*form.get("header", []), *form.get("footer", [])]:
        yield from (cell["text"] for cell in row["cells"] if "{row}" not in cell["text"])
    if form.get("total"):
        yield form["total"]["label"]


def missing(expected: Structure, found: Structure) -> Structure:
    """What the form prints and the draft does not have; a text counts without what is filled in, and without spaces."""
    known = {_bare(text) for text in found.texts}
    return Structure(
        [level for level in expected.levels if level not in found.levels],
        {name: points for name, points in expected.points.items() if found.points.get(name) != points},
        [text for text in expected.texts if _bare(text) and _bare(text) not in known],
    )


def _bare(text: str) -> str:
    return normalize_text(PLACEHOLDER.sub("", text))


def as_document(grid: Grid, before: int = 0) -> bytes:
    """A Word document with the table of a grid, merged as bureaus merge; its first rows are paragraphs above it."""
    document = Document()
    section = document.sections[0]
    short, long = A3 if grid.paper == "A3" else A4
    upright = grid.orientation == "portrait"
    section.page_width, section.page_height = (Mm(short), Mm(long)) if upright else (Mm(long), Mm(short))
    for row in grid.rows[:before]:
        document.add_paragraph("".join(cell.text for cell in row))
    document.element.body.insert(before, parse_xml(_table(grid, before)))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _table(grid: Grid, first: int) -> str:
    """The rows of a grid from one on as the XML of a table: cells over columns, and such that go on the one above."""
    columns = "".join(f'<w:gridCol w:w="{round(width * TWIPS_PER_CHARACTER)}"/>' for width in grid.widths)
    rows = (
        f"<w:tr>{''.join(_cell(cell, row) for cell in grid.covering(row))}</w:tr>" for row in range(first, grid.height)
    )
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(cell: Cell, row: int) -> str:
    below = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
    lines = cell.text.split("\n") if cell.row == row else [""]
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.columns}"/>{below}</w:tcPr>{paragraphs}</w:tc>'
