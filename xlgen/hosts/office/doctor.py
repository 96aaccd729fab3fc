"""Checks whether a site serves the add-in as Excel needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from xlgen.errors import UsageError
from xlgen.files.resources import build_id
from xlgen.hosts.check import Check
from xlgen.hosts.office.fetching import EXCEL_ON_THE_WEB, Fetch, Fetched, NotFetchedError
from xlgen.hosts.office.site import (
    MANIFEST,
    METADATA,
    OWN_OFFICE_JS,
    PANE_PAGE,
    checked_address,
    has_own_office_js,
    own_files,
)

TYPES = {
    ".css": ("text/css",),
    ".html": ("text/html",),
    ".js": ("text/javascript", "application/javascript", "application/x-javascript"),
    ".json": ("application/json",),
    ".png": ("image/png",),
    ".xml": ("text/xml", "application/xml"),
}
"""By which browsers and Excel take a file for what it is, by the ending of its name."""
REBUILD = "请用现在的 xlgen 重新生成，把全部文件原样放上去"


def checks(fetch: Fetch, address: str | None = None, usual_office_js: Fetch | None = None) -> Iterator[Check]:
    """All checks of a site, or of a folder, whose address is that of its manifest.

    usual_office_js: gets Microsoft's library from its usual address; without it, that is not checked.
    """
    try:
        named = _address_in(fetch(MANIFEST).content)
    except NotFetchedError as error:
        yield Check(MANIFEST, False, str(error), error.remedy)
        return
    except (etree.XMLSyntaxError, UsageError):
        yield Check(MANIFEST, False, "不是本加载项的清单", REBUILD)
        return
    if address not in (None, named):
        state = f"清单里写的是另一个地址 {named}，Excel 到那里去取文件"
        yield Check(MANIFEST, False, state, f"请用 {address} 这个地址重新生成，不要只把文件搬过来")
        return
    try:
        own = has_own_office_js(fetch(PANE_PAGE).content)
    except NotFetchedError:
        own = False  # told below, with the other files
    for name, content in own_files(named, own).items():
        yield from _file(fetch, name, content)
    if own:
        yield from _file(fetch, OWN_OFFICE_JS, None)
    elif usual_office_js is not None:
        yield _usual_office_js(usual_office_js)


def _address_in(manifest: bytes) -> str:
    """The address of a manifest's files."""
    icon = etree.fromstring(manifest, etree.XMLParser(resolve_entities=False, no_network=True)).find("{*}IconUrl")
    return checked_address("" if icon is None else icon.get("DefaultValue", "").rpartition("/")[0])


def _file(fetch: Fetch, name: str, content: bytes | None) -> Iterator[Check]:
    """What is wrong with a file, which must have this content where one is given; else that nothing is."""
    try:
        fetched = fetch(name)
    except NotFetchedError as error:
        yield Check(name, False, str(error), error.remedy)
        return
    problems = list(_problems(name, fetched, content))
    yield from (Check(name, False, *problem) for problem in problems)
    if not problems:
        yield Check(name, True, "正常")


def _problems(name: str, fetched: Fetched, content: bytes | None) -> Iterator[tuple[str, str]]:
    kind = (fetched.headers or {}).get("content-type", "").partition(";")[0].strip().lower()
    allowed = TYPES[PurePosixPath(name).suffix]
    if content is not None and fetched.content != content:
        if fetched.content.replace(b"\r\n", b"\n") == content:
            yield "换行被改过", "请按原样（二进制方式）上传"
        elif kind == "text/html" and "text/html" not in allowed:
            yield "给出的是一个网页，不是这个文件", "请把这个文件放上去；网站要求登录的，请改为不要求"
        else:
            yield f"与现在的 xlgen {build_id()} 生成的不同", REBUILD
    if fetched.headers is None:
        return
    if kind not in allowed:
        yield f"类型是 {kind or '空的'}", f"请在网站设置里把 {PurePosixPath(name).suffix} 的类型设为 {allowed[0]}"
    if name == METADATA and fetched.headers.get("access-control-allow-origin") not in ("*", EXCEL_ON_THE_WEB):
        yield "网页版 Excel 读不了它，函数不出现", "请让网站为它加上响应头 Access-Control-Allow-Origin: *"
    framing = "frame-ancestors" in fetched.headers.get("content-security-policy", "")
    if name == PANE_PAGE and ("x-frame-options" in fetched.headers or framing):
        yield (
            "网页版 Excel 显示不了它",
            "请让网站不加响应头 X-Frame-Options，Content-Security-Policy 里不写 frame-ancestors",
        )


def _usual_office_js(fetch: Fetch) -> Check:
    try:
        fetch("")
    except NotFetchedError as error:
        remedy = "使用的电脑也访问不了它的，请带上自备的副本重新生成，见安装说明"
        return Check("微软的 office.js", False, f"从本机取不到：{error}", remedy)
    return Check("微软的 office.js", True, "从本机能取到；使用的电脑也要能访问它")
