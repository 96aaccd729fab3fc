"""`xlgen inputs` and `fill`: everything a unit fills in as a YAML skeleton, and a workbook filled from it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xlgen.cli.options import add_formulas, add_rows, add_scheme, output_file, scheme_of, scheme_of_data
from xlgen.cli.output import say, write
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK
from xlgen.workbook.formula_style import FormulaStyle


def add_inputs(parser: ChineseParser) -> None:
    """Declare where the skeleton goes."""
    parser.example = "xlgen inputs 深圳 -o 数据.yaml"
    add_scheme(parser)
    parser.options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则显示在屏幕上")


def inputs(args: argparse.Namespace) -> int:
    """Print the skeleton, or write it into a file."""
    from xlgen.scoring.data_file import skeleton

    text = skeleton(scheme_of(args))
    if args.output is None:
        sys.stdout.write(text)
    else:
        write(args.output, text.encode("utf-8"))
    return EXIT_OK


def add_fill(parser: ChineseParser) -> None:
    """Declare the data, and where the workbook goes."""
    parser.example = "xlgen fill 深圳 数据.yaml -o 评分表.xlsx"
    add_scheme(parser)
    parser.arguments.add_argument("data", type=Path, metavar="数据.yaml", help="按 xlgen inputs 的骨架填好的数据")
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件或文件夹", help="写到哪里")
    add_rows(parser)
    add_formulas(parser)


def fill(args: argparse.Namespace) -> int:
    """Write the workbook, and print its score by rule and what it still lacks."""
    from xlgen.api import build, read_data, score
    from xlgen.scheme.inputs import UNIT_NAME

    scheme = scheme_of(args)
    data = read_data(args.data, scheme)
    scheme = scheme_of_data(args, scheme, data)
    path = output_file(args.output, scheme, str(data.inputs.get(UNIT_NAME) or ""), data, FormulaStyle(args.formulas))
    build(scheme, data, formulas=args.formulas).save(path)
    by_rule = score(scheme, data)
    ready = "可以报送" if by_rule.complete and not scheme.scored else "还不能报送"
    result = ready if by_rule.total is None else f"按规则 {by_rule.total:.2f} 分，{by_rule.grade}"
    reported = f"；{len(data.reported)} 项照单位自评的分数填写" if data.reported else ""
    say(f"已生成 {path}：{result}{reported}")
    for point in by_rule.open_points:
        say(str(point))
    return EXIT_OK if by_rule.complete else EXIT_FINDINGS
