"""`xlgen package`: packages for the 主管部门 and back, and the sums of their units' forms."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.commands import Command
from xlgen.cli.execution import add_engine, executor_of, watched
from xlgen.cli.options import add_folder, add_schemes, refuse_other_than, scheme_file, schemes_of_returns
from xlgen.cli.output import complain, say, write
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, UsageError


def _add_out(parser: ChineseParser) -> None:
    parser.example = "xlgen package out 下发 -o 分发 --by 张三"
    add_folder(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="分发包写到哪个文件夹，一个主管部门一个")
    add("--by", default="", metavar="姓名", help="由谁分发，记入下发记录")
    what = "自己编的表样文件，一并装入，主管部门才能审核；可写多次"
    add("--scheme", action="append", default=[], type=Path, metavar="文件", help=what)


def _add_back(parser: ChineseParser) -> None:
    parser.example = "xlgen package back 下发 --returns 交回 -o 报送.zip"
    what = "分发包解压后的“下发”文件夹"
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help=what)
    add = parser.options.add_argument
    add("--returns", type=Path, required=True, metavar="路径", help="各单位交回的文件：文件夹或 .zip 压缩包")
    add("-o", "--output", type=Path, required=True, metavar="报送.zip", help="报送包写到哪个文件")
    add_schemes(parser)
    add_engine(parser)


def _add_merge(parser: ChineseParser) -> None:
    parser.example = "xlgen package merge 报送.zip --units 下发 -o 交回"
    parser.arguments.add_argument("paths", nargs="+", type=Path, metavar="报送包", help="主管部门交来的 .zip，可写多个")
    add = parser.options.add_argument
    add("--units", type=Path, required=True, metavar="文件夹", help="下发评分表的文件夹，其中有下发记录")
    what = "包里的文件放到哪个文件夹，一个主管部门一个；已有的文件不覆盖"
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help=what)
    add_schemes(parser)
    add_engine(parser)


def _add_rollup(parser: ChineseParser) -> None:
    parser.example = "xlgen package rollup 下发 --parent 某某局 -o 汇总表.xlsx"
    add_folder(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="汇总表.xlsx", help="写到哪个文件")
    add("--parent", default="", metavar="主管部门", help="哪个主管部门；在分发包里运行的不写")
    what = "填哪个表样，其中写有 rolls_up: true；不写则用下发的那一个"
    add("--scheme", default="", metavar="表样", help=what)


def _run_out(args: argparse.Namespace) -> int:
    from xlgen.campaign.tiers.handing_out import hand_out
    from xlgen.reports.package_lines import handed_out_lines

    absent_files = [path for path in args.scheme if not path.is_file()]
    if absent_files:
        raise UsageError(f"--scheme {absent_files[0]}：没有这个文件。请核对路径")
    done = hand_out(args.folder, args.output, args.by, args.scheme)
    say(*handed_out_lines(done))
    return EXIT_FINDINGS if done.absent else EXIT_OK


def _run_back(args: argparse.Namespace) -> int:
    from xlgen.campaign.tiers.handing_in import hand_in
    from xlgen.reports.package_lines import handed_in_lines

    done = hand_in(
        args.folder,
        args.returns,
        args.output,
        schemes=schemes_of_returns(args),
        executor=executor_of(args),
        progress=watched,
    )
    complain(*done.left_out)
    say(*handed_in_lines(done))
    if done.left_out:
        return EXIT_UNREADABLE
    return EXIT_OK if done.progress.complete and not done.absent else EXIT_FINDINGS


def _run_merge(args: argparse.Namespace) -> int:
    from xlgen.campaign.progress import RECEIVED
    from xlgen.campaign.tiers.merging import merge_packages
    from xlgen.reports.package_lines import merged_lines

    merged = merge_packages(
        args.paths,
        args.units,
        args.output,
        schemes=schemes_of_returns(args),
        executor=executor_of(args),
        progress=watched,
    )
    for package in merged:
        if package.refused:
            complain(f"没有并入：{package.refused}")
        else:
            say(*merged_lines(package))
    if any(package.refused for package in merged):
        return EXIT_UNREADABLE
    settled = all(unit.now.state in RECEIVED for package in merged for unit in package.units)
    return EXIT_OK if settled and not any(package.told for package in merged) else EXIT_FINDINGS


def _run_rollup(args: argparse.Namespace) -> int:
    from xlgen.campaign.tiers.rollup import form_of_sums, roll_up
    from xlgen.reports.package_lines import NOTHING_ROLLED_UP, rolled_up_lines

    refuse_other_than(".xlsx", args.output)
    scheme = form_of_sums(args.folder, scheme_file(args.scheme) if args.scheme else None)
    done = roll_up(args.folder, scheme, args.parent)
    if args.output.exists():
        raise UsageError(f"-o {args.output}：已有这个文件，不覆盖。请换一个文件名，或先移走它")
    say(*rolled_up_lines(done))
    if not done.included:
        complain(NOTHING_ROLLED_UP)
        return EXIT_FINDINGS
    write(args.output, done.workbook)
    return EXIT_FINDINGS if done.left_out or done.differing else EXIT_OK


COMMANDS: dict[str, Command] = {
    "out": (_add_out, _run_out, "按主管部门分包：下属单位的表、名单、下发记录各一份"),
    "back": (_add_back, _run_back, "主管部门用：把收回的表装成报送包"),
    "merge": (_add_merge, _run_merge, "把主管部门的报送包并入下发记录，不遗漏、不重复"),
    "rollup": (_add_rollup, _run_rollup, "把下属单位的数加起来，填进主管部门的表"),
}
