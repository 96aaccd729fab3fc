"""The manifest, by which Excel installs the add-in."""

from __future__ import annotations

import re
import uuid

from xlgen import __version__
from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES
from xlgen.hosts.javascript.shipped import NAMESPACE

OFFICE = TEMPLATES / "office"


def manifest(address: str) -> str:
    """The manifest of the add-in whose files lie at an address without trailing slash."""
    numbers = (re.findall("[0-9]+", __version__) + ["0"] * 4)[:4]
    return render_template(
        "manifest.xml.jinja",
        folder=OFFICE,
        escaped=True,
        address=address,
        namespace=NAMESPACE,
        id=uuid.uuid5(uuid.NAMESPACE_URL, address),  # one add-in per address, always with the same id
        version=".".join(numbers),
    )
