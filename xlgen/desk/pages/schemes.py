"""表样: the list, what one asks and how it scores, to be signed; previews; one's own checked, kept, drafted."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from xlgen.authoring.approval import approval_body, approval_page
from xlgen.authoring.example import example_of
from xlgen.authoring.explanation import explanation_of
from xlgen.authoring.preview import write_preview
from xlgen.campaign.tiers.handing_out import SCHEMES
from xlgen.desk.jobs import Job, Link, Outcome
from xlgen.desk.own_schemes import keep_scheme
from xlgen.desk.uploads import files_in, store
from xlgen.desk.web import Page, attachment, desk_of, page, posted, see, text_in
from xlgen.draft.drafting import UNNAMED, draft_from
from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name
from xlgen.files.resources import scheme_files
from xlgen.scheme.known_files import known_files
from xlgen.scheme.lint import lint
from xlgen.scheme.listing import Unusable, list_known
from xlgen.scheme.load import check_year, load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.naming import is_called

PREVIEWS = "预览"
"""Below the schemes of one's own."""


def schemes(request: Request) -> Response:
    """The list of known forms, with search; those that cannot be used, with why."""
    text = request.query_params.get("text", "").strip()
    every = list(list_known())
    return page(
        request,
        "schemes",
        text=text,
        schemes=[known for known in every if not isinstance(known, Unusable) and is_called(known, text)],
        unusable=[known for known in every if isinstance(known, Unusable)],
        shipped=scheme_files(),
        own_folder=desk_of(request).workspace.folder / SCHEMES,
    )


def _file(request: Request) -> Path:
    """The file of the form that an address names. Raises UsageError where several have its id."""
    files = known_files().get(request.path_params["scheme"], ())
    if not files:
        raise HTTPException(404)
    if len(files) > 1:
        raise UsageError(
            f"有 {len(files)} 个表样的编号相同：{'、'.join(map(str, files))}。请改其中一个的 id，或移走一个"
        )
    return files[0]


def _year(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        raise UsageError(f"{text}：请写四位的年度，如 2026", "year")
    check_year(int(text) if text else None)
    return int(text) if text else None


def _scheme(request: Request) -> Scheme:
    return load_file(_file(request), _year(request.query_params.get("year", "")))


def scheme(request: Request) -> Response:
    """What a form asks for and how it gives points; of one that cannot be used, its problems."""
    file = _file(request)
    report = lint(str(file))
    if report.problems:
        return page(request, "scheme_problems", name=request.path_params["scheme"], file=file, report=report)
    found = _scheme(request)
    explained = explanation_of(found)
    return page(
        request,
        "scheme",
        scheme=found,
        code=explained.code,
        body=approval_body(explained),
        doubts=report.doubts,
        file=file,
        is_own=found.id not in scheme_files(),
        address=f"/schemes/{quote(found.id)}",
        files=_preview_files(request, found),
    )


def sign(request: Request) -> Response:
    """审签.html, to be saved, printed and signed."""
    found = _scheme(request)
    name = f"{found.year}年度_{found.name}_审签.html"
    return attachment(name, approval_page(explanation_of(found)))


def source(request: Request) -> Response:
    """The file of a form, to be saved."""
    file = _file(request)
    return FileResponse(file, filename=f"{request.path_params['scheme']}.yaml", content_disposition_type="attachment")


def _preview_folder(request: Request, found: Scheme) -> Path:
    return desk_of(request).workspace.folder / SCHEMES / PREVIEWS / f"{safe_file_name(found.id)}_{found.year}"


def _preview_files(request: Request, found: Scheme) -> list[str]:
    folder = _preview_folder(request, found)
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def preview(request: Request, form: FormData) -> Response:
    """Begin to write the form, blank and filled in."""
    found = load_file(_file(request), _year(text_in(form, "year")))
    folder, address = _preview_folder(request, found), f"/schemes/{quote(found.id)}"

    def work(job: Job) -> Outcome:
        written = write_preview(found, example_of(found), folder)
        links = [Link(file.name, f"{address}/files/{file.name}?year={found.year}") for file in written.files]
        lines = [f"已写到 {folder}", *filter(None, [written.missing])]
        return Outcome(lines, [*links, Link("回到表样", f"{address}?year={found.year}")])

    return see(f"/jobs/{desk_of(request).jobs.start(f'预览：{found.name}', '', work).number}")


def preview_file(request: Request) -> Response:
    """A file of a preview, to be saved."""
    found, name = _scheme(request), request.path_params["name"]
    if name not in _preview_files(request, found):
        raise HTTPException(404)
    file = _preview_folder(request, found) / name
    return FileResponse(file, filename=f"{found.id}_{name}", content_disposition_type="attachment")


def _only(form: FormData, name: str, what: str) -> UploadFile:
    found = files_in(form, name)
    if not found:
        raise UsageError(f"没有选文件。请选{what}")
    return found[0]


def check(request: Request, form: FormData) -> Response:
    """Check a file of one's own; one without problems is kept where that is wanted."""
    upload, kept = _only(form, "file", "表样文件（.yaml）"), None
    with TemporaryDirectory() as work:
        file = store(upload.file, Path(work), (upload.filename or "").replace("/", "_"))
        report = lint(str(file))
        if not report.problems and text_in(form, "keep"):
            found, replace = load_file(file), bool(text_in(form, "replace"))
            kept = keep_scheme(desk_of(request).workspace.folder, found.id, file.read_bytes(), replace)
            return see(f"/schemes/{quote(found.id)}")
    return page(request, "scheme_problems", name=file.name, file=kept, report=report)


def draft(request: Request, form: FormData) -> Response:
    """Draft a scheme from a blank form; it is kept with its open places, or only saved by the browser."""
    upload, name = _only(form, "blank", "印发的空白表（.xlsx 或 .docx）"), text_in(form, "name") or UNNAMED
    workspace = desk_of(request).workspace.folder
    if name in known_files():
        raise UsageError(f"已有编号为“{name}”的表样。请写另一个编号", "name")
    with TemporaryDirectory() as work:
        file = store(upload.file, Path(work), (upload.filename or "").replace("/", "_"))
        written = draft_from(file, name, _year(text_in(form, "year")), text_in(form, "sheet"))
    made = str(written.draft.data["id"])
    if made != name:
        raise UsageError(f"{name}：编号用小写英文字母、数字、- 和 _，以字母开头，如 anhui-2026", "name")
    kept = keep_scheme(workspace, made, written.text.encode("utf-8"))
    report = lint(str(kept))
    return page(request, "scheme_problems", name=made, file=kept, report=report, read=list(written.draft.read))


PAGE = Page(
    [
        Route("/schemes", schemes),
        Route("/schemes/check/upload", posted(check), methods=["POST"]),
        Route("/schemes/draft/upload", posted(draft), methods=["POST"]),
        Route("/schemes/{scheme}", scheme),
        Route("/schemes/{scheme}/sign.html", sign),
        Route("/schemes/{scheme}/scheme.yaml", source),
        Route("/schemes/{scheme}/preview", posted(preview), methods=["POST"]),
        Route("/schemes/{scheme}/files/{name}", preview_file),
    ]
)
