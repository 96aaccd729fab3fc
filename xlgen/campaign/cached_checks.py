"""Checking returned files with the results that the record of the campaign keeps."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_origin, get_type_hints

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.result_cache import CachedRunner
from xlgen.execution.executor import Executor
from xlgen.roster.laid_down import are_items, is_finite
from xlgen.scheme.subject import Subject
from xlgen.submissions.contents import FormContents
from xlgen.submissions.file_check import CheckedFile, FileChecker, failed_check
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.catalogue import CODES
from xlgen.submissions.unit_row import FormOf, UnitRow
from xlgen.submissions.validate import FileReport
from xlgen.suspicions.organisations import Passage
from xlgen.suspicions.suspicion import Doubt, Kind
from xlgen.suspicions.texts import DIGEST_BYTES, Sentence
from xlgen.suspicions.trace import Form, Trace
from xlgen.workbook.identity import Identity

Made = TypeVar("Made")
DIGEST = re.compile(f"[0-9a-f]{{{2 * DIGEST_BYTES}}}")


def cached_checks(record: CampaignRecord, checker: FileChecker, executor: Executor) -> CachedRunner[CheckedFile]:
    """A checker with a cache. Files that could not be read, or that xlgen itself failed on, are checked again."""
    return CachedRunner(record, executor, "核对", checker, failed_check, _pack, _unpack, checker.known, checker.year)


# By hand, and not by pydantic: file names may hold halves of characters, which it refuses.
def _pack(checked: CheckedFile) -> Any:
    report, row, contents, trace = checked
    if not report.fingerprint:  # no byte was read: the file was open in Excel, unreachable, or crashed the process
        return None
    return [plain_report(report), row and vars(row), plain_contents(contents), trace and vars(trace)]


def _unpack(plain: Any) -> CheckedFile:
    """The result again. Raises what `result_cache.NOT_OURS` lists for anything that `_pack` did not make."""
    report, row, form, trace = plain
    return CheckedFile(report_from(report), row and _row(row), form and contents_from(form), trace and _trace(trace))


def plain_report(report: FileReport) -> dict[str, Any]:
    """A report as plain JSON values."""
    return {**vars(report), "findings": [{**vars(each), "code": each.code.name} for each in report.findings]}


def report_from(plain: Mapping[str, Any]) -> FileReport:
    """The report from `plain_report`. Raises what `result_cache.NOT_OURS` lists for anything else."""
    findings = tuple(_finding(each) for each in plain["findings"])
    return _typed(FileReport(**{**plain, "findings": findings, "subject": Subject(*map(_text, plain["subject"]))}))


def _finding(facts: Mapping[str, Any]) -> Finding:
    return _typed(Finding(**{**facts, "code": CODES[facts["code"]]}))


def _row(facts: Mapping[str, Any]) -> UnitRow:
    reasons = {name: tuple(map(_text, texts)) for name, texts in facts["reasons"].items()}
    subject = Subject(*map(_text, facts["subject"]))
    made = UnitRow(**{**facts, "form": FormOf(*map(_text, facts["form"])), "subject": subject, "reasons": reasons})
    scores = [score for score in made.scores.values() if score is not None]
    if made.scores.keys() != made.points.keys() or not all(map(is_finite, (*scores, *made.points.values()))):
        raise ValueError(made.scores)
    return _typed(made)


def contents_from(plain: Sequence[Any]) -> FormContents:
    """The contents of a form from `plain_contents`. Raises what `result_cache.NOT_OURS` lists for anything else."""
    identity, values, approved, computed, texts = plain
    if not are_items(values) or not are_items(approved):
        raise TypeError(values)
    own = {name: _text(text) for name, text in texts.items()}
    return FormContents(_typed(Identity(**identity)), values, approved, list(map(_text, computed)), own)


def plain_contents(contents: FormContents | None) -> list[Any] | None:
    """The contents of a form as plain JSON values."""
    return contents and [asdict(contents.identity), *contents[1:]]


def _trace(facts: Mapping[str, Any]) -> Trace:
    unit, subject, *form = facts["form"]
    scores = {name: (score, points) for name, (score, points) in facts["scores"].items()}
    if not all(map(is_finite, itertools.chain(*scores.values()))):
        raise ValueError(scores)
    sentences = tuple(Sentence(*map(_text, each)) for each in facts["sentences"])
    if not all(DIGEST.fullmatch(each.digest) for each in sentences):
        raise ValueError(sentences)
    return _typed(
        Trace(
            **{
                **facts,
                "form": Form(_text(unit), Subject(*map(_text, subject)), *map(_text, form)),
                "scores": scores,
                "sentences": sentences,
                "passages": tuple(Passage(*map(_text, each)) for each in facts["passages"]),
                "doubts": tuple(Doubt(Kind(kind), *map(_text, said)) for kind, *said in facts["doubts"]),
            }
        )
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _typed(made: Made) -> Made:
    """An instance of a dataclass as it is. Raises TypeError where a field holds another kind of value."""
    kind: Any = type(made)  # mypy takes a type variable for no key
    for name, hint in _hints(kind).items():
        value = getattr(made, name)
        is_number = isinstance(0.0, hint) and is_finite(value)  # JSON has one kind of numbers
        if not is_number and (isinstance(value, float) or not isinstance(value, hint)):
            raise TypeError(name)
    return made


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields, but for those that hold several values."""
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) in (None, UnionType)}
