"""Returned files found again by their names in a record, and what was found in each: remembered, or checked anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.campaigns import Campaign, Campaigns
from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.campaign.referring import Comparison
from xlgen.campaign.returns import recorded_checks
from xlgen.execution.local import LocalExecutor
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.sources import ARCHIVE, NothingToCheckError, Source, find_sources
from xlgen.submissions.validate import FileReport

HERE = LocalExecutor(1)


class CheckedSource(NamedTuple):
    """A file that is at hand, and what was found in it."""

    source: Source
    report: FileReport


class CheckedCopy(NamedTuple):
    """A copy with its file and what was found in it; None where the file is not there any more, or is another now."""

    copy: RecordedSubmission
    checked: CheckedSource | None


def place_of_copy(file: str) -> Path | None:
    """The folder of a returned file by its name in a record, or the archive that it is in; None where it is gone."""
    path = Path(file)
    if not path.is_absolute():
        return None
    if path.is_file():
        return path.parent
    return next((up for up in path.parents if up.suffix.lower() == ARCHIVE and up.is_file()), None)


def source_of(file: str) -> Source | None:
    """A returned file by its name in a record, with what came beside it; None where it is not at hand."""
    place = place_of_copy(file)
    if place is None:
        return None
    try:
        found = find_sources([place]).workbooks
    except NothingToCheckError:
        return None
    return next((source for source in found if source.name == file), None)


def checked_files(
    record: CampaignRecord, files: Iterable[str], checker: FileChecker, comparison: Comparison | None
) -> Mapping[str, CheckedSource]:
    """What was found in those of some files that are at hand; ones that did not change are not checked again.

    comparison: with the bureau's figures, where there are any.
    """
    sources = [source for file in dict.fromkeys(files) if (source := source_of(file)) is not None]
    results = recorded_checks(Campaigns((Campaign(record),)), checker, sources, HERE, comparison)
    return {
        source.name: CheckedSource(source, checked.report) for source, checked in zip(sources, results, strict=True)
    }


def checked_copies(copies: Sequence[RecordedSubmission], checked: Mapping[str, CheckedSource]) -> list[CheckedCopy]:
    """Copies, each with what was found in it where its file still holds it."""
    found = ((copy, checked.get(copy.file)) for copy in copies)
    return [
        CheckedCopy(copy, file if file and file.report.fingerprint == copy.fingerprint else None)
        for copy, file in found
    ]
