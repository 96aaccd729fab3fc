"""The lock holds what pyproject.toml asks for: every package, in a version that is allowed, by its hashes."""

from __future__ import annotations

import ast
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENTRY = re.compile(r"(?P<pinned>\S.*?)(?P<hashes>(?: \\\n    --hash=\S+)*)\n(?P<origin>(?:    #.*\n)+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
INTERNALS = {
    "pyopenvba": "pyopenvba.cfb",
    "xlwings": "xlwings.bas",
    "openpyxl": "_HeaderFooterPart",
    "formualizer": "formualizer",  # its public face, which changes with every version
}
"""What is not meant for others, in the packages of which we use such."""


def declared() -> list[Requirement]:
    """What the package and its extras ask for, without the extras' references to each other."""
    texts = [*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())]
    return [asked for asked in map(Requirement, texts) if asked.name != PROJECT["name"]]


@pytest.fixture(scope="module")
def locked() -> list[re.Match[str]]:
    text = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.sub("^#.*\\n", "", text, flags=re.MULTILINE)
    found = list(ENTRY.finditer(entries))
    assert "".join(entry[0] for entry in found) == entries, "nothing but packages: no options, no addresses"
    return found


def is_private(name: str | None) -> bool:
    return any(part.startswith("_") and not part.endswith("__") for part in (name or "").split("."))


def pinned(entry: re.Match[str]) -> Requirement:
    return Requirement(entry["pinned"])


def test_every_package__has_one_version_and_its_hashes(locked: list[re.Match[str]]) -> None:
    assert len(locked) > 100
    for entry in locked:
        (version,) = pinned(entry).specifier
        assert (version.operator, pinned(entry).url) == ("==", None)
        hashes = entry["hashes"].split(" \\\n    ")[1:]
        assert hashes
        assert all(HASH.fullmatch(each) for each in hashes), entry["pinned"]


@pytest.mark.parametrize("asked", declared(), ids=str)
def test_lock__holds_what_is_asked_for(asked: Requirement, locked: list[re.Match[str]]) -> None:
    """Otherwise `make lock` has been forgotten."""
    versions = [
        pinned(entry) for entry in locked if canonicalize_name(pinned(entry).name) == canonicalize_name(asked.name)
    ]
    assert versions
    for each in versions:
        (version,) = each.specifier
        assert asked.specifier.contains(version.version, prereleases=True)


def test_lock__holds_nothing_that_is_no_longer_asked_for(locked: list[re.Match[str]]) -> None:
    named = {canonicalize_name(pinned(entry).name) for entry in locked if "xlgen (pyproject.toml)" in entry["origin"]}
    assert named == {canonicalize_name(requirement.name) for requirement in declared()}


@pytest.mark.parametrize("name", INTERNALS)
def test_package_whose_internals_are_used__has_an_upper_bound(name: str) -> None:
    """The next version may have others."""
    sources = [file.read_text(encoding="utf-8") for file in (CHECKOUT / "xlgen").rglob("*.py")]
    assert any(INTERNALS[name] in source for source in sources), "no longer used: no bound needed"
    asked = [requirement for requirement in declared() if canonicalize_name(requirement.name) == name]
    assert asked
    for each in asked:
        assert {specifier.operator for specifier in each.specifier} == {">=", "<"}


def test_internals__are_all_known() -> None:
    """A name that begins with an underscore is nobody else's business."""
    found = {
        canonicalize_name((node.module or "").split(".")[0])
        for folder in ("xlgen", "udf")
        for file in (CHECKOUT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(map(is_private, [node.module, *(name.name for name in node.names)]))
    }
    assert found == {"openpyxl"}
    assert found <= set(INTERNALS)
