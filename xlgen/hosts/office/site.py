"""The files of the add-in, as they lie on a site, and the address of the site."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

from xlgen import __version__
from xlgen.errors import UsageError
from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES, build_id, package_digest
from xlgen.hosts import pane
from xlgen.hosts.javascript import shipped
from xlgen.hosts.office.metadata import metadata

OFFICE = TEMPLATES / "office"
_ADDRESS = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[\w.~-]+)*", re.ASCII | re.IGNORECASE)
MAX_ADDRESS = 1000
"""Microsoft allows 2,048 characters for the address of a file."""
USUAL_OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
"""Where Microsoft wants add-ins to load its library from."""
OWN_OFFICE_JS = "office-js/office.js"
"""A copy of it beside our files, for networks that do not reach Microsoft's."""
MANIFEST, PANE_PAGE, FUNCTIONS_JS, METADATA = "manifest.xml", "pane.html", "functions.js", "functions.json"
INSTALLATION = "install.html"
_OTHER_PROGRAMS = ("access", "onenote", "outlook", "powerpoint", "project", "visio", "word")
_NOT_NEEDED = (".debug.js", ".d.ts", "-vsdoc.js", ".map")


def checked_address(text: str) -> str:
    """The address without a slash at its end. Raises UsageError."""
    scheme, _, rest = text.strip().removesuffix("/manifest.xml").rstrip("/").partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    if scheme.lower() == "http":
        what = "是 http 地址，Microsoft 365 只接受 https。请在网站启用 HTTPS，再写 https:// 开头的地址"
    elif not _ADDRESS.fullmatch(address) or len(address) > MAX_ADDRESS:
        what = (
            "不能用作网址。请写 https:// 开头、只含英文字母、数字和 . - _ ~ 的网址，如 https://www.czj.gov.cn/jixiao；"
            "不要带 ? 和 #，中文的名称请换成拼音"
        )
    else:
        return address
    raise UsageError(f"{text}：{what}", "address")


def site_files(address: str, office_js: Path | None = None) -> dict[str, bytes]:
    """Every file by its path below the address, which `checked_address` gave; always the same bytes.

    office_js: a folder with Microsoft's library, to be copied. Raises UsageError where it holds none, and OSError.
    """
    return own_files(address, office_js is not None) | (_library(office_js) if office_js else {})


def own_files(address: str, own_office_js: bool) -> dict[str, bytes]:
    """The files that are not Microsoft's; own_office_js: whether a copy of its library lies beside them."""
    files = {
        file.name: file.read_bytes()
        for file in (*pane.STATIC_FILES, OFFICE / "host.js", OFFICE / "sheet.js", *OFFICE.glob("*.png"))
    }
    about = {"address": address, "own_office_js": own_office_js, "office_js": USUAL_OFFICE_JS, "version": build_id()}
    texts = {
        MANIFEST: manifest(address),
        METADATA: json.dumps(metadata(), ensure_ascii=False, indent=1),
        PANE_PAGE: _pane_page(OWN_OFFICE_JS if own_office_js else USUAL_OFFICE_JS),
        INSTALLATION: render_template(f"{INSTALLATION}.jinja", folder=OFFICE, escaped=True, **about),
    }
    files[FUNCTIONS_JS] = shipped.FUNCTIONS_JS.read_bytes()
    return dict(sorted({**files, **{name: text.encode("utf-8") for name, text in texts.items()}}.items()))


def manifest(address: str) -> str:
    """The manifest of the add-in whose files lie at an address without trailing slash."""
    numbers = (re.findall("[0-9]+", __version__) + ["0"] * 4)[:4]
    return render_template(
        "manifest.xml.jinja",
        folder=OFFICE,
        escaped=True,
        address=address,
        namespace=shipped.NAMESPACE,
        id=uuid.uuid5(uuid.NAMESPACE_URL, address),  # one add-in per address, always with the same id
        version=".".join(numbers),
    )


def has_own_office_js(page: bytes) -> bool:
    """Whether a pane page loads Microsoft's library from beside itself."""
    return f'src="{OWN_OFFICE_JS}"'.encode() in page


def _pane_page(office_js: str) -> str:
    version = package_digest()  # in the addresses, so that no browser mixes a new page with older functions
    scripts = [office_js, *(f"{name}?{version}" for name in ("sheet.js", FUNCTIONS_JS, "pane.js", "host.js"))]
    return pane.pane_page(scripts)


def _library(folder: Path) -> dict[str, bytes]:
    """Microsoft's library as Excel needs it: no other program's files, and none for debugging."""
    found = next((each for each in (folder, folder / "dist") if (each / "office.js").is_file()), None)
    if found is None:
        raise UsageError(f"{folder}：里面没有 office.js。请写 npm 包 @microsoft/office-js 解开后的 dist 文件夹")
    files = {file.relative_to(found).as_posix(): file for file in sorted(found.rglob("*")) if file.is_file()}
    return {
        f"office-js/{name}": file.read_bytes()
        for name, file in files.items()
        if not file.name.startswith(_OTHER_PROGRAMS) and not name.endswith(_NOT_NEEDED)
    }
