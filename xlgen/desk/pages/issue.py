"""A new campaign, and issuing: the form and the lists, what is in them and everything wrong with them, then the job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.clock import current_time
from xlgen.desk.jobs import Job, Link, Outcome, Told
from xlgen.desk.settings import LISTS, Settings, given_lists, keep_settings, settings_of
from xlgen.desk.uploads import files_in, store
from xlgen.desk.web import Desk, NavEntry, Page, campaign_of, desk_of, page, posted, see, text_in
from xlgen.desk.workspace import BASIS, ISSUED, RECEIVED, CampaignFolder
from xlgen.errors import XlgenError
from xlgen.issuing.file_names import default_layout
from xlgen.issuing.form_writer import FormResult
from xlgen.issuing.issue import issue_forms
from xlgen.issuing.issue_result import result_lines
from xlgen.issuing.lists import Preview, preview
from xlgen.issuing.notices import NOTICES_FILE
from xlgen.roster.details import DETAILS
from xlgen.scheme.known_files import known_files
from xlgen.scheme.listing import listed
from xlgen.scheme.load import approval_code
from xlgen.scheme.problems import BrokenFileError

MAX_ROWS = 50
"""Lines of the roster and of notices that the preview shows."""
FIELDS = tuple(name for name in asdict(Settings()) if name not in LISTS)


def new(request: Request) -> Response:
    """The form for a new campaign."""
    return _new(request, "", Settings(year=current_time()[:4]))


def _new(request: Request, name: str, settings: Settings, wrong: Sequence[str] = ()) -> Response:
    status = 400 if wrong else 200
    return page(
        request, "new", status, name=name, settings=settings, wrong=wrong, schemes=_schemes(), places=_places(request)
    )


def create(request: Request, form: FormData) -> Response:
    """Make the folder of a new campaign and keep what was entered; it is looked at before it is issued."""
    settings, name = _entered(form, Settings()), text_in(form, "name")
    try:
        scheme = settings.loaded()
        campaign = desk_of(request).workspace.create(name or f"{scheme.year}年{scheme.name}")
    except XlgenError as error:
        return _new(request, name, settings, str(error).split("\n"))
    keep_settings(campaign, _stored(campaign, form, replace(settings, scheme=scheme.id, year=str(scheme.year))))
    return see(f"/campaigns/{campaign.key}/issue")


def issue(request: Request) -> Response:
    """The form and the lists of a campaign, and what is in them."""
    campaign = campaign_of(request)
    settings = settings_of(campaign)
    scheme, seen, wrong = None, None, list[str]()
    try:
        scheme = settings.loaded()
        if settings.roster:
            seen = preview(scheme, given_lists(campaign, settings), campaign.record if campaign.is_issued else None)
    except XlgenError as error:
        wrong = str(error).split("\n")
    return page(
        request,
        "issue",
        campaign=campaign,
        settings=settings,
        wrong=wrong,
        schemes=_schemes(),
        places=_places(request),
        scheme=scheme,
        layout=default_layout(scheme) if scheme else "",
        code=approval_code(scheme) if scheme else "",
        seen=seen,
        heads=_heads(seen),
        names={key: heads[0] for key, heads in DETAILS.items()},
        max_rows=MAX_ROWS,
    )


def keep(request: Request, form: FormData) -> Response:
    """Keep changed settings and files."""
    campaign = campaign_of(request)
    keep_settings(campaign, _stored(campaign, form, _entered(form, settings_of(campaign))))
    return see(f"/campaigns/{campaign.key}/issue")


def start(request: Request, form: FormData) -> Response:
    """Begin to issue, as it was looked at."""
    campaign, desk = campaign_of(request), desk_of(request)
    job = start_issuing(desk, campaign, drop=bool(text_in(form, "drop")))
    return see(f"/jobs/{job.number}")


def start_issuing(desk: Desk, campaign: CampaignFolder, drop: bool) -> Job:
    """Queue the job that issues a campaign. Raises UsageError where its settings cannot be used."""
    settings = settings_of(campaign)
    scheme, given = settings.loaded(), given_lists(campaign, settings)

    def work(job: Job) -> Outcome:
        result = issue_forms(
            scheme,
            given.roster,
            campaign.path / ISSUED if not campaign.is_issued else campaign.issued,
            layout=given.layout,
            carry=given.carry,
            approved=given.approved,
            drop=drop,
            due=settings.due,
            bureau=settings.bureau,
            executor=job.executor,
            progress=job.progress,
            announce=job.say_last,
        )
        base = f"/campaigns/{campaign.key}"
        links = [Link("看进度", base)]
        if result.notices_file is not None:
            place = campaign.issued.relative_to(campaign.path) / NOTICES_FILE
            links.append(Link(NOTICES_FILE, f"{base}/files/{place.as_posix()}"))
        lines = [*result_lines(result, scheme.subject is not None), f"表样校验码 {approval_code(scheme)}"]
        return Outcome(lines, links)

    return desk.jobs.start(f"下发：{campaign.name}", campaign.key, work, _failures)


def _failures(result: object) -> Told | None:
    """The forms that could not be written; the others are only counted."""
    failed = isinstance(result, FormResult) and result.failure
    return Told("没有写出", result.form, result.failure) if isinstance(result, FormResult) and failed else None


def _entered(form: FormData, settings: Settings) -> Settings:
    return replace(settings, **{name: text_in(form, name) for name in FIELDS if name in form})


def _stored(campaign: CampaignFolder, form: FormData, settings: Settings) -> Settings:
    """The settings with the files that came with a form; one that is not wanted any more stays on the disk."""
    for name in LISTS:
        if text_in(form, f"without_{name}"):
            settings = replace(settings, **{name: ""})
        for upload in files_in(form, name):
            stored = store(upload.file, campaign.folder(BASIS), (upload.filename or "").replace("/", "_"))
            settings = replace(settings, **{name: stored.name})
    return settings


def _schemes() -> list[tuple[str, str]]:
    """The forms that are known: what finds each again, and what it is called."""
    found = []
    for name, files in known_files().items():
        try:
            shown = listed(files[0])
        except BrokenFileError:
            continue  # `xlgen lint` says why
        found.append((f"{shown.issuer} {shown.name}（{name}）", f"{shown.year}年度版"))
    return found


def _places(request: Request) -> list[tuple[str, str]]:
    """Where last year's forms may be: what came in the campaigns of the working folder."""
    campaigns = desk_of(request).workspace.campaigns()
    return [
        (str(campaign.folder(RECEIVED)), campaign.name) for campaign in campaigns if campaign.folder(RECEIVED).is_dir()
    ]


def _heads(seen: Preview | None) -> list[str]:
    """The details that some unit of the roster has."""
    units = seen.roster.units if seen else ()
    return [key for key in DETAILS if any(key in unit.details for unit in units)]


PAGE = Page(
    [
        Route("/new", new),
        Route("/new/upload", posted(create), methods=["POST"]),
        Route("/campaigns/{campaign}/issue", issue),
        Route("/campaigns/{campaign}/issue/upload", posted(keep), methods=["POST"]),
        Route("/campaigns/{campaign}/issue/start", posted(start), methods=["POST"]),
    ],
    NavEntry("下发", "/issue"),
)
