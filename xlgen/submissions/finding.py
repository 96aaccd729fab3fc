"""One finding in a returned workbook: where, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from xlgen.submissions.findings import Code, Level
from xlgen.text import display_text
from xlgen.xlsx.refs import CellRef


@dataclass(frozen=True)
class Finding:
    """One finding: where (sheet and cell, or the file), which indicator, what, and what to do."""

    code: Code
    message: str
    remedy: str
    sheet: str = ""
    cell: str = ""
    indicator: str = ""

    @property
    def level(self) -> Level:
        """How bad it is."""
        return self.code.level

    @property
    def where(self) -> str:
        """The place as it is shown: 工作表!单元格, and the indicator."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return "　".join(each for each in (place, self.indicator) if each)

    def __str__(self) -> str:
        where = f"{self.where}：" if self.where else ""
        return f"{self.level}：{where}{self.message}。{self.remedy}。[{self.code.name}]"


def finding(code: Code, at: CellRef | str = "", indicator: str = "", **fields: object) -> Finding:
    """The finding of this code: at a cell, on a sheet (by its name), or in the file as a whole."""
    sheet, cell = (at.sheet, at.address) if isinstance(at, CellRef) else (at, "")
    shown = {name: display_text(value) if isinstance(value, str) else value for name, value in fields.items()}
    return Finding(code, *code.filled(**shown), display_text(sheet), cell, display_text(indicator))
