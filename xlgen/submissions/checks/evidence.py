"""Checks evidence: material that is named was submitted, and material is named where it is required."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.model import Adjustment, Indicator
from xlgen.scoring.form_data import FREE_TEXT_FIELDS, Row
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.status import Status, is_blank
from xlgen.scoring.tables import row_status
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.evidence import EvidenceCode
from xlgen.submissions.narrative.material import material_of, names_in, says_nothing
from xlgen.submissions.reports_beside import is_report
from xlgen.submissions.submission import Submission
from xlgen.xlsx.refs import CellRef


def material_handed_in(submission: Submission) -> Iterator[Finding]:
    """Material that is named was submitted with the form; checked only if any material was: a report is none."""
    any_material = any(not is_report(PurePosixPath(name)) for name in submission.material)
    cells = [*_cells_naming_material(submission)] if any_material else []
    material = material_of(submission.material if cells else ())
    for place, indicator, text in cells:
        for name in names_in(text):
            if not material.holds(name):
                yield finding(EvidenceCode.EVIDENCE_MISSING, place, indicator, name=name)


def material_named(submission: Submission) -> Iterator[Finding]:
    """Material is named for points that a row of the form loses, and for points added or deducted by adjustments."""
    for score in submission.comparison.by_rule.indicators:
        if isinstance(score.indicator, Adjustment):
            yield from _adjustment_evidence(submission, score)
        elif score.indicator.expansion is not None:
            yield from _row_evidence(submission, score, score.indicator.expansion.table)


def _cells_naming_material(submission: Submission) -> Iterator[tuple[CellRef, str, str]]:
    """Every cell in which the unit names material: the cell, what it is for (indicator or table), its text."""
    layout, filling = submission.layout, submission.filling
    for indicator in submission.scheme.indicators:
        if indicator.id in filling.evidence:
            yield layout.evidence[indicator.id], indicator.name, filling.evidence[indicator.id]
    for table_id, table in submission.scheme.tables.items():
        if table.evidence_column is None:
            continue
        for number, row in enumerate(filling.tables.get(table_id, ())):
            if not is_blank(row.get(table.evidence_column)):
                yield _evidence_cell(submission, table_id, number), table.label, str(row[table.evidence_column])


def _adjustment_evidence(submission: Submission, score: IndicatorScore) -> Iterator[Finding]:
    indicator = score.indicator
    if not score.score:
        return
    what = f"{'加' if score.score > 0 else '扣'} {abs(score.score):g} 分"
    dependencies = dependencies_of(submission.scheme, indicator)
    tables = [name for name in dependencies.tables if _has_evidence_column(submission, name)]
    for table in tables:
        for number, row in enumerate(_filled_rows(submission, table)):
            if row is not None:
                yield from _missing_evidence(submission, indicator, table, number, row, what)
    place = submission.layout.evidence.get(indicator.id)
    if not tables and place is not None and says_nothing(submission.filling.evidence.get(indicator.id, "")):
        yield finding(
            EvidenceCode.EVIDENCE_NOT_NAMED, place, indicator.name, what=what, label=FREE_TEXT_FIELDS["evidence"]
        )


def _row_evidence(submission: Submission, score: IndicatorScore, table: str) -> Iterator[Finding]:
    if not _has_evidence_column(submission, table):
        return
    keys, rows = submission.scheme.form_rows(score.indicator), submission.filling.tables.get(table, ())
    for number, (key, row) in enumerate(zip(keys, rows, strict=False)):
        short = score.rows[key].points - score.rows[key].score if key in score.rows else 0.0
        if short > 0:
            yield from _missing_evidence(submission, score.indicator, table, number, row, f"扣 {short:.2f} 分")


def _missing_evidence(
    submission: Submission, indicator: Indicator, table: str, number: int, row: Row, what: str
) -> Iterator[Finding]:
    spec = submission.scheme.tables[table]
    column = str(spec.evidence_column)
    if says_nothing(str(row.get(column) or "")):
        place, label = _evidence_cell(submission, table, number), spec.columns[column].label
        yield finding(EvidenceCode.EVIDENCE_NOT_NAMED, place, indicator.name, what=what, label=label)


def _has_evidence_column(submission: Submission, table: str) -> bool:
    return submission.scheme.tables[table].evidence_column is not None


def _filled_rows(submission: Submission, table: str) -> Sequence[Row | None]:
    """The rows of a table; None for those that are not completely filled, which is reported elsewhere."""
    spec, rows = submission.scheme.tables[table], submission.filling.tables.get(table, ())
    return [row if row_status(spec, row, number) is Status.FILLED else None for number, row in enumerate(rows)]


def _evidence_cell(submission: Submission, table: str, number: int) -> CellRef:
    column = str(submission.scheme.tables[table].evidence_column)
    return submission.layout.tables[table].cell(column, number)
