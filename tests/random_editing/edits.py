"""What a user does to a workbook: each edit as a command of the program, and a sentence to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from xlgen.xlsx.refs import CellRef


class Place(NamedTuple):
    """A cell or an area of a sheet, like C5 or C5:C9."""

    sheet: str
    area: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.area}"

    def below(self, rows: int, columns: int = 0) -> Place:
        """The cell so many rows below and columns to the right of this one."""
        row, column = coordinate_to_tuple(self.area)
        return Place(self.sheet, f"{get_column_letter(column + columns)}{row + rows}")

    def sized(self, rows: int, columns: int = 1) -> Place:
        """The area of so many rows and columns that starts at this cell."""
        last = self.below(rows - 1, columns - 1)
        return self if last == self else Place(self.sheet, f"{self.area}:{last.area}")


def place_of(cell: CellRef) -> Place:
    """The place of a cell of the layout."""
    return Place(cell.sheet, cell.address)


class Foreign(NamedTuple):
    """A cell of another workbook: its content as it was typed there, and its number format."""

    text: str
    number_format: str = ""


@dataclass(frozen=True)
class Edit:
    """A command of the program (a method in program_script.py), what it is given, and what it is in words."""

    command: str
    given: tuple[object, ...]
    words: str

    def __str__(self) -> str:
        return self.words


def typing(at: Place, text: str) -> Edit:
    """A text typed into a cell; what data validation would refuse gets in, as by pasting."""
    return Edit("type", (*at, text), f"type {_shown(text)} into {at}")


def clearing(at: Place) -> Edit:
    """Contents removed, as by the key Delete."""
    return Edit("clear", (*at,), f"clear {at}")


def deleting(at: Place) -> Edit:
    """Contents and formats removed."""
    return Edit("delete", (*at,), f"clear {at} with its formats")


def pasting(at: Place, cells: list[list[Foreign]], how: str) -> Edit:
    """Cells of another workbook pasted: all, their values, their formats, or as text."""
    shown = "; ".join(" | ".join(map(_cell, row)) for row in cells)
    return Edit("paste", (*at, cells, how), f"paste {how} of {shown} from another workbook at {at}")


def copying(at: Place, source: Place, how: str) -> Edit:
    """Cells of the workbook itself pasted elsewhere."""
    return Edit("copy", (*at, *source, how), f"copy {source}, paste {how} at {at}")


def cutting(at: Place, source: Place) -> Edit:
    """Cells cut and pasted elsewhere."""
    return Edit("cut", (*at, *source), f"cut {source}, paste at {at}")


def dragging(at: Place, source: Place) -> Edit:
    """Cells dragged elsewhere by their border."""
    return Edit("drag", (*at, *source), f"drag {source} to {at}")


def filling(at: Place, how: str) -> Edit:
    """An area filled from its first cell: down, right, or as a series."""
    return Edit("fill", (*at, how), f"fill {at} {how}")


def undoing(times: int) -> Edit:
    """The last edits undone."""
    return Edit("undo", (times,), f"undo {times}")


def redoing(times: int) -> Edit:
    """What was undone done again."""
    return Edit("redo", (times,), f"redo {times}")


def _cell(cell: Foreign) -> str:
    return _shown(cell.text) + (f" as {cell.number_format}" if cell.number_format else "")


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 40 else f"{text[:20]!r}… ({len(text)} characters)"
