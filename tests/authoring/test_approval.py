"""The page that an official signs: everything printed is on it, and nothing that it would have to load."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import xlgen
from tests.conftest import ALL_SCHEMES, shipped_scheme
from tests.factories.schemes import HERE, MINIMAL, edited
from xlgen.authoring.approval import approval_page, in_short
from xlgen.authoring.explanation import explanation_of
from xlgen.scheme.load import approval_code, load_file
from xlgen.scheme.model import Scheme

LOADED = re.compile(r"(?:src|href|url)\s*[=(]|<script|https?:|@import", re.IGNORECASE)
WITHOUT_SCORES = """
id: goals
version: 1.0.0
name: 绩效目标申报表
issuer: 示例市财政局
source: 为测试编写
year: 2024
inputs:
  unit_name: {kind: text, label: 单位名称, source: 编制批复}
  total: {kind: money, label: 年度资金总额}
  fiscal: {kind: money, label: 财政拨款}
  other: {kind: money, label: 其他资金, required: false}
balances: [{sum_of: [fiscal, other], equals: total}]
form:
  title: 绩效目标申报表
  paper: A4
  columns: [{width: 20}, {width: 20}]
  header:
    - cells: [{text: 单位名称}, {text: "{unit_name}"}]
    - cells: [{text: 年度资金总额}, {text: "{total}"}]
    - cells: [{text: 财政拨款}, {text: "{fiscal}"}]
    - cells: [{text: 其他资金}, {text: "{other}"}]
