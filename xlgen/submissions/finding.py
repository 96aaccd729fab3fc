"""One finding in a submitted workbook: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from xlgen.submissions.findings.code import Code, Level
from xlgen.text import display_text
from xlgen.xlsx.refs import CellRef


@dataclass(frozen=True)
class Finding:
    """One finding: what is wrong, what to do, and where: a cell, a sheet or the whole file, and the indicator.

    sheet: or the name of a written report that came with the form, which has no cells. told: what its unit is told
    instead of the message, where that names files by the bureau's own folders.
    """

    code: Code
    message: str
    remedy: str
    sheet: str = ""
    cell: str = ""
    indicator: str = ""
    told: str = ""

    @property
    def level(self) -> Level:
        """The severity."""
        return self.code.level

    @property
    def where(self) -> str:
        """The place as reports show it: 工作表!单元格, and the indicator."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return "　".join(text for text in (place, self.indicator) if text)

    @property
    def for_unit(self) -> Finding:
        """The same in a letter to its unit, which knows none of the bureau's folders."""
        return replace(self, message=self.told or self.message, sheet=self.sheet.rpartition("/")[2])

    def __str__(self) -> str:
        where = f"{self.where}：" if self.where else ""
        return f"{self.level}：{where}{self.message}。{self.remedy}。[{self.code.name}]"


def finding(code: Code, at: CellRef | str = "", indicator: str = "", **fields: object) -> Finding:
    """Make a finding: at a cell, on a sheet (by its name), or in the file as a whole. fields: of its messages."""
    sheet, cell = (at.sheet, at.address) if isinstance(at, CellRef) else (at, "")
    shown = {name: display_text(value) if isinstance(value, str) else value for name, value in fields.items()}
    return Finding(code, *code.filled(**shown), display_text(sheet), cell, display_text(indicator))


def finding_on_files(code: Code, others: str, told: str, **fields: object) -> Finding:
    """Make a finding on other files: as the bureau knows them, and as a letter to the unit names them."""
    to_unit = finding(code, "", "", others=told, **fields).message
    return replace(finding(code, "", "", others=others, **fields), told=to_unit)


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of their weight: errors, warnings, notices; of the same weight as they were found."""
    weights = {level: weight for weight, level in enumerate(Level)}
    return tuple(sorted(findings, key=lambda each: weights[each.level]))
