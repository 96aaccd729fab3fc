"""What came: files and folders dropped or chosen, the day of their receipt, and the job that checks them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlgen.campaign.clock import entered_day
from xlgen.campaign.validation import ValidationResult, validate_returns
from xlgen.desk.jobs import Describe, Job, Link, Outcome, Told
from xlgen.desk.progress import today
from xlgen.desk.settings import settings_of
from xlgen.desk.uploads import files_in, store
from xlgen.desk.web import JSON, Desk, NavEntry, Page, campaign_of, desk_of, page, posted, see, text_in, texts_in
from xlgen.desk.workspace import BASIS, CHECKED, LETTERS, RECEIVED, CampaignFolder, existing_folder
from xlgen.errors import UsageError
from xlgen.files.atomic import save
from xlgen.reports.feedback_files import write_feedback
from xlgen.reports.html import html_report
from xlgen.reports.outcomes import failure_lines, feedback_lines, known_lines, recorded_lines
from xlgen.reports.totals import labelled_counts, labelled_files, score_text
from xlgen.reports.workbook import findings_workbook
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.findings.code import Level
from xlgen.submissions.verdict import verdict_of
from xlgen.text import note_lines


class Received(NamedTuple):
    """What came on a day: how many files, and the reports on them."""

    day: str
    files: int
    reports: list[str]


def returns(request: Request) -> Response:
    """Where files are dropped, and what came on which day."""
    campaign = campaign_of(request)
    chosen = existing_folder(request.query_params.get("folder", ""))
    return page(
        request,
        "returns",
        campaign=campaign,
        checked=CHECKED,
        day=request.query_params.get("day", "") or today(),
        days=_days(campaign),
        chosen=chosen,
        choose=f"/folders?{urlencode({'to': f'/campaigns/{campaign.key}/returns'})}",
    )


def _days(campaign: CampaignFolder) -> list[Received]:
    received, checked = campaign.folder(RECEIVED), campaign.folder(CHECKED)
    days = sorted((path for path in received.iterdir() if path.is_dir()), reverse=True) if received.is_dir() else []
    reports = sorted((path.name for path in checked.iterdir()), reverse=True) if checked.is_dir() else []
    return [
        Received(
            path.name,
            sum(file.is_file() for file in path.rglob("*")),
            [name for name in reports if name.startswith(path.name)],
        )
        for path in days
    ]


def upload(request: Request, form: FormData) -> Response:
    """Store dropped files; the page's script sends many in several requests."""
    campaign = campaign_of(request)
    day, times = _day(form), texts_in(form, "modified")
    folder = campaign.folder(RECEIVED) / day
    uploads = files_in(form, "files")
    for number, each in enumerate(uploads):
        store(each.file, folder, each.filename or "", _seconds(times[number] if number < len(times) else ""))
    if request.headers.get("accept") == JSON:
        return JSONResponse({"stored": len(uploads)})
    if not uploads:
        raise UsageError("没有选文件。请选收到的评分表、文件夹或压缩包")
    return see(f"/jobs/{start_checking(desk_of(request), campaign, day, bool(text_in(form, 'letters'))).number}")


def check(request: Request, form: FormData) -> Response:
    """Begin to check what came on a day, or what is in a folder, which is copied first."""
    campaign = campaign_of(request)
    folder = existing_folder(text_in(form, "folder"))
    job = start_checking(desk_of(request), campaign, _day(form), bool(text_in(form, "letters")), folder)
    return see(f"/jobs/{job.number}")


def start_checking(desk: Desk, campaign: CampaignFolder, day: str, letters: bool, folder: Path | None = None) -> Job:
    """Queue the job that checks what came on a day. letters: write them too. folder: what is there is taken first."""
    received, reference = campaign.folder(RECEIVED) / day, settings_of(campaign).reference

    def work(job: Job) -> Outcome:
        if folder is not None:
            _take(job, folder, received / folder.name)
        if not received.is_dir():
            raise UsageError(f"{day} 没有收到文件。请先把收到的文件拖进来")
        result = validate_returns(
            [received],
            roster=[campaign.record],
            received=day,
            reference=campaign.file(f"{BASIS}/{reference}") if reference else None,
            executor=job.executor,
            progress=job.progress,
            announce=job.say_last,
        )
        job.say(*_found(result))
        links = _write_reports(campaign, result, day)
        if letters:
            target = campaign.folder(LETTERS) / day
            feedback = write_feedback(result, target, executor=job.executor, progress=job.progress)
            job.say(*failure_lines(feedback), *feedback_lines(feedback, target))
        return Outcome(links=links)

    return desk.jobs.start(f"审核：{campaign.name}　{day} 收到的", campaign.key, work, _told(campaign))


def _take(job: Job, folder: Path, target: Path) -> None:
    """Copy what is in a folder; a file that is there already with the same bytes is not copied again."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for file in job.progress(iter(files), len(files), "复制"):
        place = target / file.relative_to(folder)
        with file.open("rb") as content:
            store(content, place.parent, place.name, file.stat().st_mtime)


def _told(campaign: CampaignFolder) -> Describe:
    def told(result: object) -> Told | None:
        if not isinstance(result, CheckedFile):
            return None
        report = result.report
        counts = "　".join(f"{level} {number}" for level in Level if (number := report.count(level)))
        scores = f"表中 {score_text(report.total)}　按规则 {score_text(report.by_rule)}" if report.scheme else ""
        name = report.name.rpartition("/")[2]
        asked = urlencode({"unit": report.unit, "project": report.subject.code or report.subject.name})
        href = f"/campaigns/{campaign.key}/unit?{asked}" if report.unit else ""
        more = "　".join(filter(None, (counts, scores, name if report.unit else "")))
        return Told(verdict_of(report), report.who or name, more, href)

    return told


def _found(result: ValidationResult) -> Iterator[str]:
    """What was found, in sentences."""
    yield from known_lines(result.known)
    for what, notes in result.notes.items():
        yield from note_lines(what, notes)
    report = result.report
    yield f"本次：{'，'.join(f'{label} {number} 个' for label, number in labelled_files(report).items())}"
    yield f"到现在：{'，'.join(f'{label} {number}' for label, number in labelled_counts(report).items())}"
    yield from recorded_lines(result)


def _write_reports(campaign: CampaignFolder, result: ValidationResult, day: str) -> list[Link]:
    """Write the report as a page and as a workbook; where they are."""
    start = f"{day}收到_审核于{datetime.now():%Y-%m-%d_%H%M%S}"
    folder, base = campaign.folder(CHECKED), f"/campaigns/{campaign.key}"
    links = [Link("看进度", base)]
    for ending, content in ((".html", html_report(result.report)), (".xlsx", findings_workbook(result.report))):
        save(folder / f"{start}{ending}", content)
        links.append(Link(f"审核报告（{ending}）", f"{base}/files/{CHECKED}/{start}{ending}"))
    return links


def _day(form: FormData) -> str:
    return entered_day(text_in(form, "day"), "收到的日期", "day")


def _seconds(milliseconds: str) -> float | None:
    is_time = milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) < 15
    return int(milliseconds) / 1000 if is_time else None


PAGE = Page(
    [
        Route("/campaigns/{campaign}/returns", returns),
        Route("/campaigns/{campaign}/returns/upload", posted(upload), methods=["POST"]),
        Route("/campaigns/{campaign}/returns/check", posted(check), methods=["POST"]),
    ],
    NavEntry("收到的表", "/returns"),
)
