"""What reports show of each form that is due: its state, the copy that counts, the others folded under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from xlgen.campaign.copy_contents import CopyHistory
from xlgen.campaign.progress import APART, State, UnitProgress
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.campaign.stored_reports import StoredReports
from xlgen.campaign.validation_report import ValidationReport
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of
from xlgen.text import display_text, one_line

NOT_LISTED = (State.MISSING, State.NOT_ISSUED, *APART)
"""States of forms that are listed by name, without a line of their own, or only counted."""
BEIJING = timedelta(hours=8)
"""What its clock is ahead of the one that workbooks keep (UTC)."""
NO_HISTORY = CopyHistory()
COUNTS, SUPERSEDED = "有效版本", "已被替代"


@dataclass(frozen=True)
class Line:
    """A form that is due, or a file of none that is.

    report: what was found in the copy that counts, where it was at hand in this run. scheme: of the form.
    """

    state: str
    who: str
    scheme: str
    form: str
    report: FileReport | None = None
    unit: UnitProgress | None = None
    history: CopyHistory = NO_HISTORY

    @property
    def why(self) -> str:
        """Why it stands so, where that is not plain."""
        return one_line(self.unit.why) if self.unit else ""

    @property
    def file(self) -> str:
        """The file that counts, or that it is."""
        if self.unit is not None:
            copy = self.unit.counted
            arrived = [arrival.file for arrival in self.unit.arrivals if arrival.why]
            return one_line(copy.file) if copy else "、".join(map(one_line, arrived))
        return self.report.name if self.report else ""

    @property
    def scores(self) -> tuple[float | None, float | None, str]:
        """The total as the form shows it, the one by rule, and the grade; None or empty where unknown."""
        if self.unit is None:
            return (self.report.total, self.report.by_rule, self.report.grade) if self.report else (None, None, "")
        copy = self.unit.counted
        return (
            (copy.total, self.unit.score, self.report.grade if self.report else "")
            if copy
            else (None, self.unit.score, "")
        )

    def count(self, level: Level) -> int:
        """The number of findings of a level in the copy that counts."""
        return self.report.count(level) if self.report else 0

    @property
    def contact(self) -> str:
        """Whom to call, as the roster says."""
        details = self.unit.details if self.unit else {}
        return display_text("　".join(details[key] for key in ("parent", "contact", "phone") if key in details))

    @property
    def copies(self) -> Sequence[tuple[RecordedSubmission, str]]:
        """All copies where there are several, the newest first, each with what it is beside the others."""
        if self.unit is None or len(self.unit.copies) < 2:
            return ()
        counted = self.unit.counted
        return [(copy, _role(copy, counted)) for copy in self.unit.copies]


def _role(copy: RecordedSubmission, counted: RecordedSubmission | None) -> str:
    if counted is None:
        return copy.verdict
    return COUNTS if copy.fingerprint == counted.fingerprint else f"{SUPERSEDED}（{copy.verdict}）"


def dates_of(copy: RecordedSubmission) -> str:
    """When a copy was saved, by the clock of Beijing, and when it came, as far as that is known."""
    saved = copy.saved
    with suppress(ValueError, OverflowError):  # a record may come from anybody
        saved = f"{datetime.fromisoformat(saved) + BEIJING:%Y-%m-%d %H:%M}"
    dates = {"保存于": saved, "收到于": copy.received}
    return one_line("，".join(f"{what} {when}" for what, when in dates.items() if when))


def unit_lines(validation: ValidationReport) -> Iterator[Line]:
    """Every form that is due, in the order of the roster, then the files that are of none."""
    at_hand = validation.reports if isinstance(validation.reports, StoredReports) else StoredReports()
    shown: set[str] = set()
    for progress in validation.rounds:
        for unit in progress.units:
            copy = unit.counted
            report = at_hand.of_copy(progress.scheme, copy.fingerprint) if copy else None
            if unit.state is State.NOT_CHECKED:
                report = next(filter(None, (at_hand.of_file(each.file) for each in unit.arrivals)), report)
            shown.update(arrival.file for arrival in unit.arrivals)
            history = validation.histories.get((progress.scheme, unit.form.key), NO_HISTORY)
            yield Line(unit.state, unit.who, progress.scheme, progress.form, report, unit, history)
    for report in validation.reports:
        if report.name not in shown and (not validation.rounds or validation.progress_of(report) is None):
            yield Line(verdict_of(report), report.who, report.scheme, report.form, report)
