"""Looking across the units of a run: whose names are known, and which files take part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlgen.campaign.returns import CheckedPair
from xlgen.campaign.validation_report import ValidationReport
from xlgen.roster.roster import Roster
from xlgen.submissions.batch import is_due
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.validate import FileReport
from xlgen.suspicions.index import SuspicionIndex
from xlgen.suspicions.names import NamedUnit
from xlgen.suspicions.suspicion import Suspicion


def named_units(roster: Roster | None) -> Iterator[NamedUnit]:
    """The units whose names are looked for in texts, with their 主管部门; none where nobody said who is due."""
    if roster is not None:
        yield from (NamedUnit(unit.name, roster.details_of(unit).get("parent", "")) for unit in roster.units)


def noted(checked: CheckedFile, index: SuspicionIndex) -> CheckedFile:
    """A checked file without its trace, which goes into the index, so that memory does not hold it."""
    if checked.trace is not None:
        index.add(checked.report.name, checked.trace, checked.report.fingerprint)
    return checked._replace(trace=None)


def traced(pairs: Iterable[CheckedPair], index: SuspicionIndex) -> Iterator[CheckedPair]:
    """Checked files without their traces, which go into the index."""
    for checked, source in pairs:
        yield noted(checked, index), source


def suspicions_of(index: SuspicionIndex, report: ValidationReport) -> tuple[Suspicion, ...]:
    """The suspicions about the forms that count."""
    counting = {each.name for each in report.reports if is_due(each) and _counts(report, each)}
    return tuple(index.suspicions(counting.__contains__))


def _counts(report: ValidationReport, file: FileReport) -> bool:
    """Whether a file is the copy that counts of its form, or of none that is due."""
    unit = report.progress_of(file)
    return unit is None or (unit.counted is not None and unit.counted.fingerprint == file.fingerprint)
