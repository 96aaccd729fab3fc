"""The plain data of a YAML file with the place of every value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any, TypeAlias

from xlgen.errors import Catalogue
from xlgen.scheme.problems import Problem, problem

Path: TypeAlias = tuple[str | int, ...]
EXTENDS = "extends"
"""The key of a scheme that names the one it extends."""


@dataclass(frozen=True)
class SourceLocation:
    """Where something is written: a file and a line of it, from 1."""

    file: File
    line: int


@dataclass
class YamlSource:
    """The data of a YAML file, the place of each value by its path, and the problems of reading it.

    A value may come from another file: the one that this one extends.
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

    def place_in_words(self, path: Path, mentioned_at: Path) -> str:
        """The line of a value, with its file if a message about `mentioned_at` is about another file."""
        place = self.place(path)
        return (
            f"第 {place.line} 行" if place.file == self.place(mentioned_at).file else f"{place.file} 第 {place.line} 行"
        )

    def problem(self, path: Path, code: Catalogue, **fields: object) -> Problem:
        """The problem of this code with the value at this path."""
        place = self.place(path)
        own = problem(place.file, place.line, code, **fields)
        if place.file == self.file:
            return own
        return replace(own, remedy=f"{own.remedy}（这一处是沿用的，改动写在 {self.file} 中）")
