"""What xlwings-server brings for browsers: the code that calls functions, and Microsoft's office.js.

The package is located and not imported: importing it runs settings, and whatever config.py lies in the folder
that one happens to stand in.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from xlgen.errors import XlgenError

PACKAGE = "xlwings_server"


class MissingPackageError(XlgenError):
    """xlwings-server is not there, or is laid out otherwise than expected."""


def calling_code() -> str:
    """The JavaScript that sends a call to a server and gives Excel its answer."""
    return _found("js/custom-functions/custom-functions-code.js").read_text(encoding="utf-8")


def office_js() -> Path:
    """The folder of Microsoft's library for add-ins; its licence allows it to be a part of one."""
    return _found("vendor/office-js/*/dist/office.js").parent


def _found(pattern: str) -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingPackageError(PACKAGE)
    found = sorted((Path(spec.origin).parent / "static").glob(pattern))
    if not found:
        raise MissingPackageError(pattern)
    return found[-1]
