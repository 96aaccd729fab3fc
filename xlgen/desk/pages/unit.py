"""A unit: every copy with what was found and what changed, what was decided, what it is to be told, its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.copy_contents import MAX_DIFFERENCES, CopyHistory, copy_history
from xlgen.campaign.copy_files import CheckedCopy, CheckedSource, checked_copies, checked_files
from xlgen.campaign.deciding import enter, unit_named
from xlgen.campaign.events import Event
from xlgen.campaign.progress import CampaignProgress, State, UnitProgress
from xlgen.campaign.record import CampaignRecord
from xlgen.desk.checking import Checking, checking_of
from xlgen.desk.decisions import forms_for, wanted_in
from xlgen.desk.progress import progress_now
from xlgen.desk.web import Page, attachment, campaign_of, page, posted, record_of, see, text_in, texts_in
from xlgen.desk.workspace import CampaignFolder
from xlgen.errors import UsageError
from xlgen.reports.feedback import COPY_SUFFIX, WORKBOOK_SUFFIX
from xlgen.reports.letters import base_name
from xlgen.reports.totals import score_text
from xlgen.reports.unit_letters import marked_copy, unit_letters
from xlgen.reports.unit_lines import COUNTS, dates_of
from xlgen.roster.details import DETAILS
from xlgen.submissions.repair.fresh import fresh_form
from xlgen.submissions.validate import FileReport

ENTERED = ("kind", "reason", "copy", "subject", "value")
"""The fields of a decision, which are shown again where something is wrong with them."""


class UnitFacts(NamedTuple):
    """Everything that the record and the files say of a unit's form."""

    progress: CampaignProgress
    unit: UnitProgress
    history: CopyHistory
    copies: Sequence[CheckedCopy]
    arrived: Sequence[CheckedSource]
    checking: Checking


def facts_of(record: CampaignRecord, progress: CampaignProgress, unit: UnitProgress) -> UnitFacts:
    """What is known of a unit's form: what was found in its files is remembered, or found once more."""
    checking = checking_of(record)
    others = [arrival.file for arrival in unit.arrivals if arrival.why]
    checked = checked_files(record, [*(copy.file for copy in unit.copies), *others], *checking)
    history = copy_history(record, unit, checking.checker.templates)
    arrived = [checked[file] for file in others if file in checked]
    return UnitFacts(progress, unit, history, checked_copies(unit.copies, checked), arrived, checking)


def unit(request: Request) -> Response:
    """The page of a unit."""
    return _unit_page(request, campaign_of(request))


def _unit_page(
    request: Request, campaign: CampaignFolder, entered: Mapping[str, str] | None = None, wrong: str = ""
) -> Response:
    progress = progress_now(campaign)
    shown = asked_unit(request, progress)
    with record_of(campaign) as record:
        facts = facts_of(record, progress, shown)
    typed = {**dict.fromkeys(ENTERED, ""), **(entered or {})}
    return page(
        request,
        "unit",
        400 if wrong else 200,
        campaign=campaign,
        unit=shown,
        query=urlencode({"form": shown.form.key}),
        details={heads[0]: shown.details[key] for key, heads in DETAILS.items() if key in shown.details},
        copies=facts.copies,
        arrived=facts.arrived,
        history=facts.history,
        documents=shown.documents(progress.about),
        lacking=shown.lacking(progress.about),
        letters=unit_letters(progress, shown, facts.history, _counting(facts)),
        forms=forms_for(shown),
        events=[(event, _about(event, shown)) for event in reversed(shown.events)],
        issued=campaign.place_of(campaign.issued / shown.form.path),
        place=lambda file: campaign.place_of(Path(file)),
        is_here=lambda file: _is_here(campaign, file),
        counts=lambda copy: COUNTS if shown.counted and shown.counted.fingerprint == copy.fingerprint else "",
        dates=dates_of,
        base_name=base_name,
        score_text=score_text,
        max_differences=MAX_DIFFERENCES,
        entered=typed,
        today=progress.today,
        wrong=wrong.split("\n") if wrong else [],
    )


