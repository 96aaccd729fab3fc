"""Checks a file or folder of samples/bad as `xlgen validate` does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from samples.defects.making import AUDITED, BAD, PROJECTS, SCHEME, scheme
from samples.defects.registry import BESIDE, LAID_DOWN, ROSTER
from xlgen.campaign.referring import compared, comparison
from xlgen.roster.laid_down import from_text
from xlgen.roster.roster import read_roster
from xlgen.scheme.known_schemes import SHIPPED_SCHEMES, only
from xlgen.scheme.load import load_scheme
from xlgen.submissions.as_issued import with_issued
from xlgen.submissions.batch import Batch, combined, with_older_years, with_outside
from xlgen.submissions.file_check import CheckedFile, FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Code, Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.sources import find_sources

KNOWN = {
    IdentityCode.UNKNOWN_SCHEME.name: "",
    IdentityCode.OTHER_SUBJECT.name: str(PROJECTS),
    SenseCode.AUDIT_BROKEN.name: str(AUDITED),
    SenseCode.AUDIT_UNEXPLAINED.name: str(AUDITED),
    SenseCode.AUDIT_EXPLAINED.name: str(AUDITED),
}
"""The scheme that is known where a sample is not to be checked with the one of most samples."""
OURS = frozenset({IdentityCode.CHECK_FAILED})
"""Codes without a sample: our own failure."""


def cases(code: Code) -> list[Path]:
    """The sample files and folders of a code."""
    return sorted(path for path in (BAD / code.name).glob("*") if path.suffix not in (ROSTER, LAID_DOWN))


def checked(
    path: Path,
    known: str,
    year: int | None = None,
    roster: Path | None = None,
    laid_down: Path | None = None,
    reference: Path | None = None,
) -> Batch:
    """Check everything at or below a path. known: the path of a scheme; if empty, the shipped schemes."""
    sources, checker = find_sources([path]), _checker(known, year)
    files: Iterator[CheckedFile] = map(checker, sources.workbooks)
    if laid_down is not None:
        known_of_it = from_text(laid_down.read_text(encoding="utf-8"))
        assert known_of_it is not None, f"{laid_down}: not what a record keeps"
        files = map(partial(with_issued, laid_down=[known_of_it], templates=checker.templates), files)
    listed = read_roster(roster) if roster else None
    if reference is not None:
        files = compared(comparison(reference, checker.known, checker.templates, None, listed), files)
    reports = [checked_file.report for checked_file in files]
    if listed is None:
        return combined(reports)
    return Batch(tuple(with_outside(report, listed)[0] for report in with_older_years(reports)))


@cache
def _checker(known: str, year: int | None) -> FileChecker:
    """One for all samples of a scheme, which builds its template once."""
    return FileChecker(only(load_scheme(known)) if known else SHIPPED_SCHEMES, year)


def checked_case(case: Path) -> Batch:
    """Check a sample with its scheme and year, unless these are to be unknown, and with what lies next to it."""
    known = KNOWN.get(case.parent.name, str(SCHEME))
    beside = [case.with_name(case.name + suffix) for suffix in BESIDE]
    due = None if case.parent.name == IdentityCode.OLDER_YEAR.name else scheme().year
    return checked(case, known, due, *(file if file.is_file() else None for file in beside))


def found_in(validation: Batch) -> list[Finding]:
    """All findings."""
    return [finding for report in validation.reports for finding in report.findings]


def above_notices(validation: Batch) -> list[Finding]:
    """All findings but 提示."""
    return [finding for finding in found_in(validation) if finding.level is not Level.NOTICE]
