"""What the commands of a review share: the record that they open, who does it, and which units it is about."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, UsageError

if TYPE_CHECKING:
    from xlgen.campaign.record import CampaignRecord
    from xlgen.reviewing.opening import OpenedReviews
    from xlgen.reviewing.reviews import Reviews, Stage, UnitReview
    from xlgen.reviewing.taking import TakenReview
    from xlgen.scheme.model import Scheme


@dataclass(frozen=True)
class Session:
    """An open record, how its reviews stand, and the time of the command."""

    record: CampaignRecord
    reviews: Reviews
    time: str

    def scheme(self, args: argparse.Namespace) -> Scheme:
        """The campaign's scheme."""
        from xlgen.cli.options import schemes_of_returns
        from xlgen.reviewing.campaign_scheme import scheme_of_record

        return scheme_of_record(self.record, schemes_of_returns(args))

    def units(self, args: argparse.Namespace, *stages: Stage) -> list[UnitReview]:
        """The units that the command names, else those in some stages."""
        named = [review for name in args.unit for review in self.reviews.of_unit(name)]
        return named or [review for review in self.reviews.units.values() if review.stage in stages]


@contextmanager
def session(folder: Path) -> Iterator[Session]:
    """Open the record of a campaign's folder."""
    from xlgen.campaign.clock import current_time, day
    from xlgen.campaign.record import find_record, open_record
    from xlgen.reviewing.reviews import reviews_of

    time = current_time()
    with open_record(find_record(folder)) as record:
        yield Session(record, reviews_of(record, day("", time)), time)


def add_folder(parser: ChineseParser) -> None:
    """Declare the campaign."""
    parser.arguments.add_argument("folder", type=Path, metavar="文件夹", help="下发评分表的文件夹，其中有下发记录")


def add_by(parser: ChineseParser, what: str) -> None:
    """Declare who does it."""
    parser.options.add_argument("--by", default="", metavar="姓名", help=f"{what}，记入下发记录")


def add_units(parser: ChineseParser, otherwise: str) -> None:
    """Declare which units; otherwise: whom the command is about where none is named."""
    what = f"哪个单位（名称或编码），可写多次；不写则{otherwise}"
    parser.options.add_argument("--unit", action="append", default=[], metavar="单位", help=what)


def add_unit(parser: ChineseParser) -> None:
    """Declare the one unit that the command is about."""
    add = parser.options.add_argument
    add("--unit", required=True, metavar="单位", help="哪个单位（名称或编码）")
    add("--project", default="", metavar="项目", help="一个单位有几份表的，写项目编码或名称")


def refuse_other_than_xlsx(output: Path | None) -> None:
    """Refuse to write a workbook under another name."""
    if output is not None and (output.suffix.lower() != ".xlsx" or output.is_dir()):
        raise UsageError(f"-o {output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名")


def say_written(done: OpenedReviews) -> int:
    """Say what was written for which unit, and what was not."""
    for written in done.written:
        say(f"已写出 {written.file}")
    for left in done.left:
        complain(f"{left.unit}：{left.why}")
    return EXIT_FINDINGS if done.left else EXIT_OK


def say_taken(taken: list[TakenReview]) -> int:
    """Say what became of filled review workbooks."""
    from xlgen.reports.review_lines import taken_line

    for result in taken:
        (complain if result.taken is None else say)(taken_line(result))
        for told in result.objections:
            (complain if told.blocks else say)(f"　　{told}")
    return EXIT_OK if all(result.accepted for result in taken) else EXIT_FINDINGS
