"""The registry of defects by the code of their finding: a file with that one defect, or a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from xlgen.submissions.findings.code import Code

Files: TypeAlias = bytes | Mapping[str, bytes]
"""What is submitted: one workbook, or files by name."""
ROSTER = ".csv"
"""Suffix of the roster, which lies next to the folder and has its name."""
LAID_DOWN = ".json"
"""Suffix of what the record of a campaign says was laid down in the form, which lies there too."""


REFERENCE = ".决算.csv"
"""Suffix of the bureau's figures, beside a roster."""
BESIDE = (ROSTER, LAID_DOWN, REFERENCE)


@dataclass(frozen=True)
class Defect:
    """A defect: the code of its finding, the name of its file or folder, and how to make it."""

    code: Code
    name: str
    make: Callable[[], Files]

    @property
    def files(self) -> dict[str, bytes]:
        """The files by their path below the folder of the code."""
        made = self.make()
        if isinstance(made, bytes):
            return {self.name if "." in self.name else f"{self.name}.xlsx": made}
        return {f"{self.name}{'' if file in BESIDE else '/'}{file}": content for file, content in made.items()}


DEFECTS: list[Defect] = []


def defect(code: Code, name: str) -> Callable[[Callable[[], Files]], Callable[[], Files]]:
    """Register a function that makes files, which are kept in samples/bad/<code>/<name>."""

    def register(make: Callable[[], Files]) -> Callable[[], Files]:
        DEFECTS.append(Defect(code, name, make))
        return make

    return register


def of_code(code: Code) -> list[Defect]:
    """The defects of a code."""
    return [defect for defect in DEFECTS if defect.code is code]
