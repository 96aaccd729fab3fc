"""Files that are no blank forms, or broken ones: each is told in a sentence, and none ends in a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from bench.draft_structure import as_document
from tests.factories.blank_forms import PROJECT, as_workbook, saved
from xlgen.draft.drafting import draft_from
from xlgen.draft.errors import NoDraftError
from xlgen.draft.grid import MAX_ROWS
from xlgen.draft.sources import grids_in
from xlgen.errors import XlgenError
from xlgen.xlsx.read.unreadable import UnreadableError

TRIALS = 20


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nothing", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", b"{\\rtf1"])
def test_no_form__told(name: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises((UnreadableError, NoDraftError)):
        draft_from(file)


def test_missing_file__told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        draft_from(tmp_path / "nowhere.docx")


def test_sheet_far_too_large__told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet.cell(MAX_ROWS + 1, 1).value = "表", "尾"
    sheet.merged_cells.add("A2:XFD1048576")
    file = tmp_path / "large.xlsx"
    file.write_bytes(saved(book))
    with pytest.raises(NoDraftError, match="不像一张评分表"):
        draft_from(file)


def _forms(folder: Path) -> dict[str, bytes]:
    book = as_workbook(PROJECT)
    file = folder / "form.xlsx"
    file.write_bytes(book)
    (grid,) = grids_in(file)
    return {"form.xlsx": book, "form.docx": as_document(grid)}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["form.xlsx", "form.docx"])
def test_parts_changed_at_random__draft_or_reason(name: str, tmp_path: Path) -> None:
    """Pieces of the XML are cut, doubled and moved: what opens is drafted, all else is told."""
    original = _forms(tmp_path)[name]
    rng = random.Random(15)
    drafted = 0
    for _ in range(TRIALS):
        file = tmp_path / name
        file.write_bytes(_changed(original, rng))
        try:
            draft_from(file)
            drafted += 1
        except XlgenError:
            continue
    assert 0 < drafted < TRIALS


def _changed(data: bytes, rng: random.Random) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        parts = [name for name in source.namelist() if name.endswith(("document.xml", "sheet1.xml", "styles.xml"))]
        chosen = rng.choice(parts)
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _edited(content, rng) if name == chosen else content)
    return result.getvalue()


def _edited(content: bytes, rng: random.Random) -> bytes:
    """The XML with an element cut out or doubled, or with another number."""
    ends = [place for place in range(len(content)) if content.startswith(b"><", place)]
    first, last = sorted(rng.sample(ends, 2))
    piece = content[first + 1 : min(last, first + 400) + 1]
    match rng.randrange(3):
        case 0:
            return content.replace(piece, b"", 1)
        case 1:
            return content.replace(piece, piece * 2, 1)
        case _:
            digit = rng.choice([place for place, sign in enumerate(content) if chr(sign).isdigit()])
            return content[:digit] + b"-9999"[: rng.randrange(1, 6)] + content[digit + 1 :]
