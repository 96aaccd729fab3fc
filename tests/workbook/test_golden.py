"""The parts of a small form's workbook, compared with those kept in golden/parts: no change of the file goes unseen.

Renew them as tests/golden tells.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tests.golden import assert_as_kept, renewing
from xlgen.scheme.load import load_file
from xlgen.workbook.build import build

GOLDEN = Path(__file__).with_name("golden")
PARTS = GOLDEN / "parts"
NOT_KEPT = {
    "xl/theme/theme1.xml",  # openpyxl's constant theme: ours in no way
}
NOISE = [
    (rb"<AppVersion>[\d.]+</AppVersion>", b"<AppVersion/>"),  # openpyxl's own version
    (rb"(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])", b"TEMPLATE"),  # the digest of the scheme: follows the model's fields
]


@cache
def _written() -> dict[str, str]:
    """Every part that is kept, pretty-printed and without noise, by the name of its file."""
    with zipfile.ZipFile(io.BytesIO(build(load_file(GOLDEN / "scheme.yaml")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in NOT_KEPT}
    return {name.replace("/", "__"): _pretty(content) for name, content in parts.items()}


def _pretty(content: bytes) -> str:
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
    printed: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8")
    for pattern, replacement in NOISE:
        printed = re.sub(pattern, replacement, printed)
    return printed.decode("utf-8")


@pytest.fixture(scope="module", autouse=True)
def _renewed() -> None:
    if renewing():
        PARTS.mkdir(exist_ok=True)
        for old in PARTS.iterdir():
            old.unlink()
        for name, content in _written().items():
            (PARTS / name).write_text(content, encoding="utf-8", newline="\n")


def test_golden__same_parts() -> None:
    assert sorted(_written()) == sorted(file.name for file in PARTS.iterdir())


@pytest.mark.parametrize("part", sorted(file.name for file in PARTS.glob("*")))
def test_golden__same_content(part: str) -> None:
    assert_as_kept(PARTS / part, _written()[part].splitlines())
