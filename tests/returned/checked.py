"""Files checked as `xlgen validate` checks them, up to its reports."""

from __future__ import annotations

from pathlib import Path

from xlgen.returned.campaign import Campaign, campaign
from xlgen.returned.finding import Finding
from xlgen.returned.findings import Level
from xlgen.returned.roster import read_roster
from xlgen.returned.running import Checking, check_all
from xlgen.returned.sources import find_sources


def checked(path: Path, scheme: str = "", year: int | None = None, roster: Path | None = None) -> Campaign:
    """Everything at or below a path, checked."""
    sources = find_sources([path])
    reports = check_all(sources.workbooks, Checking(scheme, year), jobs=1)
    return campaign(list(reports), sources.skipped, read_roster(roster) if roster else None)


def above_notices(found: Campaign) -> list[Finding]:
    """What was found in all files, without 提示."""
    return [each for report in found.reports for each in report.findings if each.level is not Level.NOTICE]
