"""A comparison as a table in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from xlgen.scheme.model import Adjustment, Group
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.status import Status
from xlgen.submissions.compare import Comparison


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print every indicator, level and the total: by rule, and as the workbook shows them."""
    scheme = comparison.by_rule.scheme
    title = f"{comparison.unit or '（未填单位）'}　{scheme.year}年度　{scheme.name}"
    table = Table(title=escape(title), title_justify="left")
    table.add_column("指标")
    for heading in ("分值", "按规则", "表中"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for group in scheme.groups:
        _group(table, comparison, group, 0)
    for each in comparison.by_rule.indicators:
        if isinstance(each.indicator, Adjustment):
            _indicator(table, comparison, each, "")
    table.add_section()
    total, reported = comparison.by_rule.total, comparison.returned.total
    note = "" if comparison.total_agrees else "不一致"
    table.add_row("总分", f"{scheme.points:g}", _shown(total), _shown(reported), note, style="bold")
    grade, shown = comparison.by_rule.grade or Status.MISSING, comparison.returned.grade or ""
    table.add_row("等次", "", grade, shown, "", style="bold")
    console.print(table)
    _findings(console, comparison)


def _group(table: Table, comparison: Comparison, group: Group, depth: int) -> None:
    subtotal = comparison.by_rule.of_group(group)
    ids = {leaf.id for leaf in group.leaves()}
    shown = [comparison.reported(each) for each in comparison.by_rule.indicators if each.indicator.id in ids]
    reported = None if None in shown else sum(value for value in shown if value is not None)
    indent = "  " * depth
    name = indent + escape(group.name)
    table.add_row(
        name, f"{comparison.by_rule.points_of_group(group):g}", _shown(subtotal), _shown(reported), "", style="bold"
    )
    for child in group.groups:
        _group(table, comparison, child, depth + 1)
    for each in comparison.by_rule.indicators:
        if each.indicator.id in {leaf.id for leaf in group.indicators}:
            _indicator(table, comparison, each, indent + "  ")


def _indicator(table: Table, comparison: Comparison, score: IndicatorScore, indent: str) -> None:
    agrees = comparison.agrees(score)
    note = "" if agrees else "不一致"
    if not score.complete:
        note = f"{Status.MISSING} {len(score.open)} 处"
    name, points = indent + escape(score.indicator.name), f"{score.points:g}"
    style = "" if agrees and score.complete else "yellow"
    table.add_row(name, points, _shown(score.score), _shown(comparison.reported(score)), note, style=style)
    if score.indicator.expansion is not None:
        for key, row in score.rows.items():
            note = "" if comparison.row_agrees(score, key) else "不一致"
            shown = _shown(comparison.returned.reported[key])
            table.add_row(f"{indent}  {escape(row.name)}", f"{row.points:g}", _shown(row.score), shown, note)


def _shown(score: float | None) -> str:
    return Status.MISSING if score is None else f"{score:.2f}"


def _findings(console: Console, comparison: Comparison) -> None:
    for name, by_rule, shown in comparison.differing_rows:
        console.print(f"不一致：{escape(name)}，按规则 {_points(by_rule)}，表中 {_points(shown)}", soft_wrap=True)
    if not comparison.total_agrees:
        compared = f"按规则 {_points(comparison.by_rule.total)}，表中 {_points(comparison.returned.total)}"
        console.print(f"不一致：总分，{compared}", soft_wrap=True)
    for point in comparison.open:
        console.print(escape(str(point)), soft_wrap=True)
    if comparison.clean:
        console.print("全部一致：数据填齐，各项得分、总分与评分标准相符")


def _points(score: float | None) -> str:
    return "没有分数" if score is None else f"{score:.2f} 分"
