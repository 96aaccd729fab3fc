"""The lint of a scheme: its problems, what is doubtful, and what its author declares about the official text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlgen.scheme.doubts.all import doubts
from xlgen.scheme.load import approval_code, checked_data
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scheme.naming import named_scheme
from xlgen.scheme.problems import Problem, ProblemCode, SchemeError, UnknownSchemeError, problem


@dataclass(frozen=True)
class LintReport:
    """The problems of a scheme file, whether it could be read at all, what is doubtful, and all of it as text.

    A scheme with problems cannot be used; one that is doubtful can.
    """

    problems: list[Problem]
    doubts: list[Problem]
    unreadable: bool
    text: str


def lint(name: str) -> LintReport:
    """Check a scheme by id, path or a part of its name."""
    try:
        file = named_scheme(name).file
    except UnknownSchemeError as error:
        missing = problem(Path(name), 1, ProblemCode.UNREADABLE, reason=error)
        return LintReport([missing], [], True, str(missing))
    try:
        source, data = checked_data(file)
    except SchemeError as error:
        text = "\n".join([f"{file}：{len(error.problems)} 处问题", *map(str, error.problems)])
        return LintReport(error.problems, [], error.unreadable, text)
    found = doubts(source, data)
    head = f"{file}：可以使用，有 {len(found)} 处疑点" if found else f"{file}：没有问题"
    scheme = Scheme.model_validate(data)
    code = f"  校验码：{approval_code(scheme)}（{scheme.year}年度）"
    lines = [head, code, *(f"{each}（提醒）" for each in found), *declared(scheme)]
    return LintReport([], found, False, "\n".join(lines))


def declared(scheme: Scheme) -> Iterator[str]:
    """The errata, readings and reconstructed parts a scheme declares, one line each."""
    for part in scheme.reconstructed:
        yield f"  推定：{part}"
    for indicator in scheme.indicators:
        for kind, text in declared_of(indicator):
            yield f"  {kind}：{indicator.name}——{text}"
        for text in accepted_of(indicator):
            yield f"  认可：{indicator.name}——{text}"


def declared_of(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """The errata and readings of an indicator: which of the two, and its text."""
    for erratum in indicator.errata:
        yield "勘误", f"印作“{erratum.printed}”，应为“{erratum.meant}”。{erratum.because}"
    for reading in indicator.readings:
        yield "口径", reading


def accepted_of(indicator: Indicator) -> Iterator[str]:
    """The doubts that an indicator accepts, each with its reason."""
    return (f"{accepted.doubt}：{accepted.because}" for accepted in indicator.accepted)
