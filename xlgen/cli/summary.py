"""`xlgen summary`: the scores of all units in one workbook, ready to hand up."""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.campaign.returns import entries_of, is_record, record_of, year_of
from xlgen.cli.execution import engine_of, watched
from xlgen.cli.parser import ChineseParser
from xlgen.cli.validate import checking_of, files_of, refuse_inside, take_files
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, UsageError

if TYPE_CHECKING:
    from xlgen.summary.database import Summary

MAX_LISTED = 100
"""So many of each kind are named where all are written down."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    take_files(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="汇总.xlsx", help="汇总写到哪个文件")
    what = "下发的文件夹：照下发记录，一个单位只计入一份（最近通过的），核对过的不再核对"
    add("--units", type=Path, metavar="文件夹", help=what)
    add("--include-failed", action="store_true", help="有错误的表也计入，并在备注中注明")


def run(given: argparse.Namespace) -> int:
    """Check, sum up, write; the exit code says the worst."""
    from xlgen.summary.database import summed_up

    if given.output.suffix.lower() != ".xlsx" or given.output.is_dir():
        raise UsageError(f"{given.output}：汇总只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名")
    refuse_inside(given, "--output", given.output)
    if given.units is not None and not is_record(given.units):
        raise UsageError(f"--units {given.units}：请写下发评分表的文件夹，或其中的下发记录")
    engine, found = engine_of(given), files_of(given).workbooks
    with record_of(given.units) as record:
        checking = checking_of(given.scheme, year_of(record))
        entries = entries_of(record, checking, engine, found, given.include_failed, watched)
        with summed_up(entries) as summary:
            return _said(summary, _written(given, summary))


def _written(given: argparse.Namespace, summary: Summary) -> bool:
    """Write the summary, if there is anything to sum up."""
    from xlgen.scheme.load import load_scheme
    from xlgen.summary.book import write_summary
    from xlgen.summary.database import MixedFormsError

    try:
        form = summary.form
    except MixedFormsError as error:
        raise UsageError(str(error)) from error
    if form is None:
        sys.stderr.write("没有可以汇总的表，什么也没有写。请按所列原因处理，或加 --include-failed\n")
        return False
    lists = write_summary(given.output, load_scheme(given.scheme or form.scheme, int(form.year)), summary)
    sys.stdout.write(f"已写出 {given.output}：{summary}\n")
    for each in lists:
        sys.stdout.write(f"已写出 {each}：每份一行，工作表放不下，可用 Excel 打开\n")
    return True


def _said(summary: Summary, written: bool) -> int:
    """Say what is left out and what is there twice; what is written down need not be said to the end."""
    most = MAX_LISTED if written else None
    for each in islice(summary.left_out(), most):
        sys.stdout.write(f"未计入：{each.name}　{each.why}\n")
    if most is not None and summary.not_counted > most:
        sys.stdout.write(f"未计入的还有 {summary.not_counted - most} 份，见工作表“未计入”\n")
    twice = summary.twice()
    for unit in islice(twice, most):
        sys.stdout.write(f"重复报送：{unit}，各份都已计入；请删去多余的，再汇总一次\n")
    more = sum(1 for _ in twice)
    if more:
        sys.stdout.write(f"重复报送的还有 {more} 个单位，“备注”栏都已注明\n")
    if not summary.readable:
        return EXIT_UNREADABLE
    return EXIT_OK if summary.clean else EXIT_FINDINGS
