"""Carries the cases out by commands, and tells what came out otherwise than expected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from conformance.commands import Answer, Commands
from conformance.files import Cell, Data, File, RuleCase, RuleFile, RuleForm, SchemeCase, SchemeFile
from conformance.minimal_form import filled_in, minimal_form

REFUSED = re.compile(r"（([a-z][a-z0-9_]*)）.*\[([A-Z_]+)\]$", re.MULTILINE)
"""A problem in the complaint about a data file: the id, and the code at the end of the line."""
WORKBOOK = "form.xlsx"
NOTICE = "提示"


class Difference(NamedTuple):
    """A case that came out otherwise than expected."""

    case: str
    what: str
    expected: object
    found: object


class CommandFailedError(Exception):
    """A command ended otherwise than its description says."""


def differences(file: File, commands: Commands, folder: Path) -> Iterator[Difference]:
    """Whatever comes out of the cases of a file otherwise than expected; the folder takes the workbooks."""
    if isinstance(file, RuleFile):
        yield from _of_rule(file, commands, folder)
    else:
        yield from _of_scheme(file, commands, folder)


def _of_rule(file: RuleFile, commands: Commands, folder: Path) -> Iterator[Difference]:
    """The first case of every set of parameters in one workbook, then the second of each; refused ones alone."""
    scheme = folder / "scheme.yaml"  # JSON is YAML
    scheme.write_text(json.dumps(minimal_form(file), ensure_ascii=False), encoding="utf-8")
    scored = [[(form, case) for case in form.cases if not case.refused] for form in file.forms]
    for together in zip_longest(*scored):
        calls = [call for call in together if call is not None]
        answer = _filled(commands, scheme, _calling(calls), folder)
        refused = list(_refusal(file.rule, {}, answer))
        yield from refused
        found = {} if refused else _scores(_scored(commands, folder, scheme))
        for form, case in calls:
            if found.get(form.id) != case.score:
                yield Difference(f"{form.id} {dict(case.arguments)}", "score", case.score, found.get(form.id))
    for form in file.forms:
        for case in form.cases:
            if case.refused:
                answer = _filled(commands, scheme, _calling([(form, case)]), folder)
                expected = {f"{form.id}_{name}": code for name, code in case.refused.items()}
                yield from _refusal(f"{form.id} {dict(case.arguments)}", expected, answer)


def _calling(calls: Sequence[tuple[RuleForm, RuleCase]]) -> Data:
    inputs: dict[str, Cell] = {"unit_name": "甲单位"}
    for form, case in calls:
        inputs |= filled_in(form, case)
    return Data(inputs=inputs)


def _of_scheme(file: SchemeFile, commands: Commands, folder: Path) -> Iterator[Difference]:
    for case in file.cases:
        answer = _filled(commands, file.scheme, file.base.changed_by(case.change), folder)
        refused = list(_refusal(case.name, case.refused, answer))
        yield from refused
        if not refused and not case.refused:
            for what, (expected, found) in _compared(case, file.cases[0], commands, folder).items():
                if expected != found:
                    yield Difference(case.name, what, expected, found)


def _compared(case: SchemeCase, base: SchemeCase, commands: Commands, folder: Path) -> dict[str, tuple[object, object]]:
    """What is expected of a case that is filled in, and what came out: each score, total, grade, findings."""
    scored, expected = _scored(commands, folder), {**base.scores, **case.scores}
    found = _scores(scored)
    return {
        **{name: (expected.get(name), found.get(name)) for name in {**expected, **found}},
        "total": (case.total, scored["total"]),
        "grade": (case.grade, scored["grade"]),
        "findings": (sorted(case.findings), _findings(scored, commands, folder)),
    }


def _findings(scored: Mapping[str, Any], commands: Commands, folder: Path) -> list[tuple[str, str]]:
    """The errors and warnings of a check of the workbook: code, and id of the indicator."""
    report = folder / "report.json"
    _run(commands, "validate", str(folder / WORKBOOK), "--json", str(report))
    (checked,) = json.loads(report.read_bytes())["files"]
    ids = {indicator["name"]: indicator["id"] for indicator in scored["indicators"]}
    return sorted(
        (finding["code"], ids.get(finding["indicator"], finding["indicator"]))
        for finding in checked["findings"]
        if finding["level"] != NOTICE
    )


def _refusal(name: str, expected: Mapping[str, str], answer: Answer) -> Iterator[Difference]:
    found = dict(REFUSED.findall(answer.complaint))
    if found != expected:
        yield Difference(name, "refused", dict(expected), found)


def _scores(scored: Mapping[str, Any]) -> dict[str, float | None]:
    return {indicator["id"]: indicator["score"] for indicator in scored["indicators"]}


def _scored(commands: Commands, folder: Path, scheme: Path | None = None) -> Mapping[str, Any]:
    """The answer of `score` to the workbook; scheme: where it is not a shipped one."""
    own = [] if scheme is None else ["--scheme", str(scheme)]
    scored: Mapping[str, Any] = json.loads(_run(commands, "score", str(folder / WORKBOOK), *own, "--json").output)
    return scored


def _filled(commands: Commands, scheme: str | Path, data: Data, folder: Path) -> Answer:
    """The answer of `fill`, which writes the workbook unless a value is refused."""
    file = folder / "data.yaml"
    file.write_text(json.dumps(data.model_dump(), ensure_ascii=False), encoding="utf-8")
    return commands.run("fill", str(scheme), str(file), "-o", str(folder / WORKBOOK))


def _run(commands: Commands, *arguments: str) -> Answer:
    answer = commands.run(*arguments)
    if answer.code not in (0, 1):
        raise CommandFailedError(f"{' '.join(arguments)}: {answer.complaint}")
    return answer
