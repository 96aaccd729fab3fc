"""The server's routes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from xlgen import __version__
from xlgen.hosts.javascript.calls import Call, RefusedCallError, result_of
from xlgen.hosts.javascript.checking import NotCheckedError, findings_of
from xlgen.hosts.javascript.functions import functions_script, metadata
from xlgen.hosts.javascript.guide import rows
from xlgen.hosts.javascript.manifest import manifest
from xlgen.hosts.javascript.request_limits import DEFAULT_LIMITS, SERVER_ERROR, RequestLimits, with_limits
from xlgen.hosts.javascript.served import CALL_PATH, CHECK_PATH, STATIC_FOLDER, render_served
from xlgen.hosts.javascript.vendored import office_js_folder
from xlgen.xlsx.read.package import MAX_BYTES


def make_app(
    address: str, authority: Path | None = None, schemes: Sequence[str] = (), limits: RequestLimits = DEFAULT_LIMITS
) -> ASGIApp:
    """The app for a server at `address`.

    authority: the certificate that clients must trust. schemes: those of the forms, by id, file or folder; none for
    every known one.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _pages(app, address, authority)
    _answers(app, schemes)
    _failures(app)
    app.mount("/office-js", StaticFiles(directory=office_js_folder()))
    app.mount("/served", StaticFiles(directory=STATIC_FOLDER))
    return with_limits(app, limits)


def _pages(app: FastAPI, address: str, authority: Path | None) -> None:
    @app.get("/")
    def welcome() -> HTMLResponse:
        trusted = "" if authority is None else authority.name
        return HTMLResponse(
            render_served("welcome.html.jinja", address=address, version=__version__, authority=trusted)
        )

    @app.get("/taskpane.html")
    def task_pane() -> HTMLResponse:
        return HTMLResponse(render_served("taskpane.html.jinja", most=MAX_BYTES, version=__version__))

    @app.get("/manifest.xml")
    def the_manifest() -> Response:
        named = {"Content-Disposition": "attachment; filename=xlgen-manifest.xml"}
        return Response(manifest(address), media_type="application/xml", headers=named)

    @app.get("/functions.json")
    def the_metadata() -> dict[str, Any]:
        return metadata()

    @app.get("/functions.js")
    def the_code() -> Response:
        return Response(functions_script(urlsplit(address).path.rstrip("/")), media_type="text/javascript")

    @app.get("/guide.json")
    def the_guide() -> list[list[str]]:
        return rows()

    if authority is not None:

        @app.get("/certificate.crt")
        def the_certificate() -> FileResponse:
            return FileResponse(authority, media_type="application/x-x509-ca-cert", filename=authority.name)


def _answers(app: FastAPI, schemes: Sequence[str]) -> None:
    @app.post(CALL_PATH)
    async def call(request: Request) -> dict[str, Any]:
        return {"result": await result_of(Call.model_validate_json(await request.body()))}

    @app.post(CHECK_PATH)
    async def check(
        request: Request,
        name: Annotated[str, Query(max_length=255, pattern=r"^\P{Cc}*$")] = "本表.xlsx",  # no control characters
    ) -> Any:
        return await run_in_threadpool(findings_of, name, await request.body(), schemes)


def _failures(app: FastAPI) -> None:
    def error_response(status: int, sentence: str) -> JSONResponse:
        return JSONResponse({"error": sentence}, status_code=status)

    @app.exception_handler(RefusedCallError)
    @app.exception_handler(NotCheckedError)
    async def ours(_: Request, error: Exception) -> JSONResponse:
        return error_response(422, str(error))

    @app.exception_handler(ValidationError)
    @app.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: Exception) -> JSONResponse:
        return error_response(400, "服务器读不懂这个请求。请关闭并重新打开工作簿")

    @app.exception_handler(HTTPException)
    async def not_here(_: Request, error: HTTPException) -> JSONResponse:
        return error_response(error.status_code, "没有这个地址")

    @app.exception_handler(Exception)
    async def broken(_: Request, error: Exception) -> JSONResponse:
        # Starlette would answer in English; it raises the error again, and `with_limits` logs it
        return error_response(500, SERVER_ERROR)
