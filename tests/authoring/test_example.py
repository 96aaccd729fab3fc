"""Example fillings are complete and right, whatever a form asks for."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

import xlgen
from tests.conftest import ALL_SCHEMES, published_filling, shipped_scheme
from tests.factories.schemes import HERE, MINIMAL, edited
from xlgen.authoring.example import UNIT, example_of, generated_example
from xlgen.scheme.inputs import UNIT_NAME, InputType
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.xlsx.dates import day_number

OWN = ("minimal.yaml", "rows.yaml", "capped.yaml", "ways.yaml", "audited.yaml", "projects.yaml", "kinds.yaml")


def scheme_named(name: str) -> Scheme:
    return load_file(HERE / name) if name in OWN else shipped_scheme(name)


@pytest.mark.parametrize("name", [*ALL_SCHEMES, *OWN])
def test_example__asks_for_nothing_more(name: str) -> None:
    scheme = scheme_named(name)
    filling = generated_example(scheme)
    assert filling.inputs[UNIT_NAME] == UNIT
    blank = [spec for name, spec in scheme.all_inputs.items() if filling.inputs.get(name) in (None, "")]
    assert [spec.label for spec in blank if spec.kind is not InputType.TICK] == []  # a tick may mean a veto
    for table_id, table in scheme.tables.items():
        rows = filling.tables[table_id]
        assert max(table.at_least_rows, len(table.preset), 1) <= len(rows) <= table.rows
        assert [row for row in rows if not table.columns.keys() <= row.keys()] == []
    assert xlgen.score(scheme, filling).open_points == ()


@pytest.mark.parametrize("name", ["jiangsu-2020", "yueyang-2018"])
def test_example__passes_the_check(name: str) -> None:
    scheme = scheme_named(name)
    report = check_bytes("示例.xlsx", build(scheme, generated_example(scheme)))
    assert [str(finding) for finding in report.findings if finding.level is Level.ERROR] == []


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_shipped_scheme__its_published_sample(name: str) -> None:
    assert example_of(shipped_scheme(name)) == published_filling(name)


def test_scheme_of_ones_own__with_the_id_of_a_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, ("id: minimal", "id: shenzhen-2021")), encoding="utf-8")
    assert example_of(load_file(file)).inputs[UNIT_NAME] == UNIT


def test_sums_limits_days_and_ticks__go_together(tmp_path: Path) -> None:
    inputs = """
          spent: {kind: money, label: 实际支出, no_more_than: budget}
          budget: {kind: money, label: 预算}
          basic: {kind: money, label: 基本支出}
          project: {kind: money, label: 项目支出, maximum: 300}
          sent: {kind: date, label: 报送日, no_more_than: due}
          due: {kind: date, label: 应报日, maximum: 2024-03-31}
          public: {kind: tick, label: 已公开}
          note: {kind: text, label: 说明一下为什么会这样, max_length: 6}
"""
    edits = (
        ("          spent: {kind: money, label: 实际支出, no_more_than: budget}\n", inputs.lstrip("\n")),
        ("          budget: {kind: money, label: 预算}\n          late", "          late"),
        ("form:\n", "balances: [{sum_of: [basic, project], equals: budget}]\nform:\n"),
        ('{text: "{{ year }}年度"}', '{text: "{sent}{due}{public}{note}"}'),
    )
    file = tmp_path / "scheme.yaml"
    text = MINIMAL.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    scheme = load_file(file)
    filling: FormData = replace(generated_example(scheme))
    values = filling.inputs
    assert values["budget"] == 1300.0
    assert (values["basic"], values["project"], values["public"]) == (1000.0, 300.0, "√")
    assert values["sent"] == values["due"] == day_number(datetime.date(2024, 3, 31))
    assert values["note"] == "（示例）说明"
    assert xlgen.score(scheme, filling).open_points == ()
