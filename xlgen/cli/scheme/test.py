"""`xlgen scheme test`: the cases of a scheme, each with what comes out otherwise than it expects."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_scheme, scheme_of
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen scheme test 深圳 用例.yaml"
    add_scheme(parser)
    what = "用例：填什么，应当得几分（写法见手册）"
    parser.arguments.add_argument("cases", type=Path, metavar="用例.yaml", help=what)


def run(args: argparse.Namespace) -> int:
    """Print a line for each case, and its differences below it."""
    from xlgen.authoring.cases import run_cases

    results = run_cases(scheme_of(args), args.cases)
    for result in results:
        say(f"{result.name}：{f'{len(result.differences)} 处不同' if result.differences else '相符'}")
        say(*(f"  {difference}" for difference in result.differences))
    differing = sum(bool(result.differences) for result in results)
    say(f"共 {len(results)} 个用例，{f'{differing} 个不同' if differing else '全部相符'}")
    return EXIT_FINDINGS if differing else EXIT_OK
