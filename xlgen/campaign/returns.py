"""Returned files and the record of a campaign: what is recorded of them, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple, TypeAlias

from xlgen.campaign.arrivals import Arrival, Attribution, Owner, forget_arrivals, joined, note_arrivals
from xlgen.campaign.cached_checks import cached_checks
from xlgen.campaign.campaigns import Campaign, Campaigns
from xlgen.campaign.copy_contents import packed_copy
from xlgen.campaign.record import COMMIT_EVERY
from xlgen.campaign.record_rows import CopyFacts, RecordedSubmission
from xlgen.campaign.referring import Comparison, compared
from xlgen.execution.executor import Executor, Progress
from xlgen.roster.unit import Unit
from xlgen.scheme.documents import Document, documents_in, documents_named
from xlgen.scheme.known_schemes import KnownSchemes
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.submissions.as_issued import with_findings, with_issued
from xlgen.submissions.batch import is_due
from xlgen.submissions.file_check import CheckedFile, FileChecker, failed_check
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.sources import NO_FORM_NEARBY, Skipped, Source
from xlgen.submissions.verdict import verdict_of

NOT_A_FORM = "不是评分表"
UNSURE_WHICH = "属于其中哪一份不明"


CheckedPair: TypeAlias = tuple[CheckedFile, Source]


class Checks(NamedTuple):
    """The results of checking files, in order, and how many of them were known before."""

    results: Iterator[CheckedFile]
    known: int


def check_files(
    campaigns: Campaigns | None,
    checker: FileChecker,
    sources: Sequence[Source],
    executor: Executor,
    progress: Progress,
    comparison: Comparison | None = None,
) -> Checks:
    """Check files; with a record, those whose results it holds are not checked again."""
    if campaigns is None:
        results, known = compared(comparison, executor(checker, sources, failed_check)), 0
    else:
        known = sum(cached_checks(campaigns.record, checker, executor).known(sources))
        results = recorded_checks(campaigns, checker, sources, executor, comparison)
    return Checks(progress(results, len(sources), "审核"), known)


def recorded_checks(
    campaigns: Campaigns,
    checker: FileChecker,
    sources: Sequence[Source],
    executor: Executor,
    comparison: Comparison | None,
) -> Iterator[CheckedFile]:
    """The results of checking files, as the record keeps them: with what was issued, and with the bureau's figures."""
    return compared(comparison, _as_issued(campaigns, checker, sources, executor))


def _as_issued(
    campaigns: Campaigns, checker: FileChecker, sources: Sequence[Source], executor: Executor
) -> Iterator[CheckedFile]:
    """The results of checking files, each compared with what the record says was due and issued to its unit.

    What is remembered of a file does not depend on this, so that it stays true when the record changes; and no task
    is sent what was laid down in anybody's form.
    """
    for checked in cached_checks(campaigns.record, checker, executor)(sources):
        report = checked.report
        campaign, codes = campaigns.of(report.scheme), {each.code for each in report.findings}
        unit = campaign and campaign.roster.find(report.unit, report.subject)
        if (
            report.year and campaign is None and IdentityCode.WRONG_SCHEME not in codes
        ):  # no year: nobody knows what it is
            wrong = finding(IdentityCode.WRONG_SCHEME, found=report.scheme, expected=campaigns.schemes)
            yield with_findings(checked, [wrong, *report.findings])
        elif campaign and unit and is_due(report):
            yield with_issued(checked, campaign.record.laid_down(unit.form), checker.templates)
        else:
            yield checked


