from __future__ import annotations

import pytest

from tests.conftest import shipped_scheme
from xlgen.suspicions.own_indicators import own_indicator_doubts
from xlgen.suspicions.own_rows import OwnRow, own_rows, own_tables
from xlgen.suspicions.suspicion import Kind
from xlgen.xlsx.values import CellValue

Rows = list[dict[str, CellValue]]


def rows(scheme: str, table: str, filled: Rows) -> list[OwnRow]:
    return list(own_rows(own_tables(shipped_scheme(scheme)), {table: filled}))


def kinds(found: list[OwnRow]) -> list[Kind]:
    return [doubt.kind for doubt in own_indicator_doubts(found, lambda row: f"E{row.number + 5}")]


@pytest.mark.parametrize(
    ("scheme", "tables"),
    [
        ("jiangning", ["duty_targets", "benefit_targets", "satisfaction_targets"]),
        ("jiangsu-2020", ["duties"]),
        ("national-project-2020", ["targets"]),
        ("sichuan-project-2023", ["targets"]),
        ("chongqing-2021", ["targets"]),
        ("huangshi-2019", ["items"]),
        ("ningxiang-2021", ["long_term", "annual"]),
        ("jiangmen-2024", ["outputs", "benefits"]),
        ("yueyang-2018", []),
    ],
)
def test_tables__of_own_indicators(scheme: str, tables: list[str]) -> None:
    assert [table.name for table in own_tables(shipped_scheme(scheme))] == tables


def test_columns__follow_from_the_scheme() -> None:
    (national,) = own_tables(shipped_scheme("national-project-2020"))
    assert (national.level, national.dimension, national.indicator) == ("{level}", "{dimension}", "{name}")
    assert (national.sign, national.target, national.unit, national.basis) == ("sign", "target", "unit", "")
    (chongqing,) = own_tables(shipped_scheme("chongqing-2021"))
    assert (chongqing.target, chongqing.level) == ("target", "")  # the adjusted one, not the first
    duty = own_tables(shipped_scheme("jiangning"))[0]
    assert (duty.sign, duty.dimension, duty.basis) == ("direction", "{goal}", "evidence")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("≥95%", (True, 95, "%")),
        ("不低于 98 个", (True, 98, "个")),
        ("100%", (False, 100, "%")),
        ("≤3万元", (False, None, "")),
        ("良好", (False, None, "")),
    ],
)
def test_target__written_as_a_text(text: str, read: tuple[bool, float | None, str]) -> None:
    filled: Rows = [{"level": "效益指标", "name": "处理率", "target": text}]
    (row,) = rows("huangshi-2019", "items", filled)
    assert (row.at_least, row.target, row.unit) == read


def national(dimension: str, name: str, sign: str = "＝", target: float = 10, unit: str = "个") -> dict[str, CellValue]:
    benefit = "效益" in dimension
    level = "满意度指标" if "满意" in dimension else "效益指标" if benefit else "产出指标"
    return {"level": level, "dimension": dimension, "name": name, "sign": sign, "target": target, "unit": unit}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (national("成本指标", "项目总成本", "≥", 50, "万元"), [Kind.COST_NOT_BELOW]),
        (national("成本指标", "项目总成本", "≤", 50, "万元"), []),
        (national("成本指标", "成本节约率", "≥", 5, "%"), []),
        (national("数量指标", "资金支付", "＝", 30, "万元"), [Kind.PAYMENT_AS_QUANTITY]),
        (national("数量指标", "补助资金发放额", "＝", 30, "万元"), [Kind.PAYMENT_AS_QUANTITY]),
        (national("数量指标", "资金支持企业数", "≥", 30, "家"), []),
        (national("时效指标", "资金支付及时率", "≥", 90, "%"), []),
        (national("社会效益指标", "群众知晓率", "≥", 95, "%"), [Kind.HIGH_TARGET]),
        (national("社会效益指标", "群众知晓率", "≥", 90, "%"), []),
        (national("质量指标", "验收合格率", "≥", 98, "%"), []),
        (national("质量指标", "验收合格率", "≥", 98, ""), [Kind.HIGH_TARGET]),
        (national("服务对象满意度指标", "满意度", "≥", 95, "%"), []),
    ],
)
def test_row__that_reviewers_ask_about(row: dict[str, CellValue], expected: list[Kind]) -> None:
    assert kinds(rows("national-project-2020", "targets", [row])) == expected


def test_basis__where_the_form_asks_for_it() -> None:
    row: dict[str, CellValue] = {
        "dimension": "社会效益", "name": "知晓率", "direction": "≥", "target": 98, "unit": "%", "evidence": "调查报告",
    }  # fmt: skip
    assert kinds(rows("jiangning", "benefit_targets", [row])) == []
    assert kinds(rows("jiangning", "benefit_targets", [{**row, "evidence": None}])) == [Kind.HIGH_TARGET]


def test_same_indicator__under_output_and_benefit() -> None:
    both = [national("数量指标", "服务 企业数"), national("社会效益指标", "服务企业数"), national("数量指标", "会议数")]
    found = rows("national-project-2020", "targets", both)
    (doubt,) = own_indicator_doubts(found, lambda row: f"E{row.number + 5}")
    assert doubt.kind is Kind.IN_OUTPUT_AND_BENEFIT
    assert doubt.where == "E6"
    assert "（E5）" in doubt.message
    assert kinds(found[:1] + rows("national-project-2020", "targets", [national("质量指标", "服务企业数")])) == []


def test_several_rows__in_one_message() -> None:
    costs = [national("成本指标", f"成本{number}", "≥") for number in range(5)]
    (doubt,) = own_indicator_doubts(rows("national-project-2020", "targets", costs), lambda row: "E5")
    assert doubt.message == "成本指标“成本0”、“成本1”、“成本2”等5项都选的是“≥”，成本一般是越低越好"