def asked_unit(request: Request, progress: CampaignProgress) -> UnitProgress:
    """The unit that an address names: by its form's key, or as somebody types it. Raises UsageError."""
    asked = request.query_params
    found = progress.by_form.get(asked.get("form", ""))
    return found or unit_named(progress, asked.get("unit", asked.get("form", "")), asked.get("project", ""))


def _counting(facts: UnitFacts) -> list[FileReport]:
    """What was found in the copy that counts, or in what came instead of a form that can be checked."""
    if facts.unit.state is State.NOT_CHECKED:
        return [each.report for each in facts.arrived]
    counted = facts.unit.counted
    return [each.checked.report for each in facts.copies if each.checked and each.copy == counted]


def _about(event: Event, unit: UnitProgress) -> str:
    """What an event is about, in words: which copy, or which document or file."""
    numbers = {copy.fingerprint: f"第 {number} 份" for number, copy in enumerate(unit.copies, 1)}
    return numbers.get(event.subject, "" if len(event.subject) >= 32 and event.subject.isalnum() else event.subject)


def decide(request: Request, form: FormData) -> Response:
    """Enter a decision; where something is missing, the page says so and keeps what was typed."""
    campaign = campaign_of(request)
    entered = {name: text_in(form, name) for name in ENTERED}
    try:
        wanted = wanted_in(form, asked_unit(request, progress_now(campaign)))
        with record_of(campaign) as record:
            for subject in texts_in(form, "subject") or [""]:  # several documents may be ticked
                enter(record, replace(wanted, subject=subject))
    except UsageError as error:
        return _unit_page(request, campaign, entered, str(error))
    return see(f"/campaigns/{campaign.key}/unit?{request.url.query}#decided")


def copy(request: Request) -> Response:
    """A returned file as it came, out of its archive, too; only one that lies inside the campaign's folder."""
    _, file = asked_file(request)
    if not _is_here(campaign_of(request), file):
        raise HTTPException(404)
    return attachment(base_name(file.source.name), file.source.read())


def _is_here(campaign: CampaignFolder, file: CheckedSource) -> bool:
    return isinstance(file.source.path, Path) and bool(campaign.place_of(file.source.path))


def marked(request: Request) -> Response:
    """The 批注副本 of a copy or of another file of the unit, made now."""
    facts, file = asked_file(request)
    content = marked_copy(file, facts.checking.checker)
    if content is None:
        raise UsageError("这个文件读不出来，没有批注副本。可以看看能不能转入新表")
    return attachment(f"{facts.unit.form.name}_{COPY_SUFFIX}", content)


def fresh(request: Request) -> Response:
    """What stands in a file, in a fresh form."""
    facts, file = asked_file(request)
    checker = facts.checking.checker
    made = fresh_form(file.source.name, file.source.read(), checker.templates, checker.year)
    return attachment(f"{facts.unit.form.name}_{WORKBOOK_SUFFIX}", made.content)


def asked_file(request: Request) -> tuple[UnitFacts, CheckedSource]:
    """The file that an address names by the fingerprint of its bytes, among those of its unit."""
    campaign = campaign_of(request)
    progress = progress_now(campaign)
    with record_of(campaign) as record:
        facts = facts_of(record, progress, asked_unit(request, progress))
    wanted = request.query_params.get("copy", "")
    files = [*(each.checked for each in facts.copies if each.checked), *facts.arrived]
    found = next((each for each in files if each.report.fingerprint == wanted), None)
    if found is None:
        raise HTTPException(404)
    return facts, found


PAGE = Page(
    [
        Route("/campaigns/{campaign}/unit", unit),
        Route("/campaigns/{campaign}/unit/decide", posted(decide), methods=["POST"]),
        Route("/campaigns/{campaign}/unit/copy", copy),
        Route("/campaigns/{campaign}/unit/marked.xlsx", marked),
        Route("/campaigns/{campaign}/unit/fresh.xlsx", fresh),
    ]
)
