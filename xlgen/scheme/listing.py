"""The schemes as a list shows them: read as plain data, without the model and the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlgen.scheme.known_files import ambiguous, known_files
from xlgen.scheme.node import Node, indicators
from xlgen.scheme.problems import BrokenFileError
from xlgen.scheme.reading import read_scheme, rendered

if TYPE_CHECKING:
    from xlgen.scheme.model import Scheme

IDENTITY_KEYS = ("id", "version", "year", "name", "issuer", "points", "parameters")
"""The keys whose texts are shown, or filled into those that are."""


class ListedScheme(NamedTuple):
    """What the list shows of a scheme."""

    id: str
    version: str
    year: int
    name: str
    issuer: str
    indicators: int
    points: float
    adjustments: int  # among the indicators


class Unusable(NamedTuple):
    """A known scheme that cannot be used, and why, in Chinese."""

    id: str
    files: Sequence[Path]
    why: str


def list_known() -> Iterator[ListedScheme | Unusable]:
    """What the list shows of each known scheme, or why it cannot be used. Raises UsageError."""
    for name, files in known_files().items():
        if len(files) > 1:
            yield Unusable(name, files, ambiguous(name, files))
            continue
        try:
            yield listed(files[0])
        except BrokenFileError as error:
            first = error.problems[0].message
            yield Unusable(name, files, f"有 {len(error.problems)} 处问题，不能使用。第一处：{first}")


def listed(file: Path) -> ListedScheme:
    """What the list shows of the scheme in a file. Raises SchemeError where a shown value is missing or wrong."""
    return _from_plain_data(file) or _loaded(file)


def listed_from(scheme: Scheme) -> ListedScheme:
    """What the list shows of a loaded scheme."""
    counts = len(scheme.indicators), scheme.points, len(scheme.adjustments)
    return ListedScheme(scheme.id, scheme.version, scheme.year, scheme.name, scheme.issuer, *counts)


def _loaded(file: Path) -> ListedScheme:
    from xlgen.scheme.load import load_file  # imports pydantic, and is needed only to say what is wrong

    return listed_from(load_file(file))


def _from_plain_data(file: Path) -> ListedScheme | None:
    """None where loading would find a problem with what is shown."""
    try:
        source = read_scheme(file)
    except BrokenFileError:
        return None
    root = Node(source.data)
    shown = {key: source.data[key] for key in IDENTITY_KEYS if key in source.data}
    data, problems = rendered(replace(source, data=shown))
    match data:
        case {
            "id": str(scheme_id),
            "version": str(version),
            "year": int(year),
            "name": str(name),
            "issuer": str(issuer),
            **others,
        } if not problems and isinstance(points := others.get("points", 0), int | float):
            counts = len(list(indicators(root))), float(points), len(root["adjustments"].elements())
            return ListedScheme(scheme_id, version, year, name, issuer, *counts)
    return None
