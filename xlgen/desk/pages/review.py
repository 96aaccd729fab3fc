"""财政复核 of a campaign: the drawing, how far each unit is, workbooks out and back, what is written at the end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xlgen.campaign.clock import current_time
from xlgen.desk import review_jobs
from xlgen.desk.reviewing import CAME, OPINIONS, PAPERS, open_review, reviews_now, units_of
from xlgen.desk.runs import runs_of
from xlgen.desk.uploads import files_in, store
from xlgen.desk.web import (
    NavEntry,
    Page,
    begin,
    desk_of,
    issued_campaign_of,
    names_in,
    page,
    posted,
    see,
    text_in,
    texts_in,
)
from xlgen.desk.workspace import REVIEW, CampaignFolder
from xlgen.errors import UsageError
from xlgen.reports.review_lines import stage_counts
from xlgen.reports.totals import score_text
from xlgen.reviewing.deciding import settle, what_lacks
from xlgen.reviewing.draw_list import coverage_words, method_words
from xlgen.reviewing.drawing import DrawWanted, Method
from xlgen.reviewing.facts import amount_input
from xlgen.reviewing.result import review_results
from xlgen.reviewing.reviews import Stage
from xlgen.scheme.inputs import InputType
from xlgen.text import number_in


def review(request: Request) -> Response:
    """How the review of a campaign stands, and its next steps."""
    campaign = issued_campaign_of(request)
    reviews, scheme = reviews_now(campaign)
    units = list(reviews.units.values())
    return page(
        request,
        "review",
        campaign=campaign,
        counts=stage_counts(units),
        rows=list(zip(units, review_results(scheme, reviews), strict=True)),
        lacking={unit.form: what_lacks(unit) for unit in units if unit.last is not None and unit.settled is None},
        drawings=[(row, method_words(drawing), coverage_words(drawing)) for row, drawing in reviews.drawings],
        methods=list(Method),
        amounts=[spec.label for spec in scheme.all_inputs.values() if spec.kind is InputType.MONEY],
        amount=scheme.all_inputs[name].label if (name := amount_input(scheme)) else "",
        others=[other for other in desk_of(request).workspace.campaigns() if other.is_issued and other != campaign],
        parties=sorted({unit.third_party for unit in units if unit.third_party}),
        stages=Stage,
        in_stage={stage: [unit for unit in units if unit.stage is stage] for stage in Stage},
        runs=[run for run in runs_of(campaign, REVIEW) if run.time not in (PAPERS, OPINIONS, CAME)],
        score_text=score_text,
    )


def _stored(campaign: CampaignFolder, form: FormData, name: str) -> Path:
    """The folder of the files that came now, by its time. Raises UsageError where none came."""
    uploads = files_in(form, name)
    if not uploads:
        raise UsageError("没有选文件。请选文件，或把文件拖到框里")
    folder = campaign.folder(REVIEW) / CAME / current_time().replace(":", "-")
    for upload in uploads:
        store(upload.file, folder, (upload.filename or "").replace("/", "_"))
    return folder


def draw(request: Request, form: FormData) -> Response:
    """Begin to draw."""
    campaign = issued_campaign_of(request)
    count, share = (text_in(form, name) for name in ("count", "share"))
    wanted = DrawWanted(
        _method(text_in(form, "method")),
        int(_number(count, "抽几份")),
        _number(share, "资金的百分之几") / 100,
        tuple(filter(None, (line.strip() for line in text_in(form, "units").splitlines()))),
        text_in(form, "seed"),
    )
    earlier = [desk_of(request).workspace.campaign(key).issued for key in texts_in(form, "earlier")]
    if files_in(form, "lists"):
        earlier += sorted(_stored(campaign, form, "lists").iterdir())
    asked = review_jobs.Asked(wanted, text_in(form, "amount"), earlier)
    return begin(request, "抽取复核单位", partial(review_jobs.drawing, campaign, asked, text_in(form, "author")))


def _method(text: str) -> Method:
    if text not in list(Method):
        raise UsageError(f"没有选抽取方法。请从 {'、'.join(Method)} 中选")
    return Method(text)


def _number(text: str, what: str) -> float:
    number = number_in(text) if text else 0.0
    if number is None or not 0 <= number < 1_000_000:
        raise UsageError(f"{what}：写的是“{text}”。请写数字")
    return number


def _form(form: FormData) -> str:
    """The key of the unit's form that a step is about; empty for all."""
    return text_in(form, "form")


