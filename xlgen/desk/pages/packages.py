"""Two tiers: packages for the 主管部门, and merging what they send; on their machine, opening one and sending back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.events import EventKind, latest
from xlgen.campaign.progress import RECEIVED as ACCEPTED
from xlgen.campaign.progress import CampaignProgress, State, counts
from xlgen.campaign.tiers.departments import PARENT, departments_of
from xlgen.campaign.tiers.handing_in import hand_in
from xlgen.campaign.tiers.handing_out import hand_out
from xlgen.campaign.tiers.merging import merge_packages
from xlgen.campaign.tiers.rollup import form_of_sums, roll_up
from xlgen.campaign.tiers.unpacking import unpack
from xlgen.desk.jobs import Job, Link, Outcome
from xlgen.desk.own_schemes import keep_schemes, own_schemes
from xlgen.desk.progress import progress_now, today
from xlgen.desk.runs import new_run, run_links, runs_of
from xlgen.desk.uploads import files_in, store
from xlgen.desk.web import (
    NavEntry,
    Page,
    begin,
    desk_of,
    issued_campaign_of,
    page,
    posted,
    record_of,
    see,
    text_in,
)
from xlgen.desk.workspace import HANDED_OUT, PACKAGES, RECEIVED, SUMMARY, CampaignFolder
from xlgen.errors import UsageError, XlgenError
from xlgen.files.atomic import safe_file_name, save
from xlgen.reports.package_lines import (
    NOTHING_ROLLED_UP,
    handed_in_lines,
    handed_out_lines,
    merged_lines,
    rolled_up_lines,
)
from xlgen.scheme.naming import named_scheme
from xlgen.text import one_line

COMING = "打开的包"
"""Where a package lies until it is unpacked."""


def packages(request: Request) -> Response:
    """The page of a campaign: of the bureau, or of a 主管部门 that got a package."""
    campaign = issued_campaign_of(request)
    progress, parent = progress_now(campaign), parent_of(campaign)
    return page(
        request,
        "packages",
        campaign=campaign,
        parent=parent,
        departments=[] if parent else _departments(progress),
        counts=counts(progress.units, progress.with_subjects),
        accepted=len(progress.in_state(*ACCEPTED)),
        open=len(progress.in_state(State.OPEN)),
        place=PACKAGES if parent else HANDED_OUT,
        runs=runs_of(campaign, PACKAGES if parent else HANDED_OUT),
    )


def parent_of(campaign: CampaignFolder) -> str:
    """The 主管部门 that a campaign's record was made for; empty for the bureau's own."""
    with record_of(campaign) as record:
        return one_line(record.option(PARENT) or "")


def _departments(progress: CampaignProgress) -> Sequence[tuple[str, int, int, str]]:
    """Each 主管部门 with its forms, how many are accepted, and the day on which it got its package last."""
    rows = []
    for each in departments_of(progress.units):
        events = (latest(unit.events, EventKind.HANDED_OUT) for unit in each.units)
        given = max((event.time[:10] for event in events if event), default="")
        rows.append((each.name, len(each.units), sum(unit.state in ACCEPTED for unit in each.units), given))
    return rows


def start_out(request: Request, form: FormData) -> Response:
    """Begin to write the packages."""
    campaign, author = issued_campaign_of(request), text_in(form, "author")
    if not author:
        raise UsageError("没有写由谁分发。请写姓名")

    def work(job: Job) -> Outcome:
        run = new_run(campaign, HANDED_OUT)
        done = hand_out(campaign.issued, run, author, own_schemes(progress_now(campaign).scheme))
        return Outcome(list(handed_out_lines(done)), _links(campaign, HANDED_OUT, run))

    return begin(request, "按主管部门分包", work)


def start_merge(request: Request, form: FormData) -> Response:
    """Store the packages that 主管部门 sent, and begin to merge them."""
    campaign = issued_campaign_of(request)
    folder = campaign.folder(PACKAGES) / today()
    files = [store(each.file, folder, each.filename or "") for each in files_in(form, "packages")]
    if not files:
        raise UsageError("没有选报送包。请选主管部门交来的 .zip")

    def work(job: Job) -> Outcome:
        target = campaign.folder(RECEIVED) / today()
        merged = merge_packages(files, campaign.issued, target, executor=job.executor, progress=job.progress)
        lines = [f"没有并入：{package.refused}" for package in merged if package.refused]
        lines += [line for package in merged if not package.refused for line in merged_lines(package)]
        return Outcome(lines, [Link("看进度", f"/campaigns/{campaign.key}"), _back(campaign)])

    return begin(request, "并入报送包", work)


def start_sums(request: Request, form: FormData) -> Response:
    """Begin to sum up the forms of a 主管部门's units in its own."""
    campaign = issued_campaign_of(request)
    parent, scheme = text_in(form, "parent") or parent_of(campaign), text_in(form, "scheme")

    def work(job: Job) -> Outcome:
        file = named_scheme(scheme).file if scheme else None
        done = roll_up(campaign.issued, form_of_sums(campaign.issued, file), parent)
        if not done.included:
            return Outcome([*rolled_up_lines(done), NOTHING_ROLLED_UP], [_back(campaign)])
        run = new_run(campaign, SUMMARY)
        save(run / f"{safe_file_name(parent)}_合计.xlsx", done.workbook)
        return Outcome(list(rolled_up_lines(done)), _links(campaign, SUMMARY, run))

    return begin(request, f"{parent}合计", work)


