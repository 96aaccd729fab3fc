"""Whatever is typed into a workbook is read back as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.form_workbooks import read_back
from tests.factories.random_fillings import random_filling
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, Row, presets
from xlgen.scoring.status import is_blank
from xlgen.submissions.compare import compare
from xlgen.submissions.read import read_returned
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow


SEEDS = range(12)


def _read(scheme: Scheme, workbook: bytes) -> FormData:
    return read_returned(read_back(workbook), scheme, Path("returned.xlsx")).filling


def _inputs(scheme: Scheme, filling: FormData) -> dict[str, CellValue]:
    return {name: filling.inputs.get(name) for name in scheme.all_inputs}


def _tables(scheme: Scheme, filling: FormData) -> dict[str, list[Row]]:
    """All rows down to the last with something in it, every column named."""
    found: dict[str, list[Row]] = {}
    for name, table in scheme.tables.items():
        found[name] = [{column: row.get(column) for column in table.columns} for row in filling.tables.get(name, ())]
        while found[name] and all(is_blank(value) for value in found[name][-1].values()):
            found[name].pop()
    return found


def _words(filling: FormData, kind: str) -> dict[str, str]:
    return {indicator: words for indicator, words in getattr(filling, kind).items() if words}


def _assert_same(scheme: Scheme, filling: FormData) -> None:
    found = _read(scheme, build(scheme, filling))
    assert _inputs(scheme, found) == _inputs(scheme, filling)
    assert _tables(scheme, found) == _tables(scheme, filling)
    for kind in ("remarks", "evidence", "notes"):
        assert _words(found, kind) == _words(filling, kind)


def test_round_trip__published_filling(scheme: Scheme, filling: FormData) -> None:
    _assert_same(scheme, filling)


def test_round_trip__blank(scheme: Scheme) -> None:
    _assert_same(scheme, presets(scheme))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SCHEMES)
def test_round_trip__random_filling(name: str, seed: int) -> None:
    _assert_same(shipped_scheme(name), random_filling(shipped_scheme(name), seed))


@pytest.mark.parametrize("name", SCHEMES)
def test_returned_workbook__shows_the_scores_by_rule_and_as_reported(name: str) -> None:
    scheme, filling = shipped_scheme(name), published_filling(name)
    book = read_back(build(scheme, filling))
    comparison = compare(scheme, read_returned(book, scheme, Path("returned.xlsx")), "")
    assert {each.indicator.id: comparison.reported(each) for each in comparison.disagreements} == filling.reported
    agreeing = [each for each in comparison.by_rule.indicators if each.indicator.id not in filling.reported]
    assert [comparison.reported(each) for each in agreeing] == [each.score for each in agreeing]
