"""The review of a unit: scores and problems by indicator, what it said, decisions, its workbooks and documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.events import Event
from xlgen.desk.progress import today
from xlgen.desk.reviewing import OPINIONS, PAPERS, open_review, review_of_form, reviews_now, workbook_of_unit
from xlgen.desk.web import Page, attachment, issued_campaign_of, names_in, page, posted, see, text_in
from xlgen.desk.workspace import CampaignFolder
from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name
from xlgen.reports.totals import score_text
from xlgen.reports.word.review_opinion import opinion_name, review_opinion
from xlgen.reviewing.deciding import answer, drop, rectified, rectify, reopen, rule, settle, what_lacks
from xlgen.reviewing.opinion import told_of
from xlgen.reviewing.result import ReviewResult, review_result
from xlgen.reviewing.review_rows import Decision
from xlgen.reviewing.reviews import ADOPTED, AGREES, DISAGREES, NOT_ADOPTED, Stage, UnitReview
from xlgen.reviewing.session import Session

ENTERED = ("kind", "row", "reason", "what", "who")
"""The fields that are shown again where something is missing."""
Step = Callable[[Session, UnitReview, Callable[[str], str]], Event]


def unit(request: Request) -> Response:
    """The page of a unit under review."""
    return _page(request, issued_campaign_of(request))


def _found(request: Request, campaign: CampaignFolder) -> tuple[UnitReview, ReviewResult]:
    """The review of the form that an address names. Raises UsageError where it was not drawn."""
    reviews, scheme = reviews_now(campaign)
    review = review_of_form(reviews, request.query_params.get("form", ""))
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


STEPS: dict[str, Step] = {
    Decision.ANSWERED: lambda opened, review, text: answer(
        opened, review, text("value") == AGREES, reason=text("reason"), row=text("row")
    ),
    Decision.RULED: lambda opened, review, text: rule(
        opened, review, text("value") == ADOPTED, reason=text("reason"), row=text("row")
    ),
    Decision.SETTLED: lambda opened, review, text: settle(
        opened, review, signers=names_in(text("signers")), day=text("day")
    ),
    Decision.REOPENED: lambda opened, review, text: reopen(opened, review, reason=text("reason")),
    Decision.DROPPED: lambda opened, review, text: drop(opened, review, reason=text("reason")),
    Decision.RECTIFY: lambda opened, review, text: rectify(
        opened, review, what=text("what"), who=text("who"), due=text("due")
    ),
    Decision.RECTIFIED: lambda opened, review, text: rectified(opened, review, text("number"), day=text("day")),
}
"""What each decision enters, from the fields of its form."""


def decide(request: Request, form: FormData) -> Response:
    """Enter a decision; where something is missing, the page says so and keeps what was typed."""
    campaign, kind, key = issued_campaign_of(request), text_in(form, "kind"), request.query_params.get("form", "")
    if kind not in STEPS:
        raise UsageError(f"{kind or '没有写'}：没有这种事项")
    try:
        with open_review(campaign, text_in(form, "author")) as opened:
            STEPS[kind](opened, review_of_form(opened.reviews, key), partial(text_in, form))
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
