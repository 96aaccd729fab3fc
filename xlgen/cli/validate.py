"""`xlgen validate`: everything that came back, checked in one go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.campaign.returns import checked_by, now, record_of, roster_of, scheme_of, submitted, superseded, year_of
from xlgen.cli.execution import engine_of, take_engine, watched
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, UsageError
from xlgen.files.storage import Location, is_inside, located

if TYPE_CHECKING:
    from xlgen.campaign.record import CampaignRecord
    from xlgen.execution.executor import Executor
    from xlgen.roster.roster import Roster
    from xlgen.roster.unit import Unit
    from xlgen.submissions.batch import ValidationReport
    from xlgen.submissions.file_check import FileChecker
    from xlgen.submissions.sources import Source, Sources
    from xlgen.submissions.validate import FileReport


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    take_files(parser)
    add = parser.options.add_argument
    what = "应报送单位名单（.csv 或 .xlsx，有“单位名称”一列）；写下发的文件夹，就照下发记录核对，并记下结果"
    add("--units", type=Path, metavar="名单", help=what)
    add("--year", type=int, metavar="年度", help="本次应报的年度；不写则不核对年度")
    add("--json", type=Path, metavar="文件", help="结果写成 JSON，供其他程序读取")
    add("--html", type=Path, metavar="文件", help="结果写成网页，可筛选、可打印")
    add("--xlsx", type=Path, metavar="文件", help="结果写成工作簿，可筛选")
    add("--feedback", type=located, metavar="文件夹", help="为每份要退回的表写一份批注副本和退回修改意见")


def take_files(parser: ChineseParser) -> None:
    """Declare which files are checked and how: the same for every command on what came back."""
    what = "交回的评分表：文件、文件夹（连同其中的各级文件夹）或 .zip 压缩包，可写多个；也可以是 s3:// 等地址"
    parser.arguments.add_argument("paths", nargs="+", type=located, metavar="路径", help=what)
    parser.options.add_argument("--scheme", default="", metavar="方案", help="方案文件；随附的方案不必写")
    take_engine(parser)


def run(given: argparse.Namespace) -> int:
    """Check, print, write what was asked for; the exit code says the worst."""
    from rich.console import Console

    from xlgen.reports.terminal import print_report
    from xlgen.submissions.batch import combine_reports

    _refuse(given)
    engine, sources = engine_of(given), files_of(given)
    with record_of(given.units) as record:
        roster = _roster(given.units) if record is None else roster_of(record)
        checking = checking_of(given.scheme, year_of(record, given.year))
        checked = checked_by(record, checking, engine, sources.workbooks, watched)
        reports = [each.report for each in checked]
        result = combine_reports(reports, sources.skipped, roster, recorded=record is not None)
        due = list(zip(result.reports, sources.workbooks, strict=True))
        if record is not None:
            taken_down = _take_down(record, due)
            result = replace(result, missing=_missing(record, result))
            here = roster_of(record)
            due = [each for each in due if not superseded(record, here, each[0])]
    print_report(Console(), result, written=any((given.json, given.html, given.xlsx)))
    _write(given, result)
    if record is not None:
        others = (
            f"；另外 {len(reports) - taken_down} 份读不出，或不是这次下发给名单上单位的"
            if taken_down < len(reports)
            else ""
        )
        sys.stdout.write(f"已记入 {record.path}：{taken_down} 份{others}\n")
    complete = given.feedback is None or _answer(given.feedback, due, checking, engine)
    if result.unread or not complete:
        return EXIT_UNREADABLE
    return EXIT_OK if result.clean else EXIT_FINDINGS


def _refuse(given: argparse.Namespace) -> None:
    """What cannot be meant is refused before anything is checked."""
    from xlgen.scheme.model import YEARS

    if given.year is not None and given.year not in YEARS:
        raise UsageError(f"--year 应当是 {YEARS[0]} 至 {YEARS[-1]} 的年度，写的却是 {given.year}")
    for option, target in (("--json", given.json), ("--html", given.html), ("--xlsx", given.xlsx)):
        if target is not None and target.is_dir():
            raise UsageError(f"{option} {target}：是文件夹。请写一个文件名")
    if isinstance(given.feedback, Path) and given.feedback.exists() and not given.feedback.is_dir():
        raise UsageError(f"--feedback {given.feedback}：是文件。请写一个文件夹")
    for option, target in (("--xlsx", given.xlsx), ("--feedback", given.feedback)):
        refuse_inside(given, option, target)


def refuse_inside(given: argparse.Namespace, option: str, target: Location | None) -> None:
    """Nothing is written among what is checked: the next run would take it for something that a unit returned."""
    inside = [path for path in given.paths if target is not None and is_inside(target, path)]
    if inside:
        raise UsageError(f"{option} {target}：在要核对的文件夹 {inside[0]} 之中。请写到别的文件夹")


def files_of(given: argparse.Namespace) -> Sources:
    """The files that are checked; what cannot be meant is refused before."""
    from xlgen.scheme.load import load_scheme
    from xlgen.submissions.sources import NothingToCheckError, find_sources

    if given.scheme:
        load_scheme(given.scheme)  # raises where it cannot be used
    try:
        return find_sources(given.paths)
    except NothingToCheckError as error:
        raise UsageError(str(error)) from error


def checking_of(scheme: str, year: int | None) -> FileChecker:
    """How files are checked, in whichever process: in another folder, or one that knew the scheme as it was."""
    from xlgen.scheme.load import load_scheme, name_anywhere, scheme_fingerprint
    from xlgen.submissions.file_check import FileChecker

    return FileChecker(name_anywhere(scheme), year, scheme and scheme_fingerprint(load_scheme(scheme)))


def _roster(path: Path | None) -> Roster | None:
    from xlgen.roster.roster import read_roster
    from xlgen.roster.roster_file import RosterError
    from xlgen.xlsx.read.unreadable import UnreadableError

    try:
        return None if path is None else read_roster(path)
    except (RosterError, UnreadableError) as error:
        raise UsageError(f"单位名单不能使用：\n{error}") from error


def _take_down(record: CampaignRecord, checked: Sequence[tuple[FileReport, Source]]) -> int:
    """Write into the record what became of each form of its units; how many there are."""
    roster, scheme, time = roster_of(record), scheme_of(record), now()
    found = [each for report, source in checked if (each := submitted(report, source, roster, scheme, time))]
    record.submitted(found)
    return len(found)


def _missing(record: CampaignRecord, result: ValidationReport) -> tuple[Unit, ...]:
    """The units from which nothing ever came; files of earlier days need not be at hand."""
    return tuple(unit for unit in result.missing if not record.submissions_of(unit.name))


def _write(given: argparse.Namespace, result: ValidationReport) -> None:
    from xlgen.files.atomic import save
    from xlgen.reports.html import page
    from xlgen.reports.json_report import json_report
    from xlgen.reports.workbook import findings_workbook

    wanted: list[tuple[Path | None, Callable[[ValidationReport], bytes]]] = [
        (given.json, json_report),
        (given.html, page),
        (given.xlsx, findings_workbook),
    ]
    for target, report in wanted:
        if target is not None:
            save(target, report(result))
            sys.stdout.write(f"已写出 {target}\n")


def _answer(
    folder: Location, checked: Sequence[tuple[FileReport, Source]], checking: FileChecker, engine: Executor
) -> bool:
    """Write what goes back to the units; whether it is all there."""
    from xlgen.reports.feedback import FeedbackTask, FeedbackWriter, feedback_tasks

    def lost(answer: FeedbackTask) -> str:
        return f"{answer.report.name}：没有写成退回意见（进程意外结束）"

    due = feedback_tasks(checked, folder.absolute())  # another process may work in another folder
    written = watched(engine(FeedbackWriter(checking), due, lost), len(due), "写退回意见")
    failures = [why for why in written if why]
    for why in failures:
        sys.stderr.write(f"{why}。请把文件发给维护人员\n")
    sys.stdout.write(f"已为 {len(due) - len(failures)} 个文件写出退回意见：{folder}\n")
    return not failures
