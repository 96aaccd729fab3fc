"""Where shipped files lie, in an installed wheel or beside the package in a checkout, and their fingerprint."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from xlgen import __version__

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "shipped"


def _shipped(name: str) -> Path:
    installed = _SHIPPED / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


TEMPLATES = _shipped("templates")
SAMPLES = _shipped("samples")
TEXTS = TEMPLATES / "texts"
DESK = TEMPLATES / "desk"
"""The officer's pages."""
FUNCTIONS_JS = TEMPLATES / "javascript" / "functions.js"
"""The custom functions for spreadsheets that run JavaScript."""
DOCUMENTS = _shipped("docs")
"""The manual and what it links to."""
CUSTOM_FUNCTIONS = _shipped("udf")
"""The package `udf`, which `xlgen.hosts` makes importable."""


def scheme_files() -> dict[str, Path]:
    """The shipped schemes: scheme id to its file, in the order of the ids."""
    return {file.parent.name: file for file in sorted(TEMPLATES.glob("*/scheme.yaml"))}


@cache
def package_digest() -> str:
    """A fingerprint of the code, the custom functions, the shipped schemes and texts.

    Where two installations agree on it, they compute the same results. A version number cannot say so: it does not
    change while xlgen is developed, nor when an editable installation is updated.
    """
    digest = hashlib.sha256()
    code = ((_PACKAGE, "*.py"), (CUSTOM_FUNCTIONS, "*.py"), (TEMPLATES, "*"))
    found = [(folder, file) for folder, pattern in code for file in folder.rglob(pattern)]
    files = {
        f"{folder.name}/{file.relative_to(folder).as_posix()}": file
        for folder, file in found
        if folder != _PACKAGE or _SHIPPED not in file.parents  # the same names in a checkout and in a wheel
    }
    for name in sorted(files):
        if files[name].is_file():
            digest.update(f"{name}\0".encode())
            digest.update(hashlib.sha256(files[name].read_bytes()).digest())
    return digest.hexdigest()[:16]


def build_id() -> str:
    """The version with the first digits of the fingerprint, for messages."""
    return f"{__version__}（{package_digest()[:8]}）"
