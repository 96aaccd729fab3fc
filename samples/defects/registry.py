"""The defects by the code of what is found: each is a file with that one defect, or a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from xlgen.submissions.findings import Code

Files: TypeAlias = bytes | Mapping[str, bytes]
"""What is handed in: one workbook, or files by name."""
ROSTER = ".csv"
"""As a file's name: the roster, which lies beside the folder and has its name."""


@dataclass(frozen=True)
class Defect:
    """A way to go wrong: what is found, the name of the file or folder, and how it is made."""

    code: Code
    name: str
    make: Callable[[], Files]

    @property
    def files(self) -> dict[str, bytes]:
        """The files by their path below the folder of the code."""
        made = self.make()
        if isinstance(made, bytes):
            return {self.name if "." in self.name else f"{self.name}.xlsx": made}
        return {f"{self.name}{'' if file == ROSTER else '/'}{file}": content for file, content in made.items()}


DEFECTS: list[Defect] = []


def defect(code: Code, name: str) -> Callable[[Callable[[], Files]], Callable[[], Files]]:
    """Enter a function that makes files; they are kept in samples/bad/<code>/<name>."""

    def enter(make: Callable[[], Files]) -> Callable[[], Files]:
        DEFECTS.append(Defect(code, name, make))
        return make

    return enter


def of_code(code: Code) -> list[Defect]:
    """The ways to go wrong that end in this code."""
    return [each for each in DEFECTS if each.code is code]
