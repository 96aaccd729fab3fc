"""`xlgen review status`: how far every review is."""

from __future__ import annotations

import argparse

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review.session import add_folder, session
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen review status 下发"
    add_folder(parser)


def run(args: argparse.Namespace) -> int:
    """Print the stage and the scores of each unit; the exit code tells whether all are settled."""
    from xlgen.reports.review_lines import stage_counts
    from xlgen.reviewing.deciding import what_lacks
    from xlgen.reviewing.reviews import Stage

    with session(args.folder) as opened:
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
