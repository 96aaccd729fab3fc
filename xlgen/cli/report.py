"""`xlgen report`: Word documents of what a form, a check or a campaign says."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.commands import Command
from xlgen.cli.execution import executor_of, watched
from xlgen.cli.options import add_folder, add_path_arguments, add_schemes, refuse_inside, schemes_of_returns
from xlgen.cli.output import complain, say, say_each
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import session
from xlgen.cli.summary import add_summing_up
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError


def _add_self(parser: ChineseParser) -> None:
    parser.example = "xlgen report self 评分表.xlsx -o 自评报告.docx"
    what = "填好的评分表：文件、文件夹或 .zip 压缩包，可写多个"
    parser.arguments.add_argument("paths", nargs="+", type=Path, metavar="路径", help=what)
    what = "初稿写到哪个文件夹，一份表一份 .docx；只有一份表的，也可以写 .docx 文件名。已有的文件不覆盖"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件夹", help=what)
    add_schemes(parser)


def _add_opinion(parser: ChineseParser) -> None:
    parser.example = "xlgen report opinion 交回 --units 下发 -o 审核意见表"
    add_path_arguments(parser)
    add = parser.options.add_argument
    what = "下发的文件夹：照下发记录，写有效的那一份的意见，并记下结果；或应报送单位名单。几种表的可写多次"
    add("--units", action="append", default=[], type=Path, metavar="名单", help=what)
    add("-o", "--output", type=_folder, required=True, metavar="文件夹", help="写到哪个文件夹，上次写的会被替换")


def _folder(text: str) -> Path:
    """A folder for many documents. Raises argparse's error where a file is meant."""
    folder = Path(text)
    if folder.suffix.lower() == ".docx" and not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text}：一个单位一份文档，请写一个文件夹，不写 .docx 文件名")
    return folder


def _run_opinion(args: argparse.Namespace) -> int:
    from xlgen.campaign.validation import validate_returns
    from xlgen.reports.word.opinion import write_opinions

    refuse_inside(args, "-o", args.output)
    result = validate_returns(
        args.paths,
        roster=args.units,
        schemes=schemes_of_returns(args),
        executor=executor_of(args),
        progress=watched,
    )
    done = write_opinions(result, args.output)
    for line in done.without:
        complain(f"没有写审核意见表：{line}。它的文件不在所给的里面，或还没有定哪一份有效")
    say(f"已写出 {len(done.files)} 份审核意见表和消息：{done.messages}")
    return EXIT_OK if result.clean and not done.without else EXIT_FINDINGS


def _add_summary(parser: ChineseParser) -> None:
    parser.example = "xlgen report summary 交回 --units 下发 -o 汇总报告.docx"
    add_summing_up(parser)
    what = "写到哪个 .docx；有几种表的，各写一份，文件名后加表名"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="汇总报告.docx", help=what)


def _run_summary(args: argparse.Namespace) -> int:
    from xlgen.campaign.summarizing import summarize_returns
    from xlgen.reports.word.summary_report import write_summary_reports

    if args.output.suffix.lower() != ".docx" or args.output.is_dir():
        raise UsageError(f"-o {args.output}：汇总报告只能写成 .docx 文件。请改用 .docx 结尾的文件名")
    refuse_inside(args, "-o", args.output)
    with summarize_returns(
        args.paths,
        campaign=args.units,
        schemes=schemes_of_returns(args),
        include_failed=args.include_failed,
        last_year=args.last_year,
        executor=executor_of(args),
        progress=watched,
    ) as result:
        if not result.parts:
            complain("没有可以汇总的表，什么也没有写。请先用 xlgen summary 看看为什么")
            return EXIT_FINDINGS
        for file, summary in write_summary_reports(args.output, result.parts):
            say(f"已写出 {file}：{summary}")
        return EXIT_OK if result.summary.clean else EXIT_FINDINGS


def _add_review(parser: ChineseParser) -> None:
    parser.example = "xlgen report review 下发 -o 复核文书"
    add_folder(parser)
    what = "写到哪个文件夹，上次写的会被替换"
    parser.options.add_argument("-o", "--output", type=_folder, required=True, metavar="文件夹", help=what)
    add_schemes(parser)


def _run_review(args: argparse.Namespace) -> int:
    from xlgen.reports.word.review_report import write_review_documents
    from xlgen.reviewing.result import review_results

    with session(args) as opened:
        results, reviews, today = review_results(opened.scheme, opened.reviews), opened.reviews, opened.today
    drawings = [drawing for _, drawing in reviews.drawings]
    done = write_review_documents(results, drawings, reviews.taken_out, args.output, today)
    say(f"已写出 {done.report}，和复核意见 {len(done.opinions)} 份")
    for line in done.without:
        complain(f"没有写复核意见：{line}，还没有复核结果")
    return EXIT_FINDINGS if done.without else EXIT_OK


def _run_self(args: argparse.Namespace) -> int:
    from xlgen.reports.word.self_report import write_self_reports

    refuse_inside(args, "-o", args.output)
    return say_each(write_self_reports(args.paths, args.output, schemes=schemes_of_returns(args)), "初稿")


COMMANDS: dict[str, Command] = {
    "self": (_add_self, _run_self, "由填好的评分表写自评报告的初稿，照规定的提纲；须由人写的地方标【待填】"),
    "opinion": (_add_opinion, _run_opinion, "审核意见表，一个单位一份，可签字；另写可粘贴到 QQ、微信、OA 的消息"),
    "summary": (
        _add_summary,
        _run_summary,
        "汇总报告：报送情况、得分和名次、薄弱指标、扣分原因、未计入的，数与汇总相同",
    ),
    "review": (_add_review, _run_review, "财政复核报告，和给各单位的复核意见（征求意见稿、定稿）"),
}
