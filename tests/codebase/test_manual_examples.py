"""The manual's YAML works: whoever copies an example has a scheme, a data file or cases that are accepted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import shipped_scheme
from xlgen.authoring.cases import run_cases
from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.lint import lint
from xlgen.scheme.load import load_file, load_scheme
from xlgen.scheme.yaml_file import read_file, read_yaml
from xlgen.scoring.data_file import load_form_data

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "使用手册.md"
MANUAL = FILE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)
FEATURES = MANUAL.split("### 表样里能写什么")[1].split("\n### ")[0]
PIECES = re.findall(r"`([^`]*: [^`]*)`", FEATURES)
OF_TESTS = ("capped", "audited", "kinds", "ways", "rows")
"""Schemes of tests, which load them."""
PROJECT = "national-project-2020"


def plain(text: str) -> Any:
    return read_yaml(text, FILE).data


@pytest.mark.parametrize("text", EXAMPLES)
def test_example__is_accepted(text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    example = read_file(file).data
    if "cases" in example:
        shutil.copy(SAMPLES / PROJECT / "inputs.yaml", tmp_path / example["data"])
        results = run_cases(shipped_scheme(PROJECT), file)
        assert [each for result in results for each in result.differences] == []
    elif "scheme" in example:
        load_form_data(file, load_scheme(example["scheme"]))
    else:
        assert load_file(file).id == example["id"]
        assert lint(str(file)).doubts == []


def test_examples__are_of_every_kind() -> None:
    kinds = [next(key for key in ("cases", "scheme", "id") if key in plain(text)) for text in EXAMPLES]
    assert sorted(kinds) == ["cases", "id", "id", "scheme"]


def schemes() -> list[Any]:
    """Plain data of the shipped schemes, of tests' schemes, and of the manual's own, all of which load."""
    files = [*scheme_files().values(), *(ROOT / "tests" / "scheme" / f"{name}.yaml" for name in OF_TESTS)]
    return [*(read_file(file).data for file in files), *map(plain, EXAMPLES)]


def nodes(data: Any) -> Iterator[Any]:
    """A value and everything inside it."""
    yield data
    if isinstance(data, (dict, list)):
        for each in data.values() if isinstance(data, dict) else data:
            yield from nodes(each)


def is_part(piece: Any, whole: Any) -> bool:
    """Whether something says all that a piece says, and perhaps more."""
    if isinstance(piece, dict) and isinstance(whole, dict):
        return all(key in whole and is_part(value, whole[key]) for key, value in piece.items())
    if isinstance(piece, list) and isinstance(whole, list):
        return all(any(is_part(each, other) for other in whole) for each in piece)
    return bool(piece == whole)


def test_features__stand_in_schemes_that_load() -> None:
    whole = [node for scheme in schemes() for node in nodes(scheme) if isinstance(node, dict)]
    assert len(PIECES) > 30
    pieces = [plain(piece) for piece in PIECES]
    assert [piece for piece in pieces if not any(is_part(piece, node) for node in whole)] == []
