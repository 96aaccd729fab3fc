"""What is still open in a scheme file: `todo: what must be written` in any mapping. Such a scheme cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlgen.scheme.problems import Problem, ProblemCode
from xlgen.scheme.source import Path, YamlSource

TODO = "todo"


def without_todos(data: Any) -> Any:
    """The data without what is open, so that everything else can be checked as if it were written."""
    if isinstance(data, dict):
        return {key: without_todos(value) for key, value in data.items() if not _is_open(key, value)}
    return [without_todos(value) for value in data] if isinstance(data, list) else data


def todo_problems(source: YamlSource, data: Any) -> list[Problem]:
    """A problem for each open place."""
    return [source.problem(path, ProblemCode.TODO, what=what.strip().rstrip("。")) for path, what in _todos(data)]


def _todos(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if _is_open(key, value):
            yield (*path, key), value
        else:
            yield from _todos(value, (*path, key))


def is_open(data: Any, path: Path) -> bool:
    """Whether the mapping at a path says that something in it is still open."""
    for step in path:
        known = isinstance(data, list) and isinstance(step, int) and step < len(data)
        data = data[step] if known else data.get(step) if isinstance(data, dict) else None
    return isinstance(data, dict) and isinstance(data.get(TODO), str)


def stands_for(data: Any, path: Path) -> bool:
    """Whether a todo stands for what is wrong at a path: in the mapping there, or in the one that it is a key of.

    Who is told what is wanted need not be told, too, what is missing and does not add up yet.
    """
    return is_open(data, path) or (bool(path) and is_open(data, path[:-1]))


def _is_open(key: Any, value: Any) -> bool:
    """A text, not a mapping: an input may have the id."""
    return key == TODO and isinstance(value, str)
