"""The manifest, by which Excel installs the add-in."""

from __future__ import annotations

import re
import uuid

from xlgen import __version__
from xlgen.hosts.javascript.served import render_served
from xlgen.workbook.function_call_parts import FUNCTION_NAMESPACE


def manifest(address: str) -> str:
    """The manifest of the add-in served at an address without trailing slash."""
    numbers = (re.findall("[0-9]+", __version__) + ["0"] * 4)[:4]
    return render_served(
        "manifest.xml.jinja",
        address=address,
        namespace=FUNCTION_NAMESPACE,
        id=uuid.uuid5(uuid.NAMESPACE_URL, address),  # one add-in per server, always with the same id
        version=".".join(numbers),
    )