def start_materials(request: Request, form: FormData) -> Response:
    """Begin to write what units are asked to show."""
    work = partial(review_jobs.materials, issued_campaign_of(request), _form(form), text_in(form, "until"))
    return begin(request, "调取资料清单", work)


def give_out(request: Request, form: FormData) -> Response:
    """Begin to write review workbooks."""
    work = partial(review_jobs.giving_out, issued_campaign_of(request), _form(form), text_in(form, "author"))
    return begin(request, "发复核底稿", work)


def take(request: Request, form: FormData) -> Response:
    """Begin to take back review workbooks."""
    campaign = issued_campaign_of(request)
    work = partial(review_jobs.taking, campaign, _stored(campaign, form, "files"), text_in(form, "author"))
    return begin(request, "收回复核底稿", work)


def ask(request: Request, form: FormData) -> Response:
    """Begin to write 征求意见表."""
    campaign, author, until = issued_campaign_of(request), text_in(form, "author"), text_in(form, "until")
    return begin(request, "征求意见", partial(review_jobs.asking, campaign, _form(form), author, until))


def take_opinions(request: Request, form: FormData) -> Response:
    """Begin to take back what units said."""
    campaign = issued_campaign_of(request)
    work = partial(review_jobs.answers, campaign, _stored(campaign, form, "files"), text_in(form, "author"))
    return begin(request, "收回征求意见表", work)


def hand_out(request: Request, form: FormData) -> Response:
    """Begin to write a package for a third party."""
    campaign, party, author = issued_campaign_of(request), text_in(form, "party"), text_in(form, "author")
    work = partial(review_jobs.handing_out, campaign, texts_in(form, "form"), party, author)
    return begin(request, "交第三方复核", work)


def hand_in(request: Request, form: FormData) -> Response:
    """Begin to take back the package of a third party."""
    campaign = issued_campaign_of(request)
    files = list(_stored(campaign, form, "package").iterdir())
    work = partial(review_jobs.handing_in, campaign, files[0], text_in(form, "party"), text_in(form, "author"))
    return begin(request, "收回第三方的包", work)


def settle_all(request: Request, form: FormData) -> Response:
    """定稿 of the units that are ticked: each that can be; of the others it is said why not."""
    campaign, author = issued_campaign_of(request), text_in(form, "author")
    signers = names_in(text_in(form, "signers"))
    refused = list[str]()
    with open_review(campaign, author) as opened:
        for unit in [unit for key in texts_in(form, "form") for unit in units_of(opened, key)]:
            try:
                settle(opened, unit, signers=signers, day=text_in(form, "day"))
            except UsageError as error:
                refused.append(str(error))
    if refused:
        raise UsageError("\n".join(dict.fromkeys(refused)))
    return see(f"/campaigns/{campaign.key}/review")


def summary(request: Request, form: FormData) -> Response:
    """Begin to write the summary and the documents."""
    return begin(request, "复核汇总", partial(review_jobs.summing, issued_campaign_of(request)))


STEPS = {
    "draw/upload": draw,
    "materials": start_materials,
    "open": give_out,
    "take/upload": take,
    "ask": ask,
    "answers/upload": take_opinions,
    "out": hand_out,
    "in/upload": hand_in,
    "settle": settle_all,
    "summary": summary,
}
PAGE = Page(
    [
        Route("/campaigns/{campaign}/review", review),
        *(
            Route(f"/campaigns/{{campaign}}/review/{end}", posted(step), methods=["POST"])
            for end, step in STEPS.items()
        ),
    ],
    NavEntry("复核", "/review"),
)
