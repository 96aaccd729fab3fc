"""The manifest: the file by which Excel knows the add-in."""

from __future__ import annotations

import re
import uuid

from xlgen import __version__
from xlgen.hosts.javascript.templates import rendered
from xlgen.workbook.function_call_parts import FUNCTION_NAMESPACE


def manifest(address: str) -> str:
    """The manifest of the add-in served at an address, which has no slash at its end."""
    numbers = (re.findall("[0-9]+", __version__) + ["0"] * 4)[:4]
    return rendered(
        "manifest.xml.jinja",
        address=address,
        namespace=FUNCTION_NAMESPACE,
        id=uuid.uuid5(uuid.NAMESPACE_URL, address),  # each server's add-in is one of its own, and always the same
        version=".".join(numbers),
    )
