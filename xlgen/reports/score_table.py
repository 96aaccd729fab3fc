"""A comparison of scores as a table in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from xlgen.scheme.model import Adjustment, Group
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.status import Status
from xlgen.submissions.compare import Comparison
from xlgen.text import display_text


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print the scores of indicators, levels and the total: by rule, and as shown in the workbook."""
    scheme = comparison.by_rule.scheme
    title = f"{comparison.unit or '（未填单位）'}　{scheme.year}年度　{scheme.name}"
    table = Table(title=escape(title), title_justify="left")
    table.add_column("指标")
    for heading in ("分值", "按规则", "表中"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for group in scheme.groups:
        _add_group(table, comparison, group, 0)
    for score in comparison.by_rule.indicators:
        if isinstance(score.indicator, Adjustment):
            _add_indicator(table, comparison, score, "")
    table.add_section()
    total, reported = comparison.by_rule.total, comparison.returned.total
    note = "" if comparison.total_agrees else "不一致"
    table.add_row("总分", f"{scheme.points:g}", _score_text(total), _score_text(reported), note, style="bold")
    grade, shown = comparison.by_rule.grade or Status.MISSING, comparison.returned.grade or ""
    table.add_row("等次", "", grade, shown, "", style="bold")
    console.print(table if scheme.scored else f"{escape(title)}：这张表不计分")
    if comparison.by_rule.total_note:
        console.print(f"总分：{escape(comparison.by_rule.total_note)}", soft_wrap=True)
    _print_differences(console, comparison)


def _add_group(table: Table, comparison: Comparison, group: Group, depth: int) -> None:
    subtotal = comparison.by_rule.of_group(group)
    ids = {leaf.id for leaf in group.leaves()}
    shown = [comparison.reported(score) for score in comparison.by_rule.indicators if score.indicator.id in ids]
    reported = None if None in shown else sum(value for value in shown if value is not None)
    indent = "  " * depth
    name = indent + escape(group.name)
    table.add_row(
        name,
        f"{comparison.by_rule.points_of_group(group):g}",
        _score_text(subtotal),
        _score_text(reported),
        "",
        style="bold",
    )
    for child in group.groups:
        _add_group(table, comparison, child, depth + 1)
    for score in comparison.by_rule.indicators:
        if score.indicator.id in {leaf.id for leaf in group.indicators}:
            _add_indicator(table, comparison, score, indent + "  ")


def _add_indicator(table: Table, comparison: Comparison, score: IndicatorScore, indent: str) -> None:
    agrees = comparison.agrees(score)
    note = "" if agrees else "不一致"
    if not score.complete:
        note = f"{Status.MISSING} {len(score.open)} 处"
    name, points = indent + escape(score.indicator.name), f"{score.points:g}"
    style = "" if agrees and score.complete else "yellow"
    table.add_row(name, points, _score_text(score.score), _score_text(comparison.reported(score)), note, style=style)
    if score.indicator.expansion is not None:
        for key, row in score.rows.items():
            note = "" if comparison.row_agrees(score, key) else "不一致"
            shown = _score_text(comparison.returned.reported[key])
            table.add_row(
                f"{indent}  {escape(display_text(row.name))}", f"{row.points:g}", _score_text(row.score), shown, note
            )


def _score_text(score: float | None) -> str:
    return Status.MISSING if score is None else f"{score:.2f}"


def _print_differences(console: Console, comparison: Comparison) -> None:
    for name, by_rule, shown in comparison.differing_rows:
        console.print(
            f"不一致：{escape(name)}，按规则 {_points_text(by_rule)}，表中 {_points_text(shown)}", soft_wrap=True
        )
    if not comparison.total_agrees:
        compared = f"按规则 {_points_text(comparison.by_rule.total)}，表中 {_points_text(comparison.returned.total)}"
        console.print(f"不一致：总分，{compared}", soft_wrap=True)
    for point in comparison.open:
        console.print(escape(str(point)), soft_wrap=True)
    if comparison.clean:
        console.print("全部一致：数据填齐，各项得分、总分与评分标准相符")


def _points_text(score: float | None) -> str:
    return "没有分数" if score is None else f"{score:.2f} 分"
