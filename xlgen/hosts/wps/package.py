"""The add-in to be handed on: its folder, what administrators need, and what installs it by a double click."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from xlgen import __version__
from xlgen.files.folder import save_folder
from xlgen.files.render import render_template
from xlgen.hosts.wps.addin import TEMPLATE_FOLDER, addin_files
from xlgen.hosts.wps.doctor import LEAST_VERSION
from xlgen.hosts.wps.installing import FOLDER, PUBLISH, installed_files, own
from xlgen.hosts.wps.registration import NAME, registered

SERVER = "服务器/jsplugins.xml"
EXPLANATION = "安装说明.txt"
SCRIPT, BATCH_FILES = "安装.js", ("安装.bat", "卸载.bat")


def package_files() -> Mapping[str, bytes]:
    """All files by their names below the package; the same bytes every time."""
    return {
        **{f"{FOLDER}/{name}": content for name, content in addin_files().items()},
        PUBLISH: registered(None, FOLDER, __version__),
        SERVER: _rendered("jsplugins.xml.jinja", escaped=True).encode("utf-8"),
        EXPLANATION: _for_windows(_rendered(f"{EXPLANATION}.jinja"), "utf-8-sig"),
        **{name: _for_windows(_rendered(f"{name}.jinja"), "gbk") for name in BATCH_FILES},
        SCRIPT: _for_windows(_escaped(_rendered(f"{SCRIPT}.jinja")), "ascii"),
    }


def write_package(folder: Path) -> None:
    """Write the package into a folder that is empty, or has an older one. Raises UsageError, OSError."""
    files = package_files()
    older = [f"{old.name}/{name}" for old in own(folder) for name in installed_files(old)]
    save_folder(folder, files, older)


def _rendered(template: str, escaped: bool = False) -> str:
    return render_template(
        template,
        folder=TEMPLATE_FOLDER,
        escaped=escaped,
        name=NAME,
        folder_name=FOLDER,
        version=__version__,
        least=LEAST_VERSION,
    )


def _escaped(script: str) -> str:
    """A script without Chinese in it: Windows Script Host reads no UTF-8."""
    return re.sub(r"[^\x00-\x7f]", lambda sign: f"\\u{ord(sign[0]):04x}", script)


def _for_windows(text: str, encoding: str) -> bytes:
    return text.replace("\n", "\r\n").encode(encoding)
