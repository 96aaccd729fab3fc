"""`xlgen fill`: a workbook filled from a data file."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_formulas, add_rows, add_scheme, output_file, scheme_of, scheme_of_data
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK
from xlgen.workbook.formula_style import FormulaStyle


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    add_scheme(parser)
    parser.arguments.add_argument("data", type=Path, metavar="数据.yaml", help="按 xlgen inputs 的骨架填好的数据")
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件或文件夹", help="写到哪里")
    add_rows(parser)
    add_formulas(parser)


def run(args: argparse.Namespace) -> int:
    """Write the workbook, and print its score by rule and what it still lacks."""
    from xlgen.files.atomic import save
    from xlgen.scheme.inputs import UNIT_NAME
    from xlgen.scoring.data_file import load_form_data
    from xlgen.scoring.form_score import score_form
    from xlgen.scoring.open_points import open_points
    from xlgen.workbook.build import build

    scheme = scheme_of(args)
    data = load_form_data(args.data, scheme)
    scheme = scheme_of_data(args, scheme, data)
    formulas = FormulaStyle(args.formulas)
    path = output_file(args.output, scheme, str(data.inputs.get(UNIT_NAME) or ""), formulas)
    save(path, build(scheme, data, formulas=formulas))
    score = score_form(scheme, data)
    scores = {key: row.score for indicator in score.indicators for key, row in indicator.rows.items()}
    missing = list(open_points(scheme, data, score, {**scores, **data.reported}))
    result = "还不能报送" if score.total is None else f"按规则 {score.total:.2f} 分，{score.grade}"
    reported = f"；{len(data.reported)} 项照单位自评的分数填写" if data.reported else ""
    say(f"已生成 {path}：{result}{reported}")
    for point in missing:
        say(str(point))
    return EXIT_FINDINGS if missing else EXIT_OK
