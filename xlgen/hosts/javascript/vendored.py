"""Browser code shipped with xlwings-server: the script that calls functions, and Microsoft's office.js.

The package is located but not imported: importing it evaluates its settings, and any config.py in the current folder.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from xlgen.errors import XlgenError

PACKAGE = "xlwings_server"


class MissingPackageError(XlgenError):
    """xlwings-server is not installed, or its files are not where they are expected."""


def calling_code() -> str:
    """The JavaScript that sends a call to a server and returns the answer to Excel."""
    return _find_static("js/custom-functions/custom-functions-code.js").read_text(encoding="utf-8")


def office_js_folder() -> Path:
    """The folder of Microsoft's library for add-ins; its licence allows shipping it with one."""
    return _find_static("vendor/office-js/*/dist/office.js").parent


def _find_static(pattern: str) -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingPackageError(PACKAGE)
    files = sorted((Path(spec.origin).parent / "static").glob(pattern))
    if not files:
        raise MissingPackageError(pattern)
    return files[-1]
