"""The command line: assembles the commands and turns every error into one sentence and an exit code.

Exit codes: 0 fine, 1 findings or incomplete, 2 cannot read or write, 3 broken scheme or wrong usage. Heavy imports
wait inside the commands until one runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from xlgen import __version__
from xlgen.cli import (
    addin,
    decide,
    desk,
    fill,
    guide,
    manual,
    new,
    package,
    public,
    repair,
    report,
    review,
    scheme,
    schemes,
    score,
    status,
    summary,
    validate,
)
from xlgen.cli.commands import Command, Run, add_commands, group
from xlgen.cli.messages import complaint
from xlgen.cli.output import complain
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_UNREADABLE, XlgenError
from xlgen.files.atomic import failure_sentence

COMMANDS: dict[str, Command] = {
    "schemes": (schemes.add_list, schemes.show, "列出现有的表样"),
    "new": (new.add_options, new.run, "下发：生成空白的年度评分表，一份，或名单上每个单位一份"),
    "inputs": (fill.add_inputs, fill.inputs, "列出一个表样要填的全部数据（YAML 骨架）"),
    "fill": (fill.add_fill, fill.fill, "用数据文件填好一份评分表"),
    "score": (score.add_options, score.run, "按规则重新计分，与表中的分数对照"),
    "validate": (validate.add_options, validate.run, "审核（核对）交回的全部评分表，写出问题清单和退回意见"),
    "repair": (
        repair.add_options,
        repair.run,
        "把损坏的评分表（插删过行列的、旧版 .xls 等）里的内容转入一份新表",
    ),
    "status": (status.add_options, status.run, "下发和报送的进度：谁还没有报，谁的被退回"),
    "decide": (
        decide.add_options,
        decide.run,
        "记下决定：哪一份有效、撤销接收、延期、要件、联系经过等，写明谁、为什么",
    ),
    "desk": (desk.add_options, desk.run, "打开工作台：在浏览器里下发、收表、审核、催报，只在本机使用"),
    "package": group(package.COMMANDS, "两级收表：按主管部门分包下发、装包报送、并入记录、汇总下属单位的数"),
    "review": group(review.COMMANDS, "财政复核：抽取、复核底稿、征求单位意见、定稿、整改"),
    "summary": (summary.add_options, summary.run, "汇总交回的评分表：各单位得分和排名、各项指标的分析和图表"),
    "public": (public.add_options, public.run, "评分表的公开版：只有印出的表，都是数值，没有填报区、公式、联系电话"),
    "report": group(report.COMMANDS, "写 Word 文档：自评报告初稿等，按公文的版式"),
    "addin": group(addin.COMMANDS, "在 Excel、WPS 等软件里直接使用计分函数：安装、检查、自检"),
    "lint": (schemes.add_lint, schemes.check, "检查表样文件，并列出其中的勘误和推定"),
    "diff": (schemes.add_diff, schemes.compare, "说明两个表样有哪些不同"),
    "scheme": group(scheme.COMMANDS, "编写表样：起草、审签、预览、用例、编辑器的提示"),
    "manual": (manual.add_options, manual.run, "打开使用手册"),
    "help": (guide.add_options, guide.run, "说明能做什么，或一个命令怎样用"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; no traceback for what a user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows ? instead of failing
    words = sys.argv[1:] if arguments is None else arguments
    code = _exit_code(words or ["help"])
    if not words and sys.stdin.isatty() and sys.stdout.isatty():
        code = guide.offer_desk(lambda: _exit_code(["desk"]))
    raise SystemExit(code)


def _exit_code(words: Sequence[str]) -> int:
    try:
        args = build_parser().parse(words)
        run: Run = args.command
        return run(args)
    except XlgenError as error:
        complain(*complaint(error).split("\n"))
        return error.exit_code
    except OSError as error:
        complain(failure_sentence(error))
        return EXIT_UNREADABLE
    except KeyboardInterrupt:
        complain("已中止，没有留下写了一半的文件。要接着做，请再运行同一条命令")
        return EXIT_FINDINGS


def build_parser() -> ChineseParser:
    """The parser of the whole command line."""
    parser = ChineseParser("xlgen", "生成自动计分的绩效自评表，并审核交回的表。")
    parser.set_defaults(parser=parser)
    parser.options.add_argument("--version", action="version", version=f"xlgen {__version__}", help="显示版本")
    add_commands(parser, COMMANDS)
    return parser
