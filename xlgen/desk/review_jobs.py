"""The steps of a review that write or read many files, as jobs: each calls what the command line calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.validation import validate_returns
from xlgen.desk.jobs import Job, Link, Outcome
from xlgen.desk.progress import progress_now
from xlgen.desk.reviewing import OPINIONS, PAPERS, open_review, put_aside, units_of
from xlgen.desk.runs import new_run, returned_paths, run_links
from xlgen.desk.workspace import REVIEW, CampaignFolder
from xlgen.files.archive import save_zip
from xlgen.files.atomic import save
from xlgen.reports.review_lines import answered_line, drawn_lines, taken_line
from xlgen.reports.word.review_report import write_review_documents
from xlgen.reviewing.asking import ask_units
from xlgen.reviewing.draw_list import draw_list
from xlgen.reviewing.drawing import DrawWanted, Method
from xlgen.reviewing.material import write_materials
from xlgen.reviewing.objections import Objection
from xlgen.reviewing.opening import OpenedReviews, open_reviews
from xlgen.reviewing.opinion import take_answers
from xlgen.reviewing.packages import hand_out_reviews, take_package
from xlgen.reviewing.rectification import rectification_book
from xlgen.reviewing.result import review_results
from xlgen.reviewing.reviews import Stage, UnitReview
from xlgen.reviewing.session import Session
from xlgen.reviewing.stages import draw_forms
from xlgen.reviewing.summary import summary_book
from xlgen.reviewing.taking import TakenReview, take_reviews

DRAWN, MATERIALS, PACKAGE, SUMMARY, RECTIFICATION, DOCUMENTS = (
    "抽取清单.xlsx",
    "调取资料清单",
    "复核包.zip",
    "复核汇总.xlsx",
    "整改清单.xlsx",
    "复核文书",
)
"""The files of runs, and folders whose files go into an archive."""


class Asked(NamedTuple):
    """What the form for a drawing asks for. share: of all funds, from 0 to 1. earlier: campaigns, or lists of units."""

    wanted: DrawWanted
    amount: str = ""
    earlier: Sequence[Path] = ()


def _back(campaign: CampaignFolder) -> Link:
    return Link("回到复核", f"/campaigns/{campaign.key}/review")


def _links(campaign: CampaignFolder, run: Path) -> list[Link]:
    return run_links(campaign, REVIEW, run, _back(campaign))


def drawing(campaign: CampaignFolder, asked: Asked, author: str, job: Job) -> Outcome:
    """Draw, and write the list to sign."""
    found = None
    if asked.wanted.method is Method.SUSPICION:
        paths = returned_paths(campaign, progress_now(campaign))
        found = validate_returns(paths, roster=campaign.issued, executor=job.executor, progress=job.progress)
    suspicions = found.report.suspicions if found else ()
    with open_review(campaign, author) as opened:
        done = draw_forms(opened, asked.wanted, amount=asked.amount, suspicions=suspicions, earlier=asked.earlier)
        content = draw_list(done.drawing, opened.title, opened.about.bureau, opened.today)
    run = new_run(campaign, REVIEW)
    save(run / DRAWN, content)
    return Outcome(list(drawn_lines(done.drawing)), _links(campaign, run))


def materials(campaign: CampaignFolder, form: str, until: str, job: Job) -> Outcome:
    """Write what units are asked to show: of one, or of all that were drawn."""
    run = new_run(campaign, REVIEW)
    with open_review(campaign) as opened:
        units = units_of(opened, form, *Stage)
        if not units:
            return Outcome(["还没有抽取要复核的单位。请先抽取"], [_back(campaign)])
        files = write_materials(opened, units, run / MATERIALS, until)
    save_zip(run / f"{MATERIALS}.zip", {file.name: file for file in files})
    return Outcome([f"已写出 {len(units)} 个单位的调取资料清单：{run / MATERIALS}"], _links(campaign, run))


def giving_out(campaign: CampaignFolder, form: str, author: str, job: Job) -> Outcome:
    """Write review workbooks: again for one unit, or for all that have none yet."""
    paths, output = returned_paths(campaign, progress_now(campaign)), campaign.folder(REVIEW) / PAPERS
    with open_review(campaign, author) as opened:
        units = _going_out(campaign, opened, PAPERS, form, Stage.DRAWN)
        done = open_reviews(opened, units, paths, output, executor=job.executor, progress=job.progress)
    return _written(campaign, PAPERS, done, "没有要发底稿的单位：都已发出。要重发的，在单位的页上重发")


def asking(campaign: CampaignFolder, form: str, author: str, until: str, job: Job) -> Outcome:
    """Write 征求意见表: again for one unit, or for all that have a result and were not asked yet."""
    with open_review(campaign, author) as opened:
        units = _going_out(campaign, opened, OPINIONS, form, Stage.FIRST)
        done = ask_units(opened, units, campaign.folder(REVIEW) / OPINIONS, until)
    return _written(campaign, OPINIONS, done, "没有要征求意见的单位。要再征求一次的，在单位的页上再征求")


def _going_out(campaign: CampaignFolder, opened: Session, kind: str, form: str, stage: Stage) -> list[UnitReview]:
    """The units that get a workbook: those at a stage, or the one to which it goes once more, in place of the first."""
    units = units_of(opened, form, stage)
    for review in units if form else ():
        put_aside(campaign, kind, review, opened.time)
    return units


def _written(campaign: CampaignFolder, kind: str, done: OpenedReviews, nothing: str) -> Outcome:
    """What was written for units, also in one archive, and for whom nothing was."""
    lines = [f"{left.unit}：{left.why}" for left in done.left]
    if not done.written:
        return Outcome(lines or [nothing], [_back(campaign)])
    run = new_run(campaign, REVIEW)
    save_zip(run / f"{kind}.zip", {opened.file.name: opened.file for opened in done.written})
    lines.insert(0, f"已写出 {len(done.written)} 份{kind}：{campaign.folder(REVIEW) / kind}")
    return Outcome(lines, _links(campaign, run))


def taking(campaign: CampaignFolder, folder: Path, author: str, job: Job) -> Outcome:
    """Take back review workbooks that were dropped."""
    with open_review(campaign, author) as opened:
        taken = take_reviews(opened, [folder], executor=job.executor, progress=job.progress)
    return Outcome(_taken(taken), [_back(campaign)])


def _taken(taken: Iterable[TakenReview]) -> list[str]:
    return [line for result in taken for line in (taken_line(result), *_told(result.objections))]


def _told(objections: Iterable[Objection]) -> list[str]:
    return [f"　　{told}" for told in objections]


def answers(campaign: CampaignFolder, folder: Path, author: str, job: Job) -> Outcome:
    """Take back what units said of their results."""
    with open_review(campaign, author) as opened:
        taken = take_answers(opened, [folder])
    lines = [line for result in taken for line in (answered_line(result), *_told(result.objections))]
    return Outcome(lines, [_back(campaign)])


def handing_out(campaign: CampaignFolder, forms: Sequence[str], party: str, author: str, job: Job) -> Outcome:
    """Write a package of review workbooks for a third party."""
    paths, run = returned_paths(campaign, progress_now(campaign)), new_run(campaign, REVIEW)
    papers = campaign.folder(REVIEW) / PAPERS
    with open_review(campaign, author) as opened:
        units = [review for form in forms for review in units_of(opened, form)] or opened.at(Stage.OPENED)
        done = hand_out_reviews(opened, units, papers, paths, run / PACKAGE, party=party)
    lines = [f"已写出 {done.file}：{len(done.units)} 份底稿，交{party}"]
    return Outcome([*lines, *(f"{left.unit}：{left.why}" for left in done.left)], _links(campaign, run))


def handing_in(campaign: CampaignFolder, package: Path, party: str, author: str, job: Job) -> Outcome:
    """Take back the package of a third party."""
    with open_review(campaign, author) as opened:
        taken = take_package(opened, package, party)
    return Outcome(_taken(taken), [_back(campaign)])


def summing(campaign: CampaignFolder, job: Job) -> Outcome:
    """Write the summary, the list of what is to be put right, the report and the opinions."""
    run = new_run(campaign, REVIEW)
    with open_review(campaign) as opened:
        results, about = review_results(opened.scheme, opened.reviews), opened.about
        drawings = [drawing for _, drawing in opened.reviews.drawings]
        taken_out = opened.reviews.taken_out
        documents = write_review_documents(results, drawings, taken_out, run / DOCUMENTS, opened.today)
        save(run / SUMMARY, summary_book(results, opened.title, about.bureau, opened.today))
        save(run / RECTIFICATION, rectification_book(opened.reviews, about, opened.today))
    files = [documents.report, *documents.opinions]
    save_zip(run / f"{DOCUMENTS}.zip", {file.name: file for file in files})
    lines = [f"复核报告、{len(documents.opinions)} 份复核意见在 {run / DOCUMENTS}"]
    lines += [f"还没有复核结果，没有写复核意见：{who}" for who in documents.without]
    return Outcome(lines, _links(campaign, run))
