"""Cases of a form as an author writes them: what is filled in, and what must come out; all differences at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from xlgen.errors import UsageError
from xlgen.scheme.load import scheme_for_year
from xlgen.scheme.model import Group, Scheme
from xlgen.scheme.node import Node
from xlgen.scheme.problems import BrokenFileError, DataError, Problem, ProblemCode
from xlgen.scheme.source import YamlSource
from xlgen.scheme.suggest import nearest
from xlgen.scheme.yaml_file import read_file
from xlgen.scoring.data_file import form_data_of
from xlgen.scoring.form_score import FormScore, score_form

FILLED = ("inputs", "tables")
EXPECTED = ("scores", "levels", "total", "grade")
NULLABLE = ("total", "grade")
"""What a case may expect to be null: nothing yet."""
CASE_KEYS = ("name", "because", *FILLED, *EXPECTED)
FILE_KEYS = ("data", "cases")
NONE_YET = "待填"
"""What an expected score is where something is missing: null in the file."""


class CasesError(DataError):
    """A file of cases cannot be used; the message names every problem."""

    headline = "用例有 {count} 处问题，什么也没有试算："


@dataclass(frozen=True)
class Difference:
    """What came out otherwise than a case expects: the line of the file, of what, the two values in words, and why."""

    line: int
    what: str
    expected: str
    found: str
    why: str = ""

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.what}应为 {self.expected}，按表样是 {self.found}{self.why}"


@dataclass(frozen=True)
class CaseResult:
    """A case by its name, and where it comes out otherwise than expected."""

    name: str
    differences: Sequence[Difference]


def run_cases(scheme: Scheme, file: File) -> list[CaseResult]:
    """Score every case of a file. Raises CasesError with all problems of the file, each with its line.

    Raises UsageError for a form without scores.
    """
    if not scheme.scored:
        raise UsageError(f"{scheme.id}：不计分的表没有得分可以试算。请预览它填好的样子")
    source = _read(file)
    base = _base(source, file)
    year = base.data.get("year")
    if type(year) is int and year != scheme.year:
        scheme = scheme_for_year(scheme, year)
    problems = [*source.problems, *_misplaced(source, Node(source.data), FILE_KEYS, needed=["cases"])]
    results = []
    for number, case in enumerate(Node(source.data)["cases"].elements(), 1):
        found = list(_case_problems(source, case, scheme))
        try:
            score = score_form(scheme, form_data_of(_filled(base, source, case), scheme))
        except DataError as error:
            problems += [*found, *error.problems]
            continue
        problems += found
        if not found:
            results.append(CaseResult(case["name"].text or f"第 {number} 个用例", list(_compared(source, case, score))))
    if problems:
        raise CasesError(sorted(set(problems)))
    return results


def _read(file: File) -> YamlSource:
    try:
        return read_file(file)
    except BrokenFileError as error:
        raise CasesError(error.problems) from error


def _base(source: YamlSource, file: File) -> YamlSource:
    """The data file on which all cases rest; empty where there is none."""
    name = Node(source.data)["data"].text
    return _read(file.parent / name) if name else YamlSource(file, {})


def _misplaced(source: YamlSource, at: Node, known: Sequence[str], needed: Sequence[str]) -> Iterator[Problem]:
    for key, node in at.items():
        if key not in known:
            yield source.problem(node.path, ProblemCode.UNKNOWN_KEY, key=key, nearest=nearest(key, known))
    if not any(node.value or key in NULLABLE for key, node in at.items() if key in needed):
        yield source.problem(at.path, ProblemCode.MISSING_KEY, key=" 或 ".join(needed))


def _case_problems(source: YamlSource, case: Node, scheme: Scheme) -> Iterator[Problem]:
    """Keys that a case cannot have, and expectations of what the form does not have."""
    if not isinstance(case.value, dict):
        yield source.problem(case.path, ProblemCode.WRONG_TYPE, key="cases", reason="的每一项应当是“键: 值”")
        return
    yield from _misplaced(source, case, CASE_KEYS, needed=EXPECTED)
    for key, known in (("scores", _rows(scheme)), ("levels", _levels(scheme))):
        for name, node in case[key].items():
            if name not in known:
                yield source.problem(node.path, ProblemCode.UNDEFINED_NAME, name=name, nearest=nearest(name, known))
    numbers = [case["total"], *(node for key in ("scores", "levels") for _, node in case[key].items())]
    for node in numbers:
        if node.value is not None and node.number is None:
            reason = f"应当是分数，写的却是 {node.value!r}"
            yield source.problem(node.path, ProblemCode.WRONG_TYPE, key=node.path[-1], reason=reason)
    grades = [grade.name for grade in scheme.grades]
    if case["grade"].value is not None and case["grade"].value not in grades:
        advice = nearest(case["grade"].text, grades)
        yield source.problem(case["grade"].path, ProblemCode.UNDEFINED_NAME, name=case["grade"].value, nearest=advice)


def _rows(scheme: Scheme) -> dict[str, str]:
    """The names of indicators by id, and of the rows of those that take several."""
    names = {indicator.id: indicator.name for indicator in scheme.indicators}
    for indicator in scheme.indicators:
        if indicator.expansion is not None:
            names |= {row: f"{indicator.name}第 {row.rpartition('.')[2]} 行" for row in scheme.form_rows(indicator)}
    return names


def _levels(scheme: Scheme) -> dict[str, Group]:
    """The levels by their path of names, as in a scheme that extends another."""
    walked = ((above, element) for above, element in scheme.walk() if isinstance(element, Group))
    return {"/".join(group.name for group in (*above, level)): level for above, level in walked}


def _filled(base: YamlSource, source: YamlSource, case: Node) -> YamlSource:
    """What is filled in: the inputs of the case over those of the base, its tables in their place."""
    data: dict[str, Any] = dict(base.data)
    places = dict(base.places)
    for key in FILLED:
        own = case[key].value
        data[key] = {**(data.get(key) or {}), **own} if isinstance(own, dict) else own or data.get(key) or {}
    for path, place in source.places.items():
        if path[: len(case.path)] == case.path:
            places[path[len(case.path) :]] = place
    return YamlSource(source.file, data, places, base.problems)


def _compared(source: YamlSource, case: Node, score: FormScore) -> Iterator[Difference]:
    names, levels = _rows(score.scheme), _levels(score.scheme)
    scores = {each.indicator.id: each.score for each in score.indicators}
    scores |= {row: found.score for each in score.indicators for row, found in each.rows.items()}
    lacking = {each.indicator.id: _lacking(score, list(each.open)) for each in score.indicators}
    for name, node in case["scores"].items():
        why = lacking[name.partition(".")[0]]
        yield from _difference(source, node, f"“{names[name]}”（{name}）", scores.get(name), _points, why)
    for path, node in case["levels"].items():
        yield from _difference(source, node, f"“{path}”", score.of_group(levels[path]), _points)
    if "total" in case.value:
        yield from _difference(source, case["total"], "总分", score.total, _points)
    if "grade" in case.value:
        yield from _difference(source, case["grade"], "等次", score.grade, str)


def _difference(
    source: YamlSource, node: Node, what: str, found: Any, shown: Callable[[Any], str], why: str = ""
) -> Iterator[Difference]:
    expected, came_out = (NONE_YET if value is None else shown(value) for value in (node.value, found))
    if expected != came_out:
        yield Difference(source.place(node.path).line, what, expected, came_out, why if found is None else "")


def _points(score: float) -> str:
    """A score as the form shows it; one with more decimals than a cent is never equal to it."""
    return f"{score:.2f} 分" if round(score, 2) == score else f"{score:g} 分"


def _lacking(score: FormScore, names: Sequence[str]) -> str:
    labels: Mapping[str, str] = {
        **{name: table.label for name, table in score.scheme.tables.items()},
        **{name: spec.label for name, spec in score.scheme.all_inputs.items()},
    }
    return f"（没有填好：{'、'.join(labels[name] for name in names)}）" if names else ""
