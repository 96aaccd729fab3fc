"""The review of a unit: scores and problems by indicator, what it said, decisions, its workbooks and documents."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.events import Event
from xlgen.desk.progress import progress_now, today
from xlgen.desk.reviewing import OPINIONS, PAPERS, OpenReview, open_review, workbook_of_unit
from xlgen.desk.web import Page, attachment, issued_campaign_of, names_in, page, posted, record_of, see, text_in
from xlgen.desk.workspace import CampaignFolder
from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name
from xlgen.reports.totals import score_text
from xlgen.reports.word.review_opinion import opinion_name, review_opinion
from xlgen.reviewing.campaign_scheme import scheme_of_record
from xlgen.reviewing.deciding import answer, drop, rectified, rectify, reopen, rule, settle, what_lacks
from xlgen.reviewing.opinion import told_of
from xlgen.reviewing.result import ReviewResult, review_result
from xlgen.reviewing.review_rows import Decision, rows_of
from xlgen.reviewing.reviews import ADOPTED, AGREES, DISAGREES, NOT_ADOPTED, Stage, UnitReview, reviews_in
from xlgen.scheme.known_schemes import all_schemes

ENTERED = ("kind", "row", "reason", "what", "who")
"""The fields that are shown again where something is missing."""
Step = Callable[[OpenReview, UnitReview, FormData, dict[str, str]], Event]


def unit(request: Request) -> Response:
    """The page of a unit under review."""
    return _page(request, issued_campaign_of(request))


def _found(request: Request, campaign: CampaignFolder) -> tuple[UnitReview, ReviewResult]:
    """The review of the form that an address names. Raises UsageError where it was not drawn."""
    with record_of(campaign) as record:
        reviews = reviews_in(list(rows_of(record)), progress_now(campaign))
        scheme = scheme_of_record(record, all_schemes())
    review = reviews.units.get(request.query_params.get("form", ""))
    if review is None:
        raise UsageError("这个单位没有抽取，不在复核之列。请先抽取它")
    return review, review_result(scheme, review, reviews.progress.about)


def _page(request: Request, campaign: CampaignFolder, wrong: str = "", typed: FormData | None = None) -> Response:
    review, result = _found(request, campaign)
    titles = {indicator.key: indicator.title for indicator in result.indicators}
    entered = {name: text_in(typed, name) if typed else "" for name in ENTERED}
    return page(
        request,
        "review_unit",
        400 if wrong else 200,
        campaign=campaign,
        review=review,
        result=result,
        lacking="" if review.last is None or review.settled else what_lacks(review),
        told_of=told_of,
        titles=titles,
        paper=_place(campaign, PAPERS, review),
        opinion=_place(campaign, OPINIONS, review),
        stages=Stage,
        words=(AGREES, DISAGREES, ADOPTED, NOT_ADOPTED),
        score_text=score_text,
        today=today(),
        entered=entered,
        wrong=wrong,
    )


def _place(campaign: CampaignFolder, kind: str, review: UnitReview) -> str:
    file = workbook_of_unit(campaign, kind, review)
    return campaign.place_of(file) if file else ""


def _answer(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    agrees = text_in(form, "value") == AGREES
    return answer(opened.record, review, agrees, reason=text_in(form, "reason"), row=text_in(form, "row"), **who)


def _rule(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    adopted = text_in(form, "value") == ADOPTED
    return rule(opened.record, review, adopted, reason=text_in(form, "reason"), row=text_in(form, "row"), **who)


def _settle(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    return settle(opened.record, review, signers=names_in(form, "signers"), day=text_in(form, "day"), **who)


def _reopen(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    return reopen(opened.record, review, reason=text_in(form, "reason"), **who)


def _drop(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    return drop(opened.record, review, reason=text_in(form, "reason"), **who)


def _rectify(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    what, person, due = (text_in(form, name) for name in ("what", "who", "due"))
    return rectify(opened.record, review, what=what, who=person, due=due, **who)


def _rectified(opened: OpenReview, review: UnitReview, form: FormData, who: dict[str, str]) -> Event:
    return rectified(opened.record, review, text_in(form, "number"), day=text_in(form, "day"), **who)


STEPS: dict[str, Step] = {
    Decision.ANSWERED: _answer,
    Decision.RULED: _rule,
    Decision.SETTLED: _settle,
    Decision.REOPENED: _reopen,
    Decision.DROPPED: _drop,
    Decision.RECTIFY: _rectify,
    Decision.RECTIFIED: _rectified,
}


def decide(request: Request, form: FormData) -> Response:
    """Enter a decision; where something is missing, the page says so and keeps what was typed."""
    campaign, kind, key = issued_campaign_of(request), text_in(form, "kind"), request.query_params.get("form", "")
    if kind not in STEPS:
        raise UsageError(f"{kind or '没有写'}：没有这种事项")
    try:
        with open_review(campaign) as opened:
            if key not in opened.reviews.units:
                raise UsageError("这个单位没有抽取，不在复核之列。请先抽取它")
            review = opened.reviews.units[key]
            STEPS[kind](opened, review, form, {"author": text_in(form, "author"), "time": opened.time})
    except UsageError as error:
        return _page(request, campaign, str(error), form)
    page_of_unit = "" if kind == Decision.DROPPED else f"/unit?{request.url.query}"
    return see(f"/campaigns/{campaign.key}/review{page_of_unit}")


def opinion_document(request: Request) -> Response:
    """复核意见 as a Word document, made now."""
    _, result = _found(request, issued_campaign_of(request))
    if result.total is None:
        raise UsageError(f"{result.unit}：还没有复核结果，没有可以写的意见")
    return attachment(f"{safe_file_name(opinion_name(result))}.docx", review_opinion(result, today()))


PAGE = Page(
    [
        Route("/campaigns/{campaign}/review/unit", unit),
        Route("/campaigns/{campaign}/review/unit/decide", posted(decide), methods=["POST"]),
        Route("/campaigns/{campaign}/review/unit/opinion.docx", opinion_document),
    ]
)
