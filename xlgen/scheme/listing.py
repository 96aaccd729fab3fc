"""The schemes as a list shows them, seen without loading them: few lines of a file say it."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlgen.scheme.node import Node, indicators
from xlgen.scheme.problems import BrokenFileError
from xlgen.scheme.reading import read_scheme, rendered
from xlgen.scheme.source import EXTENDS

if TYPE_CHECKING:
    from xlgen.scheme.model import Scheme

SAYING = frozenset({"id", "version", "year", "name", "issuer", "points", "parameters"})
"""The keys that are read, with everything below them."""
HOLDING = frozenset({"groups", "indicators", "adjustments"})
"""Those below which such keys are read."""
_KEY = re.compile(r"(?P<before> *(?:- +)*)(?P<key>\w+):(?= |$)(?P<value> *[^ #])?")
_EXTENDS = re.compile(rf"^{EXTENDS}:", re.MULTILINE)


class Listed(NamedTuple):
    """What the list shows of a scheme."""

    id: str
    version: str
    year: int
    name: str
    issuer: str
    indicators: int
    points: float
    adjustments: int  # among the indicators


def listed(file: Path) -> Listed:
    """What the list shows of the scheme in a file; it is loaded where looking is not enough. Raises BrokenScheme."""
    return _seen(file) or _loaded(file)


def of_scheme(scheme: Scheme) -> Listed:
    """What the list shows of a scheme that is loaded."""
    counts = len(scheme.indicators), scheme.points, len(scheme.adjustments)
    return Listed(scheme.id, scheme.version, scheme.year, scheme.name, scheme.issuer, *counts)


def _loaded(file: Path) -> Listed:
    from xlgen.scheme.load import load_file  # heavy, and hardly ever needed

    return of_scheme(load_file(file))


def _seen(file: Path) -> Listed | None:
    try:
        data, problems = rendered(read_scheme(file, skimmed))
    except BrokenFileError:
        return None
    match data:
        case {
            "id": str(name),
            "version": str(version),
            "year": int(year),
            "name": str(title),
            "issuer": str(issuer),
            "points": int() | float() as points,
        } if not problems:
            counts = len(list(indicators(Node(data)))), float(points), len(Node(data)["adjustments"].each())
            return Listed(name, version, year, title, issuer, *counts)
    return None


def skimmed(text: str) -> str:
    """The lines of a scheme that say what the list shows, each where it stood, and those that are not understood.

    A scheme that extends another stays whole: it is short, and its keys are names of levels and indicators.
    """
    if _EXTENDS.search(text):
        return text
    column, stays = math.inf, True  # of the key whose block this is
    lines = []
    for line in text.splitlines():
        rest = line.lstrip(" ")
        start = len(line) - len(rest)
        if not rest or start > column or (start == column and rest.startswith("- ")):
            lines.append(line if stays else "")
            continue
        key = _KEY.match(line)
        if key is None:
            column = column if rest.startswith("#") else math.inf
            lines.append(line)
        elif key["key"] in HOLDING and not key["value"]:
            column = math.inf
            lines.append(line)
        else:
            column, stays = key.end("before"), key["key"] in SAYING | HOLDING
            lines.append(line if stays else key["before"].rstrip())
    return "\n".join(lines)
