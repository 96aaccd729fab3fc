"""`xlgen review final`, `rectify`, `status` and `summary`: 定稿, what is put right, how far it is, what came of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_folder, add_schemes, day_given, refuse_other_than
from xlgen.cli.output import complain, say, write
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_by, add_unit, add_units, session, units
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def add_final(parser: ChineseParser) -> None:
    """Declare who signed, or why it is revoked."""
    parser.example = "xlgen review final 下发 --signed 张三 --signed 李四 --day 2026-05-31 --by 姓名"
    add_folder(parser)
    add = parser.options.add_argument
    add("--signed", action="append", default=[], metavar="姓名", help="签字的人，可写多次")
    add("--day", type=day_given, metavar="日期", help="签字的日期；不写则是今天")
    add("--revoke", default="", metavar="理由", help="撤销定稿，写明理由；与 --unit 同用")
    add_units(parser, "意见已处理的全部单位")
    add_by(parser, "由谁定稿或撤销")


def final(args: argparse.Namespace) -> int:
    """Settle, after which nothing changes but by revoking it; the exit code tells whether every unit was."""
    from xlgen.reviewing.deciding import reopen, settle
    from xlgen.reviewing.reviews import Stage

    with session(args) as opened:
        chosen = units(opened, args, Stage.RULED)
        if args.revoke:
            if not args.unit:
                raise UsageError("--revoke：请用 --unit 写明撤销哪个单位的")
            for review in chosen:
                reopen(opened, review, reason=args.revoke)
                say(f"已撤销定稿：{review.unit.who}")
            return EXIT_OK
        refused = 0
        for review in chosen:
            try:
                settle(opened, review, signers=args.signed, day=args.day or opened.today)
                say(f"已定稿：{review.unit.who}")
            except UsageError as error:
                if error.parameter != "unit":
                    raise
                refused += 1
                complain(str(error))
    if not chosen:
        say("没有可以定稿的：单位都回复、不同意见都处理了才能定稿")
    return EXIT_OK if chosen and not refused else EXIT_FINDINGS


def add_rectify(parser: ChineseParser) -> None:
    """Declare what is to be put right, or was."""
    parser.example = "xlgen review rectify 下发 --unit 甲局 --what 完善内控制度 --who 财务科 --due 2026-09-30 --by 姓名"
    add_folder(parser)
    add_unit(parser, required=False, otherwise="；不写则只列出整改清单")
    add = parser.options.add_argument
    add("--what", default="", metavar="事项", help="整改什么")
    add("--who", default="", metavar="责任人", help="由谁整改：责任科室或责任人")
    add("--due", type=day_given, metavar="日期", help="何时以前完成")
    add("--done", default="", metavar="序号", help="第几项已完成")
    add("--day", type=day_given, metavar="日期", help="哪天完成的；不写则是今天")
    add("-o", "--output", type=Path, metavar="整改清单.xlsx", help="整改清单写到哪个文件")
    add_by(parser, "由谁登记")
    add_schemes(parser)


def rectify(args: argparse.Namespace) -> int:
    """Enter something, then list what is to be put right; the exit code tells whether all was."""
    from xlgen.reviewing import deciding
    from xlgen.reviewing.rectification import NOTHING, rectification_book
    from xlgen.reviewing.reviews import reviews_of

    refuse_other_than(".xlsx", args.output)
    if not args.unit and (args.what or args.done):
        raise UsageError("--unit：请写明哪个单位")
    with session(args) as opened:
        today = opened.today
        if args.unit:
            review = opened.reviews.find(args.unit, args.project)
            if args.done:
                deciding.rectified(opened, review, args.done, day=args.day or today)
            else:
                deciding.rectify(opened, review, what=args.what, who=args.who, due=args.due or "")
        reviews = reviews_of(opened.record, today)
    found = [(review, item) for review in reviews.units.values() for item in review.rectifications]
    for review, each in found:
        until = f"完成于 {each.done}" if each.done else f"{each.due} 以前"
        say(f"{review.unit.who}　{each.number}　{each.what}　{each.who}　{until}　{each.state(today)}")
    if not found:
        say(NOTHING)
    if args.output is not None:
        write(args.output, rectification_book(reviews, reviews.progress.about, today))
    return EXIT_OK if all(each.done for _, each in found) else EXIT_FINDINGS


def add_status(parser: ChineseParser) -> None:
    """Declare the campaign."""
    parser.example = "xlgen review status 下发"
    add_folder(parser)


def status(args: argparse.Namespace) -> int:
    """Print the stage and the scores of each unit; the exit code tells whether all are settled."""
    from xlgen.reports.review_lines import stage_counts
    from xlgen.reviewing.deciding import what_lacks
    from xlgen.reviewing.reviews import Stage

    with session(args) as opened:
        reviews = list(opened.reviews.units.values())
    for review in reviews:
        first, last = review.first, review.last
        scores = ""
        if last is not None and last.total is not None:
            before = f"，初步 {first.total:.2f}" if first and first.total is not None and first is not last else ""
            scores = f"自评 {last.own_total or 0:.2f}{before}，复核 {last.total:.2f}　{last.grade}"
        lacking = what_lacks(review) if review.stage not in (Stage.DRAWN, Stage.OPENED) and not review.settled else ""
        said = [review.unit.form.code, review.unit.who, review.stage, scores, lacking, review.third_party]
        say("　".join(filter(None, said)))
    say("　".join(f"{label} {number}" for label, number in stage_counts(reviews).items()))
    settled = sum(review.settled is not None for review in reviews)
    return EXIT_OK if reviews and settled == len(reviews) else EXIT_FINDINGS


def add_summary(parser: ChineseParser) -> None:
    """Declare where the workbook goes."""
    parser.example = "xlgen review summary 下发 -o 复核汇总.xlsx"
    add_folder(parser)
    what = "复核汇总写到哪个文件"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="复核汇总.xlsx", help=what)
    add_schemes(parser)


def summary(args: argparse.Namespace) -> int:
    """Write the workbook to sign; the exit code tells whether every review has a result."""
    from xlgen.files.atomic import save
    from xlgen.reviewing.result import review_results
    from xlgen.reviewing.summary import review_numbers, summary_book

    refuse_other_than(".xlsx", args.output)
    with session(args) as opened:
        results = review_results(opened.scheme, opened.reviews)
        if not results:
            say("还没有抽取，没有可以汇总的")
            return EXIT_FINDINGS
        save(args.output, summary_book(results, opened.title, opened.about.bureau, opened.today))
    numbers = review_numbers(results)
    said = [f"已写出 {args.output}：抽取 {numbers.drawn}", f"已有结果 {numbers.reviewed}", f"已定稿 {numbers.settled}"]
    if numbers.mean is not None:
        said.append(f"自评平均 {numbers.own_mean:.2f}，复核平均 {numbers.mean:.2f}")
    say("，".join(said))
    return EXIT_OK if numbers.reviewed == numbers.drawn else EXIT_FINDINGS
