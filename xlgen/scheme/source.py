"""The plain data of a YAML file with the place of every value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any, TypeAlias

from xlgen.scheme.problems import Problem, ProblemCode, problem

Path: TypeAlias = tuple[str | int, ...]
EXTENDS = "extends"
"""The key of a scheme that names the one it extends."""


@dataclass(frozen=True)
class SourceLocation:
    """Where something is written: a file and a line of it, from 1."""

    file: File
    line: int


@dataclass
class Source:
    """The data of a YAML file, the place where each value is written, by its path, and the problems of reading it.

    A value may be written in another file: the one that this one extends.
    """

    file: File
    data: Any = None
    places: dict[Path, SourceLocation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> SourceLocation:
        """The place of a value; of its nearest enclosing one where it does not exist."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, SourceLocation(self.file, 1))

    def place_in_words(self, path: Path, beside: Path) -> str:
        """The line of a value; and its file, if that is not the one of the value beside which it is named."""
        place = self.place(path)
        return f"第 {place.line} 行" if place.file == self.place(beside).file else f"{place.file} 第 {place.line} 行"

    def problem(self, path: Path, code: ProblemCode, **fields: object) -> Problem:
        """The problem of this code with the value at this path."""
        place = self.place(path)
        found = problem(place.file, place.line, code, **fields)
        if place.file == self.file:
            return found
        return replace(found, remedy=f"{found.remedy}（这一处是沿用的，改动写在 {self.file} 中）")
