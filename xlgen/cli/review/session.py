"""What the commands of a review share: the record that they open, who does it, and which units it is about."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlgen.cli.options import schemes_of_returns
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK

if TYPE_CHECKING:
    from xlgen.reviewing.opening import OpenedReviews
    from xlgen.reviewing.reviews import Stage, UnitReview
    from xlgen.reviewing.session import Session
    from xlgen.reviewing.taking import TakenReview


@contextmanager
def session(args: argparse.Namespace) -> Iterator[Session]:
    """Open the record of the campaign's folder, for whoever the command says it is."""
    from xlgen.campaign.record import find_record
    from xlgen.reviewing.session import open_session

    schemes = schemes_of_returns(args) if "scheme" in args else None
    with open_session(find_record(args.folder), getattr(args, "by", ""), schemes) as opened:
        yield opened


def units(opened: Session, args: argparse.Namespace, *stages: Stage) -> list[UnitReview]:
    """The units that the command names, else those at some stages."""
    return [review for name in args.unit for review in opened.reviews.of_unit(name)] or opened.at(*stages)


def add_by(parser: ChineseParser, what: str) -> None:
    """Declare who does it."""
    parser.options.add_argument("--by", default="", metavar="姓名", help=f"{what}，记入下发记录")


def add_units(parser: ChineseParser, otherwise: str) -> None:
    """Declare which units; otherwise: whom the command is about where none is named."""
    what = f"哪个单位（名称或编码），可写多次；不写则{otherwise}"
    parser.options.add_argument("--unit", action="append", default=[], metavar="单位", help=what)


def add_unit(parser: ChineseParser, required: bool = True, otherwise: str = "") -> None:
    """Declare the one unit that the command is about; otherwise: what the command does where none is named."""
    add = parser.options.add_argument
    add("--unit", required=required, default="", metavar="单位", help=f"哪个单位（名称或编码）{otherwise}")
    add("--project", default="", metavar="项目", help="一个单位有几份表的，写项目编码或名称")


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