"""


def page(scheme: Scheme) -> str:
    return unescape(approval_page(explanation_of(scheme)).decode("utf-8"))


def loaded(text: str, folder: Path) -> Scheme:
    file = folder / "scheme.yaml"
    file.write_text(text, encoding="utf-8")
    return load_file(file)


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_page__has_all_that_is_printed_and_declared(name: str) -> None:
    scheme, shown = shipped_scheme(name), page(shipped_scheme(name))
    for indicator in scheme.indicators:
        for text in (indicator.name, indicator.explanation, *indicator.criteria, *indicator.readings):
            assert text in shown
        for erratum in indicator.errata:
            assert f"印作“{erratum.printed}”，应为“{erratum.meant}”" in shown
    for spec in scheme.all_inputs.values():
        assert f"<td>{spec.label}</td>" in shown
    for part in scheme.reconstructed:
        assert part in shown
    for label in ("意见", "审核人", "日期", approval_code(scheme), scheme.version, f"{scheme.year}年度"):
        assert label in shown


@pytest.mark.parametrize("name", ALL_SCHEMES)
def test_page__loads_nothing_and_shows_no_identifier(name: str) -> None:
    shown = page(shipped_scheme(name))
    assert not LOADED.search(shown)
    assert not re.search(r"[a-z]+_[a-z]+", shown.partition("</style>")[2])
    assert "None" not in shown


def test_texts_of_a_scheme__are_never_markup(tmp_path: Path) -> None:
    scheme = loaded(edited(MINIMAL, ("name: 任务完成", "name: <b>任务</b>完成")), tmp_path)
    assert b"<b>\xe4\xbb\xbb\xe5\x8a\xa1" not in approval_page(explanation_of(scheme))


def test_grades__at_each_cut_off_and_below_it() -> None:
    found = [(sample.score, sample.given) for sample in explanation_of(shipped_scheme("shenzhen-2021")).grades]
    assert found[:5] == [(100, "优"), (90, "优"), (89.99, "良"), (80, "良"), (79.99, "中")]


def test_form_without_scores__its_inputs_and_checks(tmp_path: Path) -> None:
    scheme = loaded(WITHOUT_SCORES, tmp_path)
    shown = page(scheme)
    for text in ("年度资金总额", "编制批复", "合计 “财政拨款”、“其他资金”，应等于 “年度资金总额”", "选填"):
        assert text in shown
    assert "等次" not in shown
    assert "满分" not in shown
    assert list(in_short(explanation_of(scheme)))[-2:] == [
        "其他资金：填写金额，不小于0（选填）",
        "勾稽关系：合计 “财政拨款”、“其他资金”，应等于 “年度资金总额”",
    ]


def test_audit_rules__with_their_levels() -> None:
    scheme = load_file(HERE / "audited.yaml")
    shown = page(scheme)
    assert "<td>基本性</td><td>基本支出 ＋ 项目支出 ＝ 支出合计</td>" in shown
    assert "上年支出合计 ＞ 0 时，（支出合计 － 上年支出合计）的绝对值 ≤ 上年支出合计 × 0.3" in shown
    assert "审核公式（核实性）：预算执行率 ≤ 100%；不成立时提示：预算执行率【预算执行率】，超过100%" in in_short(
        explanation_of(scheme)
    )
    assert "审核公式" not in page(load_file(MINIMAL))


def test_form_about_a_subject__says_so() -> None:
    assert "一个单位可以填几份，每个项目一份" in page(load_file(HERE / "projects.yaml"))
    assert "填报对象" not in page(load_file(MINIMAL))


def test_short_form__a_few_lines_for_each_indicator() -> None:
    scheme = load_file(MINIMAL)
    assert list(in_short(explanation_of(scheme)))[1:] == [
        "1. 预算执行率（6分）",
        "   比率×5分，超过100%的按100%计；取自“预算执行率”",
        "     预算执行率＝0% → 0；预算执行率＝0.1% → 0.01；"
        "预算执行率＝99% → 4.95；预算执行率＝100% → 5；预算执行率＝101% → 5",
        "   1分，每1项（次、分）扣1分，扣完为止；取自“迟报次数”",
        "     迟报次数＝0次 → 1；迟报次数＝1次 → 0；迟报次数＝2次 → 0",
        "   预算执行率 ＝ 实际支出 ÷ 预算",
        "   预算执行率的除数为0：没有预算也没有支出的，视为未执行。",
        "     被除数、除数都为0，按0%计 → 1；只有除数为0，按100%计 → 6",
        "   本指标不得分：是否弄虚作假 ＝ “是”",
        "     是否弄虚作假＝“是” → 0",
        "2. 任务完成（4分）",
        "   每行：完成得4分、未完成得0分；各行得分的平均数；取自《年度任务》每行的“完成情况”",
        "     完成情况＝“完成” → 4；完成情况＝“未完成” → 0",
        "   各行怎样汇总：《年度任务》各行得分的平均数",
        "     两行，得分4和0 → 2",
        "等次：10分 优；9分 优；8.99分 差；0分 差",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("完成的得4分", "完成的得四分"),
        ("help: 每行一项任务。", "help: 每行填一项任务。"),
        ("version: 1.0.0", "version: 1.0.1"),
        ("scores: {完成: 4, 未完成: 0}", "scores: {完成: 4, 未完成: 1}"),
        ("year: 2024", "year: 2025"),
    ],
)
def test_code__another_for_whatever_changes(old: str, new: str, tmp_path: Path) -> None:
    assert approval_code(loaded(edited(MINIMAL, (old, new)), tmp_path)) != approval_code(load_file(MINIMAL))


def test_code__the_same_however_many_rows_are_reserved(tmp_path: Path) -> None:
    more = loaded(edited(MINIMAL, ("rows: 3", "rows: 9")), tmp_path)
    assert approval_code(more) == approval_code(load_file(MINIMAL))
    assert approval_code(more.with_rows({"tasks": 5})) == approval_code(load_file(MINIMAL))


def test_library__writes_the_page(tmp_path: Path) -> None:
    explained = xlgen.explain(load_file(MINIMAL))
    assert explained.save(tmp_path / "新" / "审签.html").read_bytes() == approval_page(explained.explanation)
    assert explained.text.startswith(f"最小示例评分表（minimal，版本 1.0.0，2024年度），校验码 {explained.code}\n")
