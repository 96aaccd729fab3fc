"""Demo: blank workbooks of all schemes, and the forms of published units, filled in and scored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from xlgen.files.atomic import save
from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.load import load_scheme
from xlgen.scheme.yaml_file import read_file
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.compare import Comparison, compare
from xlgen.submissions.read import open_workbook, read_returned
from xlgen.workbook.build import build


def main(folder: Path) -> None:
    """Write all workbooks into the folder and print published scores next to those by rule."""
    console = Console()
    written: list[Path] = []
    headings = "表样", "公布总分", "表中总分", "按规则总分", "与规则不符的指标"
    summary = Table(*headings, title="公布的总分与按规则计算的总分")
    for name in scheme_files():
        scheme = load_scheme(name)
        blank = folder / "空白表" / f"{scheme.year}年度_{scheme.name}.xlsx"
        save(blank, build(scheme))
        data = SAMPLES / name / "inputs.yaml"
        if not data.is_file():
            continue
        filled = folder / "已填表" / f"{scheme.year}年度_{scheme.name}.xlsx"
        save(filled, build(scheme, load_form_data(data, scheme)))
        workbook, identity = open_workbook(filled)
        comparison = compare(scheme, read_returned(workbook, scheme, filled), identity.unit)
        written += [filled, blank]
        if not (SAMPLES / name / "published.yaml").is_file():
            continue
        published = read_file(SAMPLES / name / "published.yaml").data
        console.print(_table(comparison, published))
        differences = "；".join(
            f"{name}（公布 {_shown(shown)}，按规则 {_shown(by_rule)}）"
            for name, by_rule, shown in comparison.differing_rows
        )
        totals = (published["total"], comparison.returned.total or 0.0, comparison.by_rule.total or 0.0)
        summary.add_row(name, *(f"{total:.2f}" for total in totals), differences or "无")
    console.print(summary)
    console.print("已填表照单位公布的分数填写：与规则不符的得分是单位自己填的数，不是公式算出的。先打开这些文件看看：")
    for file in written:
        console.print(f"  {file}", soft_wrap=True)


def _table(comparison: Comparison, published: dict[str, Any]) -> Table:
    scheme = comparison.by_rule.scheme
    table = Table("指标", "分值", "公布", "按规则", "", title=f"{published['unit']}　{scheme.year}年度　{scheme.name}")
    for score in comparison.by_rule.indicators:
        for key, row in score.rows.items():
            note = "" if comparison.row_agrees(score, key) else "不一致"
            table.add_row(row.name, f"{row.points:g}", _shown(published["scores"][key]), _shown(row.score), note)
    return table


def _shown(score: float | None) -> str:
    return "待填" if score is None else f"{score:.2f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
