"""Summing up: what would be counted, the job that writes the workbooks, and what was written so far."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.counting_files import counting_files
from xlgen.campaign.progress import RECEIVED, counts
from xlgen.campaign.standings import not_accepted
from xlgen.campaign.summarizing import summarize_returns
from xlgen.desk.jobs import Job, Link, Outcome, Told
from xlgen.desk.progress import progress_now
from xlgen.desk.runs import new_run, returned_paths, run_links, runs_of
from xlgen.desk.web import (
    NavEntry,
    Page,
    begin,
    desk_of,
    issued_campaign_of,
    page,
    posted,
    text_in,
    texts_in,
)
from xlgen.desk.workspace import SUMMARY, CampaignFolder
from xlgen.files.archive import save_zip
from xlgen.reports.outcomes import WrittenFile, known_lines
from xlgen.reports.public_forms import public_forms_of
from xlgen.reports.summary_lines import MAX_LISTED, NOTHING, doubtful_lines, written_lines
from xlgen.scheme.known_schemes import all_schemes
from xlgen.summary.book import write_summaries

WORKBOOK, PUBLIC, PUBLIC_FORMS = "汇总.xlsx", "汇总公开版.xlsx", "各单位公开版"
"""The files of a run, and the folder of public editions of forms."""


def summary(request: Request) -> Response:
    """What can be summed up now, and what was."""
    campaign = issued_campaign_of(request)
    progress = progress_now(campaign)
    left_out = list(not_accepted(progress, set()))
    return page(
        request,
        "summary",
        campaign=campaign,
        counts=counts(progress.units, progress.with_subjects),
        accepted=len(progress.in_state(*RECEIVED)),
        left_out=left_out[:MAX_LISTED],
        more=max(len(left_out) - MAX_LISTED, 0),
        others=[other for other in desk_of(request).workspace.campaigns() if other.is_issued and other != campaign],
        runs=runs_of(campaign, SUMMARY),
    )


def start(request: Request, form: FormData) -> Response:
    """Begin to sum up, with the options of the form."""
    campaign, desk = issued_campaign_of(request), desk_of(request)
    include_failed, with_public = bool(text_in(form, "failed")), bool(text_in(form, "public"))
    last_year = [desk.workspace.campaign(key).issued for key in texts_in(form, "last_year") if key]

    def work(job: Job) -> Outcome:
        paths, folder = returned_paths(campaign, progress_now(campaign)), new_run(campaign, SUMMARY)
        output, public = folder / WORKBOOK, folder / PUBLIC if with_public else None
        returns = summarize_returns(
            paths,
            campaign=campaign.issued,
            include_failed=include_failed,
            last_year=last_year,
            executor=job.executor,
            progress=job.progress,
        )
        with returns as result:
            job.say(*known_lines(result.known))
            written = list(write_summaries(output, result.parts, public)) if result.parts else []
            job.say(*(written_lines(written, public) if written else [NOTHING]))
            return Outcome(list(doubtful_lines(result.summary, bool(written))), _links(campaign, folder))

    return begin(request, "汇总", work)


def start_public(request: Request, form: FormData) -> Response:
    """Begin to write public editions of the forms that count."""
    campaign = issued_campaign_of(request)

    def work(job: Job) -> Outcome:
        progress = progress_now(campaign)
        units = progress.in_state(*RECEIVED)
        sources = counting_files(units, returned_paths(campaign, progress))
        folder = new_run(campaign, SUMMARY)
        forms = public_forms_of(sources.values(), folder / PUBLIC_FORMS, all_schemes())
        files = [each.file for each in job.progress(forms, len(sources), "写公开版") if each.file is not None]
        if files:
            save_zip(folder / f"{PUBLIC_FORMS}.zip", {file.name: file for file in files})
        lines = [f"{len(units)} 份有效的表，写出公开版 {len(files)} 份：{folder / PUBLIC_FORMS}"]
        lines += [
            f"{unit.who}：有效的一份不在收到的文件里，没有写公开版" for unit in units if unit.form.key not in sources
        ]
        return Outcome(lines, _links(campaign, folder))

    return begin(request, "各单位公开版", work, _told)


def _told(result: object) -> Told | None:
    if not isinstance(result, WrittenFile):
        return None
    name = result.name.rpartition("/")[2]
    return Told("没有写出", name, result.why) if result.file is None else Told("已写出", name, result.file.name)


def _links(campaign: CampaignFolder, folder: Path) -> list[Link]:
    return run_links(campaign, SUMMARY, folder, Link("回到汇总", f"/campaigns/{campaign.key}/summary"))


PAGE = Page(
    [
        Route("/campaigns/{campaign}/summary", summary),
        Route("/campaigns/{campaign}/summary/start", posted(start), methods=["POST"]),
        Route("/campaigns/{campaign}/summary/public", posted(start_public), methods=["POST"]),
    ],
    NavEntry("汇总", "/summary"),
)