@dataclass
class Recorder:
    """Enters returned files into the records of campaigns, a few at a time, and says whose each is.

    time: of this run. received: the day on which the files came, as 2026-03-01. shared: folders that hold several
    forms, whose other files belong to all of them or to none. recorded: how many forms were.
    """

    campaigns: Campaigns
    known: KnownSchemes
    time: str
    received: str
    shared: frozenset[str] = frozenset()
    recorded: int = 0
    _arrivals: dict[str, list[Arrival]] = field(default_factory=dict)  # still to be entered, by scheme

    def of_forms(self, pairs: Iterable[CheckedPair]) -> Iterator[CheckedPair]:
        """Record files as they are checked; gives each again, with the unit where only its name tells it."""
        left = iter(pairs)
        while batch := list(islice(left, COMMIT_EVERY)):
            yield from self._record(batch)

    def of_others(self, skipped: Iterable[Skipped], sources: Iterable[Source]) -> None:
        """Record files that were not checked because no form lies beside them, or several do."""
        for file in skipped:
            if file.why == NO_FORM_NEARBY:
                self._attribute(file.name, NOT_A_FORM)
        folders = {folder_of(source.name): source.material for source in sources}
        for folder in sorted(self.shared & folders.keys()):
            for name in folders[folder]:
                self._attribute(f"{folder}/{name}" if folder else name, NOT_A_FORM, beside_forms=True)
        self._enter_arrivals()

    def _record(self, batch: Sequence[CheckedPair]) -> list[CheckedPair]:
        rows: dict[str, list[tuple[RecordedSubmission, CopyFacts]]] = {}
        done = []
        for checked, source in batch:
            row = self._row(checked, source)
            if row is not None:
                rows.setdefault(checked.report.scheme, []).append(row)
                campaign = self.campaigns.of(checked.report.scheme)
                if campaign is not None:
                    self._note_documents(campaign, row[0].form, source)
            done.append((checked if row else self._claimed(checked), source))
        for campaign in self.campaigns.every:
            own = rows.get(campaign.scheme, [])
            campaign.record.submitted([each for each, _ in own], [facts for _, facts in own])
            forget_arrivals(campaign.record, [each.file for each, _ in own])
            self.recorded += len(own)
        self._enter_arrivals()
        return done

    def _row(self, checked: CheckedFile, source: Source) -> tuple[RecordedSubmission, CopyFacts] | None:
        """What the record keeps of a form; None where its unit is not due, or it is of another year."""
        report = checked.report
        campaign = self.campaigns.of(report.scheme)
        unit = campaign.roster.find(report.unit, report.subject) if campaign else None
        if unit is None or not is_due(report):
            return None
        facts = report.fingerprint, source.modified, self.time, verdict_of(report), report.total, report.by_rule
        content = checked.contents.digest if checked.contents else ""
        more = report.saved, self.received, self.time, content, report.check_code
        row = RecordedSubmission(unit.form, report.name, *facts, *more)
        return row, CopyFacts(unit.form, report.fingerprint, *more, packed_copy(checked))

    def _claimed(self, checked: CheckedFile) -> CheckedFile:
        """A file that is no form that is due, entered as such; with its unit, where its name surely tells it."""
        report = checked.report
        named = self.campaigns.roster.find(report.unit) if report.unit else None
        of_a_form = self.campaigns.of(report.scheme) is not None and is_due(report)
        if report.unit and (named is None or of_a_form):  # of a unit or a project that is not on the roster
            return checked
        errors = [each for each in report.findings if each.level is Level.ERROR]
        names = self._attribute(report.name, errors[0].message if errors else NOT_A_FORM, named)
        if report.unit or len(names) != 1:
            return checked
        return checked._replace(report=replace(report, unit=names[0]))

    def _attribute(self, file: str, why: str, named: Unit | None = None, beside_forms: bool = False) -> list[str]:
        """Enter a file that is no form into each campaign; returns the names of the units that it surely is of.

        beside_forms: it lies beside forms of several units, and is somebody's only if its name says so, or what it is.
        """
        names: list[str] = []
        for campaign in self.campaigns.every:
            documents = documents_in([file], self._documents[campaign.scheme])
            owner = self._owner(campaign, file, named, guess=not beside_forms)
            names += [unit.name for unit in owner.units]
            form, proposed = _form_of(campaign, owner.units), owner.proposed
            if beside_forms and not documents and not form:
                continue
            if owner.units and not form:
                proposed = f"{owner.units[0].name}（{UNSURE_WHICH}）"
            reason = "" if beside_forms and documents else why
            self._add(campaign.scheme, Arrival(file, form, proposed, joined(documents), reason, self.received))
        return list(dict.fromkeys(names))

    def _owner(self, campaign: Campaign, file: str, named: Unit | None, guess: bool) -> Owner:
        if named is None:
            return self._attributions[campaign.scheme].owner(file, guess)
        return Owner(tuple(unit for unit in campaign.roster.units if unit.name == named.name))

    def _note_documents(self, campaign: Campaign, form: str, source: Source) -> None:
        """Note the documents that came with the only form of its folder."""
        folder = folder_of(source.name)
        for file in () if folder in self.shared else source.material:
            if names := list(documents_named(file, self._documents[campaign.scheme])):
                path = f"{folder}/{file}" if folder else file
                self._add(campaign.scheme, Arrival(path, form, "", joined(names), "", self.received))

    def _add(self, scheme: str, arrival: Arrival) -> None:
        self._arrivals.setdefault(scheme, []).append(arrival)

    def _enter_arrivals(self) -> None:
        for campaign in self.campaigns.every:
            note_arrivals(campaign.record, self._arrivals.pop(campaign.scheme, ()))

    @cached_property
    def _attributions(self) -> Mapping[str, Attribution]:
        return {campaign.scheme: Attribution(campaign.roster) for campaign in self.campaigns.every}

    @cached_property
    def _documents(self) -> Mapping[str, Sequence[Document]]:
        return {campaign.scheme: _documents_of(self.known, campaign.scheme) for campaign in self.campaigns.every}


def _form_of(campaign: Campaign, units: Sequence[Unit]) -> str:
    """The form that a unit's file belongs to: of several, the only one of which no copy came; else none."""
    if len(units) <= 1:
        return units[0].form if units else ""
    missing = [unit.form for unit in units if not campaign.record.submissions_of(unit.form)]
    return missing[0] if len(missing) == 1 else ""


def _documents_of(known: KnownSchemes, scheme: str) -> Sequence[Document]:
    try:
        return known.scheme(scheme).documents if scheme in known.ids else ()
    except (SchemeError, UnknownSchemeError):  # told where a form of it is checked
        return ()


def folder_of(name: str) -> str:
    """The folder of a file, by the name that reports show."""
    return name.rpartition("/")[0]


def shared_folders(sources: Iterable[Source]) -> frozenset[str]:
    """The folders that hold several forms."""
    counts = Counter(folder_of(source.name) for source in sources)
    return frozenset(folder for folder, count in counts.items() if count > 1)
