"""What was found in the files of a run, and how it stands with the units that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from xlgen.campaign.arrivals import Arrival
from xlgen.campaign.copy_contents import CopyHistory
from xlgen.campaign.progress import CampaignProgress, State, UnitProgress
from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.submissions.batch import OutsideRoster, SeveralFiles
from xlgen.submissions.findings.code import Code, Level
from xlgen.submissions.sources import Skipped
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import Verdict, verdict_of
from xlgen.suspicions.suspicion import Suspicion

NOT_CAME = (State.MISSING, State.NOT_ISSUED)


class MissingForm(NamedTuple):
    """A form that did not come: whose, and which; nothing where no file and no option says which forms are due."""

    unit: Unit
    scheme: str = ""
    form: str = ""


@dataclass(frozen=True)
class Tally:
    """What is counted in reports: files by verdict, findings by level and code.

    files_by_code: files in which a code is found at all. forms: names of schemes, by id. years: those of the forms.
    """

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    by_scheme: Counter[tuple[str, Verdict]] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    codes: Counter[Code] = field(default_factory=Counter)
    files_by_code: Counter[Code] = field(default_factory=Counter)
    forms: dict[str, str] = field(default_factory=dict)
    years: set[str] = field(default_factory=set)


def tally_of(reports: Iterable[FileReport]) -> Tally:
    """The tally of some reports."""
    tally = Tally()
    for report in reports:
        verdict, codes = verdict_of(report), [finding.code for finding in report.findings]
        tally.verdicts[verdict] += 1
        tally.by_scheme[report.scheme, verdict] += 1
        tally.levels.update(code.level for code in codes)
        tally.codes.update(codes)
        tally.files_by_code.update(set(codes))
        if report.form:
            tally.forms[report.scheme] = report.form
        if report.year:
            tally.years.add(report.year)
    return tally


@dataclass(frozen=True)
class ValidationReport:
    """The reports of all files, in order, and how it stands with every form that is due.

    rounds: by campaign, or by form where there is only a roster; none without one. twice: forms of which several files
    came, where there is no roster; with one, the copies of each unit are in its round. time: of the run. histories: of
    forms of which several copies came, by scheme and form. suspicions: about the copies that count, by unit.
    """

    reports: Sequence[FileReport]
    skipped: tuple[Skipped, ...] = ()
    roster: Roster | None = None
    rounds: tuple[CampaignProgress, ...] = ()
    twice: tuple[SeveralFiles, ...] = ()
    outside: tuple[OutsideRoster, ...] = ()
    time: str = ""
    histories: Mapping[tuple[str, str], CopyHistory] = field(default_factory=dict)
    suspicions: tuple[Suspicion, ...] = ()

    @cached_property
    def tally(self) -> Tally:
        """What is counted in all reports, in one pass over them."""
        return tally_of(self.reports)

    def count(self, verdict: Verdict) -> int:
        """The number of files with this verdict."""
        return self.tally.verdicts[verdict]

    @property
    def unread(self) -> bool:
        """Some file could not be read or checked."""
        return any(self.count(verdict) for verdict in (Verdict.UNREADABLE, Verdict.FAILED))

    @property
    def clean(self) -> bool:
        """Every form that is due passed; without a roster, every file. No file is of a unit that is not on it."""
        if not self.rounds:
            return self.count(Verdict.PASSED) == len(self.reports)
        passed = all(each.state is State.PASSED or each.status for progress in self.rounds for each in progress.units)
        return passed and not self.outside and not self.unclaimed

    @property
    def units(self) -> list[UnitProgress]:
        """Every form that is due."""
        return [unit for progress in self.rounds for unit in progress.units]

    @cached_property
    def missing(self) -> tuple[MissingForm, ...]:
        """The forms of which nothing came, on this day or before."""
        return tuple(
            MissingForm(each.form.unit, progress.scheme, progress.form)
            for progress in self.rounds
            for each in progress.in_state(*NOT_CAME)
        )

    @cached_property
    def unclaimed(self) -> tuple[Arrival, ...]:
        """Files that are no form and of which nobody knows for sure whose they are; each once."""
        files = {arrival.file: arrival for progress in self.rounds for arrival in progress.unclaimed}
        return tuple(arrival for file, arrival in files.items() if file not in self._claims)

    @cached_property
    def _by_scheme(self) -> Mapping[str, CampaignProgress]:
        return {progress.scheme: progress for progress in self.rounds}

    def progress_of(self, report: FileReport) -> UnitProgress | None:
        """How it stands with the form that a file is of; None where it is of none that is due."""
        progress = self._by_scheme.get(report.scheme)
        return progress.find(report.unit, report.subject) if progress else None

    @property
    def claimed_files(self) -> set[str]:
        """Files that are no form and belong to a unit."""
        return set(self._claims)

    def gets_answer(self, report: FileReport) -> bool:
        """Whether a unit may be written to about a file: it is the copy that counts, or of no form that is due.

        Of a file that cannot be checked, while nothing else came from its unit.
        """
        own = self.progress_of(report)
        if own is not None:
            return own.counted is not None and own.counted.fingerprint == report.fingerprint
        units = [each for each in self._claims.get(report.name, ()) if each.state is not State.NOT_CHECKED]
        return not units

    @cached_property
    def _claims(self) -> Mapping[str, list[UnitProgress]]:
        """The forms that a file which is none of them belongs to, by file."""
        claims: dict[str, list[UnitProgress]] = {}
        for progress in self.rounds:
            for unit in progress.units:
                for arrival in unit.arrivals:
                    claims.setdefault(arrival.file, []).append(unit)
        return claims
