"""Long work: the list of jobs, and the page of one, which asks for its progress while it runs."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlgen.desk.jobs import Job
from xlgen.desk.web import Page, desk_of, page, posted, see
from xlgen.errors import UsageError


def jobs(request: Request) -> Response:
    """All jobs since the desk was started."""
    return page(request, "jobs", jobs=desk_of(request).jobs.every())


def job(request: Request) -> Response:
    """The page of a job."""
    desk, shown = desk_of(request), _job(request)
    folder = next((campaign for campaign in desk.workspace.campaigns() if campaign.key == shown.campaign), None)
    return page(request, "job", job=shown, told=list(shown.recent)[::-1], campaign=folder, left=_left(shown))


def job_progress(request: Request) -> Response:
    """How far a job is, for the script of its page. seen: the results that it shows already."""
    shown = _job(request)
    seen = request.query_params.get("seen", "0")
    told = shown.told_since(int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0)
    return JSONResponse(
        {
            "state": shown.state,
            "ended": shown.ended,
            "step": shown.step,
            "done": shown.done,
            "total": shown.total,
            "left": _left(shown),
            "shown": shown.shown,
            "told": [line._asdict() for line in told],
        }
    )


def stop(request: Request, form: FormData) -> Response:
    """Stop a job: what is done is recorded."""
    shown = _job(request)
    shown.stop.set()
    return see(f"/jobs/{shown.number}")


def again(request: Request, form: FormData) -> Response:
    """Do the work of a job once more; what is recorded is not done twice."""
    shown = _job(request)
    if not shown.ended:
        raise UsageError("这件工作还没有停下。请稍候，或先按“停止”")
    return see(f"/jobs/{desk_of(request).jobs.again(shown).number}")


def _job(request: Request) -> Job:
    found = desk_of(request).jobs.job(int(request.path_params["number"]))
    if found is None:
        raise HTTPException(404)
    return found


def _left(job: Job) -> str:
    """How long it may still take, in words; empty where nobody knows."""
    seconds = job.seconds_left
    if seconds is None or job.done >= job.total:
        return ""
    return f"约 {seconds / 60:.0f} 分钟" if seconds >= 90 else f"约 {max(seconds, 1):.0f} 秒"


PAGE = Page(
    [
        Route("/jobs", jobs),
        Route("/jobs/{number:int}", job),
        Route("/jobs/{number:int}/progress.json", job_progress),
        Route("/jobs/{number:int}/stop", posted(stop), methods=["POST"]),
        Route("/jobs/{number:int}/again", posted(again), methods=["POST"]),
    ]
)