def start_back(request: Request, form: FormData) -> Response:
    """Begin to write what a 主管部门 reports."""
    campaign = issued_campaign_of(request)

    def work(job: Job) -> Outcome:
        returns, run = campaign.folder(RECEIVED), new_run(campaign, PACKAGES)
        if not returns.is_dir():
            raise UsageError("还没有收到表。请先在“收到的表”里拖入文件")
        output = run / f"{campaign.name}_报送包.zip"
        done = hand_in(campaign.issued, returns, output, executor=job.executor, progress=job.progress)
        return Outcome([*done.left_out, *handed_in_lines(done)], _links(campaign, PACKAGES, run))

    return begin(request, "装报送包", work)


def _links(campaign: CampaignFolder, kind: str, run: Path) -> list[Link]:
    return run_links(campaign, kind, run, _back(campaign))


def _back(campaign: CampaignFolder) -> Link:
    return Link("回到主管部门", f"/campaigns/{campaign.key}/packages")


def choose(request: Request) -> Response:
    """Where a 主管部门 drops the package that it got."""
    return page(request, "unpack", workspace=desk_of(request).workspace)


def unpack_upload(request: Request, form: FormData) -> Response:
    """Unpack a package into the working folder and open it as a campaign."""
    workspace = desk_of(request).workspace
    uploads = files_in(form, "package")
    if not uploads:
        raise UsageError("没有选分发包。请选财政部门发来的 .zip")
    stored = store(uploads[0].file, workspace.folder / COMING, uploads[0].filename or "")
    try:
        unpacked = unpack(stored, workspace.folder)
    finally:
        stored.unlink(missing_ok=True)
    try:
        keep_schemes(workspace.folder, unpacked.schemes)
    except XlgenError:
        shutil.rmtree(unpacked.folder)  # nobody has worked in it yet
        raise
    return see(f"/campaigns/{CampaignFolder(unpacked.folder).key}/packages")


PAGE = Page(
    [
        Route("/packages", choose),
        Route("/packages/upload", posted(unpack_upload), methods=["POST"]),
        Route("/campaigns/{campaign}/packages", packages),
        Route("/campaigns/{campaign}/packages/out", posted(start_out), methods=["POST"]),
        Route("/campaigns/{campaign}/packages/upload", posted(start_merge), methods=["POST"]),
        Route("/campaigns/{campaign}/packages/sums", posted(start_sums), methods=["POST"]),
        Route("/campaigns/{campaign}/packages/back", posted(start_back), methods=["POST"]),
    ],
    NavEntry("主管部门", "/packages"),
)
