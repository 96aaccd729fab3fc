"""The lint of a scheme: its problems, and what its author declares about the official text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlgen.scheme.load import load_file
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.problems import Problem, ProblemCode, SchemeError, UnknownSchemeError, problem
from xlgen.scheme.reading import find_scheme


@dataclass(frozen=True)
class LintReport:
    """The problems of a scheme file, whether it could be read at all, and all of it as text."""

    problems: list[Problem]
    unreadable: bool
    text: str


def lint(name: str) -> LintReport:
    """Check a scheme by id or path."""
    try:
        file = find_scheme(name)
    except UnknownSchemeError as error:
        missing = problem(Path(name), 1, ProblemCode.UNREADABLE, reason=error)
        return LintReport([missing], True, str(missing))
    try:
        scheme = load_file(file)
    except SchemeError as error:
        text = "\n".join([f"{file}：{len(error.problems)} 处问题", *map(str, error.problems)])
        return LintReport(error.problems, error.unreadable, text)
    return LintReport([], False, "\n".join([f"{file}：没有问题", *declared(scheme)]))


def declared(scheme: Scheme) -> Iterator[str]:
    """The errata, readings and reconstructed parts a scheme declares, one line each."""
    for part in scheme.reconstructed:
        yield f"  推定：{part}"
    for indicator in scheme.indicators:
        for kind, text in declared_of(indicator):
            yield f"  {kind}：{indicator.name}——{text}"


def declared_of(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """The errata and readings of an indicator: which of the two, and its text."""
    for erratum in indicator.errata:
        yield "勘误", f"印作“{erratum.printed}”，应为“{erratum.meant}”。{erratum.because}"
    for reading in indicator.readings:
        yield "口径", reading
