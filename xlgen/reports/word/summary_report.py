"""汇总报告: what a summary says in its workbook, as a document to be completed and signed. Nothing is counted here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from docx.document import Document as WordDocument

from xlgen.docx.type_sheet import new_document
from xlgen.docx.writing import Table, document_bytes, put_line, put_sections, put_table, put_text, put_title, to_write
from xlgen.files.atomic import save
from xlgen.reports.letters import base_name
from xlgen.reports.totals import score_text
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scoring.sentences import rate_shown, score_shown
from xlgen.submissions.unit_row import UnitRow, total_of
from xlgen.summary.analysis import MAX_REASONS, reasons_text
from xlgen.summary.book import summary_files
from xlgen.summary.database import LeftOut, ReasonCount, Summary, SummaryPart
from xlgen.summary.groups import GroupTally, grades_of, group_columns, group_tallies, group_values, shown_groups
from xlgen.summary.signing import DECIDED
from xlgen.summary.standing import ROSTER_COLUMNS, Standing
from xlgen.summary.statistics import CENTS_PER_POINT, Statistics, Tally, statistics_of
from xlgen.summary.table import counts_of
from xlgen.text import chinese_day, one_line

MAX_LISTED = 500
"""Units, files left out and decisions that are listed; more are in the workbook."""
WEAKEST = 10
"""Indicators with the lowest rate of points that are named."""
ALL_COUNTED = "没有：应报送的都已计入。"


def write_summary_reports(target: Path, parts: Sequence[SummaryPart]) -> Iterator[tuple[Path, Summary]]:
    """Write a report for each form, named like the workbooks. Yields each with what is in it. Raises OSError."""
    for file, part in zip(summary_files(target, parts), parts, strict=True):
        save(file, summary_report(part))
        yield file, part.summary


def summary_report(part: SummaryPart) -> bytes:
    """The report on a summary of at least one form, as the bytes of a .docx."""
    scheme, summary, standing = part.scheme, part.summary, part.standing
    statistics = statistics_of(scheme, (unit.row for unit in summary.units()))
    document, title = new_document(), f"{scheme.year}年度{scheme.name}汇总报告"
    put_title(document, title)
    groups = _groups(part)
    sections = {
        "报送和审核情况": lambda: _put_counts(document, part),
        "得分情况": lambda: _put_scores(document, scheme, summary, statistics),
        "各项指标情况": lambda: _put_indicators(document, scheme, statistics, summary.reasons(MAX_REASONS)),
        "分组情况": lambda: _put_tables(document, groups),
        "未计入汇总的单位": lambda: _put_left_out(document, summary, with_files=standing is None),
        DECIDED: lambda: _put_decisions(document, standing),
        "存在问题和有关建议": lambda: put_text(document, to_write("对以上情况的分析、存在问题和有关建议")),
    }
    absent = {*([] if groups else ["分组情况"]), *([] if standing and standing.decisions else [DECIDED])}
    put_sections(document, {name: put for name, put in sections.items() if name not in absent})
    day = standing.day if standing else ""
    for text in filter(None, (standing.bureau if standing else "", chinese_day(day))):
        put_line(document, text, right=True)
    return document_bytes(document, title, day or f"{scheme.year}-01-01")


def _put_counts(document: WordDocument, part: SummaryPart) -> None:
    if part.standing is not None:
        put_text(document, f"截至{chinese_day(part.standing.day)}的报送和审核情况如下。")
        rows = [[label, str(count)] for label, count in part.standing.counts.items()]
        put_table(document, Table("报送和审核情况", ["情况", "份数"], rows, [3, 1]))
    put_text(document, f"汇总{counts_of(part.scheme, part.summary)}。得分按评分标准核算。")


def _put_scores(document: WordDocument, scheme: Scheme, summary: Summary, statistics: Statistics) -> None:
    tally = statistics.of_totals(scheme.points)
    if not tally.count:
        put_text(document, "计入的表都有待填的内容，还没有总分。")
        return
    low, high = (score_shown(cents / CENTS_PER_POINT) for cents in (tally.minimum, tally.maximum))
    mean = score_shown(tally.mean)
    put_text(document, f"满分{scheme.points:g}分，平均{mean}分，最高{high}分，最低{low}分。各等次的份数如下。")
    counts = {grade: statistics.graded(scheme, grade) for grade in grades_of(scheme)}
    rows = [[grade, str(count), rate_shown(count / tally.count)] for grade, count in counts.items()]
    put_table(document, Table("各等次的份数", ["等次", "份数", "占比"], rows, [1, 1, 1]))
    ranked = [(total, unit.row) for unit in summary.units() if (total := total_of(scheme, unit.row)) is not None]
    ranked.sort(key=lambda pair: -pair[0])  # units of the same total stay in the order of their names
    lines = [_unit_line(scheme, statistics, unit, total) for total, unit in ranked[:MAX_LISTED]]
    heads = ["名次", "单位", ROSTER_COLUMNS["parent"][0], "得分", "等次"]
    put_table(document, Table("各单位得分和名次", heads, lines, [4, 16, 10, 5, 4]))
    _put_more(document, len(ranked))


def _unit_line(scheme: Scheme, statistics: Statistics, unit: UnitRow, total: float) -> list[str]:
    parent = unit.roster.get("parent", "")
    return [str(statistics.rank(total)), one_line(unit.who), parent, score_shown(total), scheme.grade(total)]


def _put_indicators(
    document: WordDocument, scheme: Scheme, statistics: Statistics, reasons: Mapping[str, Sequence[ReasonCount]]
) -> None:
    tallies = [(leaf, statistics.of(leaf.id)) for leaf in scheme.indicators if leaf.points]
    weak = [(leaf, tally) for leaf, tally in tallies if tally.below_full and tally.full]
    weak.sort(key=lambda pair: pair[1].sum / pair[1].full)
    if not weak:
        put_text(document, "各项指标都没有扣分。")
        return
    heads = ["指标", "分值", "平均分", "得分率", "扣分单位数"]
    rows = [_indicator_line(leaf, tally) for leaf, tally in weak[:WEAKEST]]
    put_table(document, Table(f"得分率最低的{len(rows)}项指标", heads, rows, [14, 4, 5, 6, 6]))
    told = [[leaf.name, text] for leaf, _ in weak[:WEAKEST] if (text := reasons_text(reasons.get(leaf.id, ())))]
    if told:
        put_table(document, Table("主要扣分原因（单位数）", ["指标", "原因"], told, [10, 26]))


def _indicator_line(leaf: Indicator, tally: Tally) -> list[str]:
    rate = rate_shown(tally.sum / tally.full)
    return [leaf.name, f"{leaf.points:g}", score_shown(tally.mean), rate, str(tally.below_full)]


def _groups(part: SummaryPart) -> list[Table]:
    """A list of groups for each column that groups the units."""
    scheme, summary, standing = part.scheme, part.summary, part.standing
    tallies = group_tallies(scheme, (unit.row for unit in summary.units()), summary.roster_keys)
    tables = []
    for key, names in shown_groups(tallies, standing).items():
        groups, due = tallies[key], standing.due.get(key, {}) if standing else {}
        rows = []
        for name in names:
            tally = groups.get(name, GroupTally())
            mean, rank, best, worst = group_values(tally, groups)
            shown = [_score(mean), str(rank), _score(best), _score(worst)]
            each = [str(tally.grades[grade]) for grade in grades_of(scheme)]
            rows.append([name, str(due.get(name, tally.forms)), str(tally.forms), *shown, *each])
        columns = group_columns(scheme, key)
        widths = [10.0, *[3.2] * 6, *[2.2] * (len(columns) - 7)]
        tables.append(Table(f"按{ROSTER_COLUMNS[key][0]}", list(columns), rows, widths))
    return tables


def _score(value: float | str) -> str:
    return value if isinstance(value, str) else score_text(value)


def _put_tables(document: WordDocument, tables: Sequence[Table]) -> None:
    for table in tables:
        put_table(document, table)


def _put_left_out(document: WordDocument, summary: Summary, *, with_files: bool) -> None:
    """Who is not counted, each once, and why. A unit that is counted is not among them, whatever else it sent.

    with_files: files that do not say whose they are come by their names; a campaign knows whose they are.
    """
    counted = {one_line(unit.row.who) for unit in summary.units()}
    found: dict[str, LeftOut] = {}
    for out in summary.left_out():
        who = one_line(out.unit) or (base_name(out.name) if with_files else "")
        if who and who not in counted:
            found[who] = out if who not in found or out.whose.state else found[who]
    if not found:
        put_text(document, ALL_COUNTED)
        return
    rows = [[who, out.whose.state, out.why] for who, out in islice(found.items(), MAX_LISTED)]
    put_table(document, Table("", ["单位（文件）", "情况", "原因"], rows, [12, 6, 18]))
    _put_more(document, len(found))


def _put_decisions(document: WordDocument, standing: Standing | None) -> None:
    decisions = standing.decisions if standing else ()
    heads = ["日期", "单位", "决定", "内容", "理由", "经办人"]
    rows = [[one_line(text) for text in decision] for decision in decisions[:MAX_LISTED]]
    put_table(document, Table("", heads, rows, [6, 8, 5, 6, 7, 4]))
    _put_more(document, len(decisions))


def _put_more(document: WordDocument, count: int) -> None:
    if count > MAX_LISTED:
        put_text(document, f"另有{count - MAX_LISTED}条，见汇总工作簿。")
