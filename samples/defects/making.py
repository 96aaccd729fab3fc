"""A good workbook, and how it is changed: other entries, cells with all formulas computed again, single parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell as OpenCell
from openpyxl.workbook import Workbook

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.layout import Layout
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.finishing import ZIP_TIME, workbook_bytes

BAD = Path(__file__).resolve().parents[1] / "bad"
SCHEME = BAD / "scheme.yaml"
PROJECTS, AUDITED = BAD / "projects.yaml", BAD / "audited.yaml"
"""The same form for each project of a unit, and with audit rules."""
WORKBOOK, WORKBOOK_LINKS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
FIRST_EDITION = BAD.parent / "first-edition" / "example.xlsx"
"""The same form in the first edition of the workbook."""
Parts = Mapping[str, bytes]


@cache
def scheme() -> Scheme:
    """The form that is made for these samples."""
    return load_file(SCHEME)


@cache
def layout() -> Layout:
    """Where everything stands in it."""
    return layout_of(scheme())


@cache
def filling() -> FormData:
    """What is filled in, without any defect."""
    return load_form_data(BAD / "inputs.yaml", scheme())


@cache
def good() -> bytes:
    """The workbook without any defect."""
    return zipped(parts_of(build(scheme(), filling())))


def filled(inputs: Mapping[str, CellValue] | None = None, **changed: Mapping[str, object]) -> bytes:
    """A workbook with some inputs (by id) and words (remarks=…, evidence=…) filled in differently."""
    base = filling()
    words = {kind: {**getattr(base, kind), **words} for kind, words in changed.items()}
    return rebuilt(replace(base, inputs={**base.inputs, **(inputs or {})}, **words))  # type: ignore[arg-type]


def filled_row(number: int, **cells: CellValue) -> bytes:
    """A workbook with some cells of a row of the table (from 0) filled in differently."""
    rows = [dict(row) for row in filling().tables["targets"]]
    rows[number] |= cells
    return filled_rows(rows)


def filled_rows(rows: list[dict[str, CellValue]]) -> bytes:
    """A workbook with other rows in its table."""
    return rebuilt(replace(filling(), tables={"targets": rows}))


def rebuilt(changed: FormData) -> bytes:
    """The workbook of another filling."""
    return zipped(parts_of(build(scheme(), changed)))


def edited(edit: Callable[[Workbook], None], data: bytes | None = None) -> bytes:
    """The workbook after an edit of its cells; all formulas are computed again."""
    book = load_workbook(io.BytesIO(data or good()))
    edit(book)
    return zipped(parts_of(workbook_bytes(book, scheme().year)))


def typed(place: CellRef, value: CellValue, data: bytes | None = None) -> bytes:
    """The workbook with something else in one cell."""

    def edit(book: Workbook) -> None:
        cell_at(book, place).value = value

    return edited(edit, data)


def cell_at(book: Workbook, place: CellRef) -> OpenCell:
    """A cell of an opened workbook."""
    found = book[place.sheet][place.address]
    assert isinstance(found, OpenCell), "the cell lies in a merged area"
    return found


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts | list[tuple[str, bytes]]) -> bytes:
    """A workbook of these parts, as small as can be, always the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            member = zipfile.ZipInfo(name, ZIP_TIME)
            archive.writestr(member, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return result.getvalue()


def with_part(name: str, old: str, new: str, data: bytes | None = None) -> bytes:
    """The workbook with one place of a part changed."""
    parts = parts_of(data or good())
    text = parts[name].decode("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    return zipped({**parts, name: text.replace(old, new).encode("utf-8")})


def with_more(more: Parts, links: str = "", types: str = "", data: bytes | None = None) -> bytes:
    """The workbook with more parts, the links from the workbook to them, and their types."""
    parts = {**parts_of(data or good()), **more}
    for name, end, added in ((WORKBOOK_LINKS, b"</Relationships>", links), (TYPES, b"</Types>", types)):
        parts[name] = parts[name].replace(end, added.encode("utf-8") + end)
    return zipped(parts)


def of_unit(unit: str, data: bytes | None = None) -> bytes:
    """The workbook as another unit's: its name wherever the workbook has it or says 本单位, however it is written."""
    own = str(filling().inputs[UNIT_NAME])
    parts = parts_of(data or good())
    for old, new in (
        (own, unit),
        ("本单位", unit),
        (_escaped(own), _escaped(unit)),
        (_escaped("本单位"), _escaped(unit)),
    ):
        parts = {name: content.replace(old.encode("utf-8"), new.encode("utf-8")) for name, content in parts.items()}
    return zipped(parts)


def _escaped(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)
