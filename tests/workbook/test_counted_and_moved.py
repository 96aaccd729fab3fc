"""Rows that count once, sums within a row, points that move: what Python, formualizer and LibreOffice make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import formualizer
import pytest
from openpyxl.utils import column_index_from_string

from tests.conftest import published_filling, shipped_scheme
from tests.factories.schemes import MINIMAL
from tests.factories.typist import Typist
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated_cells
from tests.workbook.expected import expected_cells, same
from xlgen.scheme.dependencies import incoming_transfers
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import score_form
from xlgen.scoring.status import Status
from xlgen.scoring.tables import score_table
from xlgen.xlsx.values import CellValue

pytestmark = pytest.mark.slow
GUANGDONG, JIANGMEN, SHENZHEN = "guangdong-2019", "jiangmen-2024", "shenzhen-2021"
RECEIVERS = 13
INDICATOR = """      - id: {id}
        name: 指标{id}
        points: {points}
        inputs:
          met_{id}: {{kind: yes_no, label: 是否达标{id}}}
        parts:
          - {{points: {points}, rule: criteria_score, inputs: {{answers: [met_{id}]}}, with: {{each: [{points}]}}}}
"""


def _moved(folder: Path) -> Scheme:
    """3 points that go to 13 indicators: 0.23 to each, and what is left, 0.24, to the last."""
    text = MINIMAL.read_text(encoding="utf-8")
    head, form = text[: text.index("tables:\n")], text[text.index("form:\n") :]
    ids = [f"i{number}" for number in range(1, RECEIVERS + 1)]
    leaves = "".join(INDICATOR.format(id=name, points=37 if name == "i1" else 5) for name in ids)
    leaves += INDICATOR.format(id="giver", points=3)
    leaves += f"        not_applicable: {{when: applies == '不适用', points_to: [{', '.join(ids)}]}}\n"
    head = head.replace("points: 10\n", "points: 100\n").replace("at_least: 9}", "at_least: 90}")
    head = "\n".join(line for line in head.split("\n") if "money_unit" not in line)  # nothing here is an amount
    head += "  applies: {kind: choice, label: 是否适用, options: [适用, 不适用]}\n"
    file = folder / "moved.yaml"
    groups = f"groups:\n  - name: 绩效\n    points: 100\n    indicators:\n{leaves}"
    file.write_text(head + groups + form, encoding="utf-8")
    return load_file(file)


def _all_met(scheme: Scheme) -> FormData:
    answers = {name: "是" for name in scheme.all_inputs if name.startswith("met_")}
    return FormData({"unit_name": "甲", "applies": "不适用", **answers})


def _praised(*rows: tuple[str, str]) -> FormData:
    filled = [{"kind": kind, "matter": matter, "document": "文号"} for kind, matter in rows]
    filling = published_filling(GUANGDONG)
    return replace(filling, tables={**filling.tables, "commendations": filled})


def _fund(**cells: float) -> FormData:
    filling = published_filling(JIANGMEN)
    first, *others = filling.tables["funds"]
    return replace(filling, tables={**filling.tables, "funds": [{**first, **cells}, *others]})


PRAISED = {
    "once": (_praised(("表彰", "甲工作")), 1.0),
    "the same work twice": (_praised(("表彰", "甲工作"), ("表彰", "甲工作")), 1.0),
    "the same but for spaces, case and width": (
        _praised(("表彰", "A级（2019）工作"), ("表彰", " a 级(\uff12\uff10\uff11\uff19)\u3000工作")),
        1.0,
    ),
    "two works": (_praised(("表彰", "甲工作"), ("表彰", "乙工作")), 2.0),
    "one problem twice": (_praised(("问责", "丙"), ("表彰", "甲"), ("问责", "丙")), -1.0),
    "praised and blamed for the same": (_praised(("表彰", "甲"), ("问责", "甲")), -1.0),
    "with wildcards": (_praised(("表彰", "甲工作"), ("表彰", "甲*")), 2.0),
    "long": (_praised(("表彰", "甲" * 300), ("表彰", "甲" * 300), ("表彰", "甲" * 299 + "乙")), 2.0),
}


@pytest.mark.parametrize("case", PRAISED)
def test_rows_alike__count_once(case: str) -> None:
    filling, points = PRAISED[case]
    scores = {score.indicator.id: score.score for score in score_form(shipped_scheme(GUANGDONG), filling).indicators}
    assert scores["work_performance"] == points


@pytest.mark.parametrize(
    ("output", "benefit", "status"),
    [(50, 30, Status.FILLED), (80, 0, Status.FILLED), (50, 30.01, Status.INVALID), (81, 0, Status.INVALID)],
)
def test_sum_of_a_row__within_its_limit(output: float, benefit: float, status: Status) -> None:
    table = score_table(shipped_scheme(JIANGMEN), "funds", _fund(output=output, benefit=benefit))
    assert table.rows[0] is status


@pytest.mark.parametrize(("actual", "points"), [(300_000_000.0, 2.0), (300_000_000.01, 1.0)])
def test_amounts__compared_as_amounts_not_as_a_rounded_rate(actual: float, points: float) -> None:
    filling = published_filling(SHENZHEN)
    amounts: dict[str, CellValue] = {
        "money_unit": "元",
        "procurement_actual": actual,
        "procurement_planned": 300_000_000.0,
    }
    scored = score_form(shipped_scheme(SHENZHEN), replace(filling, inputs={**filling.inputs, **amounts}))
    assert {score.indicator.id: score.score for score in scored.indicators}["procurement"] == points


def test_days_late__at_least_one() -> None:
    spec = shipped_scheme(GUANGDONG).all_inputs["release_days_late"]
    assert spec.bounds[0] == 1


def test_moved_points__to_the_cent_and_full_marks_are_full(tmp_path: Path) -> None:
    scheme = _moved(tmp_path)
    shares = [transfer.share for leaf in scheme.indicators for transfer in incoming_transfers(scheme, leaf)]
    assert shares == [*[0.23] * (RECEIVERS - 1), 0.24]
    scored = score_form(scheme, _all_met(scheme))
    assert scored.total == 100
    assert all(score.score == score.points for score in scored.indicators)
    assert [score.points for score in scored.indicators][-4:] == [5.23, 5.23, 5.24, 0]


def _fillings(folder: Path) -> Iterator[tuple[str, Scheme, FormData]]:
    moved = _moved(folder)
    yield "moved", moved, _all_met(moved)
    for case, (filling, _) in PRAISED.items():
        yield case, shipped_scheme(GUANGDONG), filling
    for benefit in (30, 30.01):
        yield f"funds {benefit}", shipped_scheme(JIANGMEN), _fund(output=50, benefit=benefit)


def test_workbooks__show_what_python_computes_in_formualizer_and_libreoffice(tmp_path: Path) -> None:
    typists: dict[str, Typist] = {}
    books: dict[Path, tuple[str, Typist, FormData]] = {}
    for number, (case, scheme, filling) in enumerate(_fillings(tmp_path)):
        typist = typists.setdefault(scheme.id, Typist(scheme))
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(typist.filled(filling))
        books[file] = (case, typist, filling)
    for scheme_id in typists:
        files = [file for file, (_, typist, _) in books.items() if typist.layout.scheme.id == scheme_id]
        places = {place.sheet for place, _ in expected_cells(typists[scheme_id].layout, books[files[0]][2])}
        by_office = recalculated_cells(files, sorted(places), tmp_path / f"office-{scheme_id}")
        for file in files:
            case, typist, filling = books[file]
            cells = stored(bytes(formualizer.recalculate_xlsx_bytes(file.read_bytes())["bytes"]))
            for place, expected in expected_cells(typist.layout, filling):
                office = by_office[file][place.sheet][place.row - 1][column_index_from_string(place.column) - 1]
                in_engine = cells[place.sheet].get(place.address, "")
                assert same(expected, in_engine), (case, place, in_engine, expected)
                assert same(expected, office), (case, place, office, expected)
