"""`xlgen review ask`, `answer` and `rule`: 征求单位意见, what units say, and whether it is adopted."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_folder, add_schemes, day_given
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_unit, add_units, say_written, session, units
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError
from xlgen.files.storage import parse_location

OPINIONS = ("同意", "不同意")
RULINGS = ("采纳", "不采纳")


def add_ask(parser: ChineseParser) -> None:
    """Declare where the workbooks go."""
    parser.example = "xlgen review ask 下发 -o 征求意见 --until 2026-05-20 --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="征求意见表写到哪个文件夹，已有的不覆盖")
    add("--until", type=day_given, metavar="日期", help="请单位在哪天以前回复")
    add_units(parser, "已有初步意见、还没有征求意见的全部单位")
    add_by(parser, "由谁征求意见")
    add_schemes(parser)


def ask(args: argparse.Namespace) -> int:
    """Write 征求意见表 and enter that the units were asked."""
    from xlgen.reviewing.asking import ask_units
    from xlgen.reviewing.reviews import Stage

    with session(args) as opened:
        chosen = units(opened, args, Stage.FIRST)
        done = ask_units(opened, chosen, args.output, args.until or "")
    if not chosen:
        say("没有要征求意见的单位。要再征求一次的，写 --unit")
    return say_written(done)


def add_answer(parser: ChineseParser) -> None:
    """Declare the workbooks, or what is entered by hand."""
    parser.example = "xlgen review answer 下发 征求意见 --by 姓名"
    add_folder(parser)
    what = "单位填好的征求意见表：文件、文件夹或压缩包；没有表、来函来电的，不写，改写 --unit 和 --value"
    parser.arguments.add_argument("paths", nargs="*", type=parse_location, metavar="路径", help=what)
    add_unit(parser, required=False)
    add = parser.options.add_argument
    add("--value", default="", choices=OPINIONS, metavar="意见", help="、".join(OPINIONS))
    add("--row", default="", metavar="指标", help="对哪一项指标；不写则是总体意见")
    add("--reason", default="", metavar="理由", help="不同意的理由；逾期未回复的，登记为同意，写明缘由")
    add_by(parser, "由谁登记")
    add_schemes(parser)


def answer(args: argparse.Namespace) -> int:
    """Enter the opinions; the exit code tells whether all workbooks were in order."""
    from xlgen.reports.review_lines import answered_line
    from xlgen.reviewing import deciding
    from xlgen.reviewing.opinion import take_answers

    if bool(args.paths) == bool(args.unit):
        raise UsageError("写征求意见表的路径，或写 --unit 和 --value，写一样")
    with session(args) as opened:
        if args.unit:
            if args.value not in OPINIONS:
                raise UsageError("--value：请写 同意 或 不同意")
            review = opened.reviews.find(args.unit, args.project)
            agrees = args.value == OPINIONS[0]
            event = deciding.answer(opened, review, agrees, reason=args.reason, row=args.row)
            say(f"已记入：{review.unit.who}　{event.value}")
            return EXIT_OK
        taken = take_answers(opened, args.paths)
    for result in taken:
        (say if result.events else complain)(answered_line(result))
        complain(*(f"　　{told}" for told in result.objections))
    return EXIT_OK if all(result.events for result in taken) else EXIT_FINDINGS


def add_rule(parser: ChineseParser) -> None:
    """Declare what is adopted or not."""
    parser.example = "xlgen review rule 下发 --unit 甲局 --row 预算执行率 --value 采纳 --reason 补了决算 --by 姓名"
    add_folder(parser)
    add_unit(parser)
    add = parser.options.add_argument
    add("--row", default="", metavar="指标", help="单位不同意的哪一项指标；不写则是总体意见")
    add("--value", required=True, choices=RULINGS, metavar="处理", help="、".join(RULINGS))
    add("--reason", default="", metavar="理由", help="采纳与否的理由")
    add_by(parser, "由谁决定")


def rule(args: argparse.Namespace) -> int:
    """Enter whether what a unit objects to is adopted."""
    from xlgen.reviewing import deciding

    with session(args) as opened:
        review, adopted = opened.reviews.find(args.unit, args.project), args.value == RULINGS[0]
        event = deciding.rule(opened, review, adopted, reason=args.reason, row=args.row)
    say(f"已记入：{review.unit.who}　{event.value}")
    if adopted:
        say("采纳的，请在底稿上改正，用 xlgen review take 再收一次")
    return EXIT_OK
