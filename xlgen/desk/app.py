"""The desk as one app: the pages behind the guard, and every failure as a page with a sentence."""

from __future__ import annotations

import sys
from dataclasses import replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from xlgen.desk.failures import fault_sentence, sentence_of
from xlgen.desk.guard import Guard
from xlgen.desk.pages import (
    campaign,
    documents,
    folders,
    home,
    issue,
    jobs,
    manual,
    packages,
    reminders,
    returns,
    review,
    review_unit,
    schemes,
    summary,
    unclaimed,
    unit,
)
from xlgen.desk.web import JSON, Desk, page
from xlgen.errors import XlgenError
from xlgen.files.resources import DESK

PAGES = (
    home.PAGE,
    campaign.PAGE,
    issue.PAGE,
    returns.PAGE,
    unclaimed.PAGE,
    reminders.PAGE,
    summary.PAGE,
    review.PAGE,
    review_unit.PAGE,
    documents.PAGE,
    packages.PAGE,
    unit.PAGE,
    schemes.PAGE,
    folders.PAGE,
    jobs.PAGE,
    manual.PAGE,
)
"""Every page, in the order of the navigation. A page more is a module of `pages` with a PAGE, named here."""


def make_app(desk: Desk, port: int) -> ASGIApp:
    """The app of a desk that answers on a port of this machine."""
    routes: list[BaseRoute] = [route for each in PAGES for route in each.routes]
    routes.append(Mount("/static", StaticFiles(directory=DESK / "static")))
    handlers = {XlgenError: _ours, OSError: _system, HTTPException: _not_here, Exception: _fault}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.state.desk = replace(desk, nav=[each.nav for each in PAGES if each.nav])
    return Guard(app, desk.session, port)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, XlgenError)
    return _problem(request, 400, sentence_of(error))


def _system(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    return _problem(request, 503, sentence_of(error))


def _not_here(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentences = {404: "没有这一页。请回首页", 405: "这个地址不能这样用。请回首页"}
    return _problem(request, error.status_code, sentences.get(error.status_code, error.detail))


def _fault(request: Request, error: Exception) -> Response:
    sys.stderr.write(f"{request.method} {request.url.path}：{fault_sentence(error)}\n")
    return _problem(request, 500, fault_sentence(error))


def _problem(request: Request, status: int, sentence: str) -> Response:
    """A page that says what is wrong; for the script of a page, the sentence alone."""
    if request.headers.get("accept") == JSON:
        return PlainTextResponse(sentence, status)
    return page(request, "problem", status, sentences=sentence.split("\n"))
