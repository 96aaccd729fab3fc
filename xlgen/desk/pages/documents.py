"""Word documents: drafts of the units' reports, opinions to be signed with messages, the report on the campaign."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.counting_files import counting_files
from xlgen.campaign.progress import RECEIVED
from xlgen.campaign.summarizing import summarize_returns
from xlgen.campaign.validation import validate_returns
from xlgen.desk.jobs import Job, Link, Outcome, Told, Work
from xlgen.desk.pages.unit import asked_file
from xlgen.desk.progress import progress_now
from xlgen.desk.runs import new_run, returned_paths, run_links, runs_of
from xlgen.desk.web import (
    NavEntry,
    Page,
    attachment,
    begin,
    issued_campaign_of,
    page,
    posted,
    text_in,
)
from xlgen.desk.workspace import DOCUMENTS, CampaignFolder
from xlgen.errors import UsageError
from xlgen.files.archive import save_zip
from xlgen.reports.outcomes import WrittenFile
from xlgen.reports.unit_letters import letterhead_of
from xlgen.reports.unit_lines import Line
from xlgen.reports.word.opinion import SUFFIX as OPINION_SUFFIX
from xlgen.reports.word.opinion import opinion_form, write_opinions
from xlgen.reports.word.self_report import SUFFIX as DRAFT_SUFFIX
from xlgen.reports.word.self_report import UNSCORED, self_report, self_reports_of
from xlgen.reports.word.summary_report import write_summary_reports
from xlgen.scheme.known_schemes import all_schemes

DRAFTS, OPINIONS, REPORT = "自评报告初稿", "审核意见表", "汇总报告"


def documents(request: Request) -> Response:
    """What can be written, and what was."""
    campaign = issued_campaign_of(request)
    progress = progress_now(campaign)
    return page(
        request,
        "documents",
        campaign=campaign,
        accepted=len(progress.in_state(*RECEIVED)),
        kinds=(DRAFTS, OPINIONS, REPORT),
        place=DOCUMENTS,
        runs=runs_of(campaign, DOCUMENTS),
    )


def start(request: Request, form: FormData) -> Response:
    """Begin to write one kind of documents."""
    campaign = issued_campaign_of(request)
    kind, include_failed = text_in(form, "kind"), bool(text_in(form, "failed"))
    works: dict[str, Work] = {
        DRAFTS: lambda job: _drafts(job, campaign),
        OPINIONS: lambda job: _opinions(job, campaign),
        REPORT: lambda job: _report(job, campaign, include_failed),
    }
    if kind not in works:
        raise UsageError("没有选写什么。请按其中一个按钮")
    return begin(request, kind, works[kind], _told)


def _drafts(job: Job, campaign: CampaignFolder) -> Outcome:
    progress = progress_now(campaign)
    units = progress.in_state(*RECEIVED)
    sources, run = counting_files(units, returned_paths(campaign, progress)), new_run(campaign, DOCUMENTS)
    drafts = self_reports_of(sources.values(), run / DRAFTS, all_schemes())
    files = [each.file for each in job.progress(drafts, len(sources), "写初稿") if each.file is not None]
    _zip(run, DRAFTS, files)
    lines = [f"{len(units)} 份有效的表，写出自评报告初稿 {len(files)} 份"]
    lines += [f"{unit.who}：有效的一份不在收到的文件里，没有写" for unit in units if unit.form.key not in sources]
    return Outcome(lines, _links(campaign, run))


def _opinions(job: Job, campaign: CampaignFolder) -> Outcome:
    paths, run = returned_paths(campaign, progress_now(campaign)), new_run(campaign, DOCUMENTS)
    result = validate_returns(paths, roster=[campaign.record], executor=job.executor, progress=job.progress)
    done = write_opinions(result, run / OPINIONS)
    _zip(run, OPINIONS, [*done.files, done.messages])
    lines = [f"写出审核意见表 {len(done.files)} 份，和各单位的消息"]
    lines += [f"没有写：{line}。它的文件不在收到的里面，或还没有定哪一份有效" for line in done.without]
    return Outcome(lines, _links(campaign, run))


def _report(job: Job, campaign: CampaignFolder, include_failed: bool) -> Outcome:
    paths, run = returned_paths(campaign, progress_now(campaign)), new_run(campaign, DOCUMENTS)
    with summarize_returns(
        paths,
        campaign=campaign.issued,
        include_failed=include_failed,
        executor=job.executor,
        progress=job.progress,
    ) as result:
        if not result.parts:
            raise UsageError("没有可以汇总的表，没有写汇总报告。请先审核收到的表")
        written = write_summary_reports(run / f"{REPORT}.docx", result.parts)
        lines = [f"已写出 {file.name}：{summary}" for file, summary in written]
    return Outcome(lines, _links(campaign, run))


def _zip(run: Path, kind: str, files: list[Path]) -> None:
    if files:
        save_zip(run / f"{kind}.zip", {file.name: file for file in files})


def _links(campaign: CampaignFolder, run: Path) -> list[Link]:
    return run_links(campaign, DOCUMENTS, run, Link("回到文档", f"/campaigns/{campaign.key}/documents"))


def _told(result: object) -> Told | None:
    if not isinstance(result, WrittenFile):
        return None
    name = result.name.rpartition("/")[2]
    return Told("没有写出", name, result.why) if result.file is None else Told("已写出", result.file.name, result.why)


def opinion(request: Request) -> Response:
    """The 审核意见表 of a unit's copy, made now."""
    facts, file = asked_file(request)
    unit, progress = facts.unit, facts.progress
    line = Line(unit.state, unit.who, progress.scheme, progress.form, file.report, unit)
    content = opinion_form(letterhead_of(progress), line, file.report)
    return attachment(f"{unit.form.name}_{OPINION_SUFFIX}", content)


def draft(request: Request) -> Response:
    """The draft of the report on a copy, made now. Raises UsageError where there is none."""
    facts, file = asked_file(request)
    submission = facts.checking.checker.examine(file.source).submission
    if submission is None or not submission.scheme.scored:
        raise UsageError("这个文件读不出评分表，没有自评报告的初稿" if submission is None else UNSCORED)
    return attachment(f"{facts.unit.form.name}_{DRAFT_SUFFIX}", self_report(submission))


PAGE = Page(
    [
        Route("/campaigns/{campaign}/documents", documents),
        Route("/campaigns/{campaign}/documents/start", posted(start), methods=["POST"]),
        Route("/campaigns/{campaign}/unit/opinion.docx", opinion),
        Route("/campaigns/{campaign}/unit/report.docx", draft),
    ],
    NavEntry("文档", "/documents"),
)
