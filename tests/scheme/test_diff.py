"""What differs between two schemes is said once, at its place, in words; what is the same is not mentioned."""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from tests.factories.schemes import HERE, MINIMAL
from xlgen.files.resources import scheme_files
from xlgen.scheme import model
from xlgen.scheme.describe import CHOICES, EXPRESSIONS, KEYS, fields_of
from xlgen.scheme.diff import Change, compare_schemes, differences, report
from xlgen.scheme.inputs import Element
from xlgen.scheme.load import load_file, load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scheme.source import Path as Steps

pytestmark = pytest.mark.slow

NEXT_YEAR = HERE / "next_year.yaml"
SECTION = {"groups": "各级指标", "adjustments": "加减分", "inputs": "填报项", "tables": "明细表", "form": "版面"}


def compared(text: str, folder: Path) -> list[Change]:
    """The small scheme against one that extends it and states this."""
    file = folder / "next.yaml"
    file.write_text(f"extends: {MINIMAL}\n{text}", encoding="utf-8")
    return compare_schemes(str(MINIMAL), str(file))


@pytest.mark.parametrize("name", [*scheme_files(), str(MINIMAL), str(NEXT_YEAR)])
def test_same_scheme__no_difference(name: str) -> None:
    assert compare_schemes(name, name) == []
    assert list(report([])) == ["两个表样相同"]


def test_other_year_alone__is_one_difference(tmp_path: Path) -> None:
    """Texts that follow the year are no change of their own."""
    assert compared("year: 2025\n", tmp_path) == [Change("表样", "改动", "年度", ("2024 → 2025",))]


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(scheme_files(), 2)))
def test_any_two_schemes__compared(old: str, new: str) -> None:
    changes = compare_schemes(old, new)
    assert {change.what for change in changes} == {"新增", "删除", "改动"}
    assert all(change.subject and not change.subject.isascii() for change in changes)
    assert list(report(changes))[-1].startswith(f"共 {len(changes)} 处不同：")


def test_next_year__as_an_officer_would_explain_it() -> None:
    lines = list(report(compare_schemes("shenzhen-2021", str(NEXT_YEAR))))
    text = "\n".join(lines)
    for said in (
        "  改动：年度\n    2021 → 2022\n",
        "  改动：等次\n    - 优，不少于 90\n    + 优，不少于 92\n",
        "  改动：“部门管理 / 资产管理”\n    名称：资产管理 → 资产和数据管理\n    分值：3分 → 5分\n",
        "  删除：“编外人员控制率”\n    原在“部门管理 / 人员管理”\n    分值：1分\n",
        "  新增：“数据资产登记”\n    在“部门管理 / 资产和数据管理”\n    分值：2分\n",
        "    评分标准：\n      - 1.财政供养人员控制率≤100%的，得 1 分；\n"
        "      + 1.财政供养人员控制率≤100%的，得 2 分；\n",
        "      - 6分：≥95%得6分；≥90%得4分；≥80%得2分；其余得1分；取自“社会公众或服务对象满意度”\n"
        "      + 4分：比率×4分，超过100%的按100%计；取自“社会公众或服务对象满意度”\n",
        "  删除：“劳务派遣人数”\n",
        "  改动：“联系电话”\n    名称：联系电话 → 联系人电话\n",
        "  改动：“核定编制数（含工勤人员）”\n    填写提示：无 → 以年末批复为准。\n",
    ):
        assert said in text
    assert lines[-1] == (
        "共 24 处不同：表样改动 6，各级指标改动 4，指标删除 1，指标改动 4，指标新增 1，"
        "填报项删除 2，填报项新增 2，填报项改动 3，版面改动 1"
    )


PAID = """
    name: 支付及时性
    points: 1
    explanation: 说明
    criteria: [标准]
    parts: [{points: 1, rule: deduct_score, inputs: {counts: [late]}, with: {each: [1]}}]
"""
SAID = {
    "level moved indicators": (
        "groups: {履职: {points: 6, before: 绩效}, 绩效: {points: 4}}\nindicators: {execution: {in: 履职}}\n",
        [
            Change("各级指标", "改动", "“绩效”", ("分值：10分 → 4分",)),
            Change("各级指标", "新增", "“履职”", ("分值：6分",)),
            Change("指标", "改动", "“预算执行率”", ("移动：“绩效” → “履职”",)),
        ],
    ),
    "level renamed": (
        "groups: {绩效: {name: 成效}}\n",
        [Change("各级指标", "改动", "“绩效”", ("名称：绩效 → 成效",))],
    ),
    "order of indicators": (
        "indicators: {completion: {before: execution}}\n",
        [Change("各级指标", "改动", "“绩效”", ("次序：“任务完成”、“预算执行率”",))],
    ),
    "veto": (
        "indicators: {execution: {veto: late > 3, inputs: {falsified: null}}}\n",
        [
            Change("指标", "改动", "“预算执行率”", ("不得分的情形：“是否弄虚作假” ＝ “是” → “迟报次数” ＞ 3",)),
            Change("填报项", "删除", "“是否弄虚作假”"),
        ],
    ),
    "one thing for another of the same name": (
        "inputs:\n  house: {kind: text, label: 单位名称}\n  unit_name: {}\n"
        "form: {header: [{cells: [{text: '{house}{unit_name}', columns: 5}]}]}\n",
        [
            Change("填报项", "新增", "“单位名称”", ("用于：单位基本情况", "单位名称，种类 文字")),
            Change(
                "版面",
                "改动",
                "表头",
                (
                    "- 单位名称：{“单位名称”}，列 4；2024年度",
                    "+ {“单位名称”}{“单位名称”}，列 5",
                ),
            ),
        ],
    ),
    "measure": (
        "indicators: {execution: {measures: {execution_rate: {value: budget / spent}}}}\n",
        [
            Change(
                "指标",
                "改动",
                "“预算执行率”",
                ("自动计算：“预算执行率”：算式：“实际支出” ÷ “预算” → “预算” ÷ “实际支出”",),
            )
        ],
    ),
    "input moved and changed": (
        "indicators:\n  completion: {inputs: {late: {kind: count, label: 迟报次数, unit: 件, maximum: 12}}}\n"
        "  execution: {inputs: {late: null}}\n",
        [
            Change(
                "填报项", "改动", "“迟报次数”", ("移动：“预算执行率” → “任务完成”", "计量单位：次 → 件")
            )
        ],
    ),
    "table": (
        "tables: {tasks: {rows: 5, columns: {task: {label: 工作}}}}\n",
        [Change("明细表", "改动", "“年度任务”", ("行数：3 → 5", "列：“工作”：名称：任务 → 工作"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("stated", "expected"), SAID.values(), ids=SAID)
def test_change__said(stated: str, expected: list[Change], tmp_path: Path) -> None:
    assert compared(stated, tmp_path) == expected


def test_new_indicator__said_with_its_scoring(tmp_path: Path) -> None:
    stated = f"points: 11\ngroups: {{绩效: {{points: 11}}}}\nindicators:\n  paid:\n    in: 绩效{PAID}"
    (added,) = [change for change in compared(stated, tmp_path) if change.what == "新增"]
    assert added.details == (
        *("在“绩效”", "分值：1分", "指标说明：说明", "评分标准：标准"),
        "计分：1分：每1项（次、分）扣1分，扣完为止；取自“迟报次数”",
    )


def places(data: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Every single value in plain data."""
    if isinstance(data, (dict, list)):
        for key, item in data.items() if isinstance(data, dict) else enumerate(data):
            yield from places(item, (*steps, key))
    else:
        yield steps


SAMPLED = {"minimal": None, "guangdong-2019": 100}
"""How many changes are tried, drawn with a fixed seed; None: all. On the largest scheme one takes 20 ms."""


def sampled(name: str, steps: Iterable[Steps]) -> list[Steps]:
    """The values of a scheme that are changed one by one."""
    ordered, count = sorted(set(steps), key=str), SAMPLED[name]
    return ordered if count is None else random.Random(2019).sample(ordered, count)


def inside(data: Any, steps: Steps) -> Any:
    for step in steps:
        data = data[step]
    return data


def another(value: Any, key: object) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if key in CHOICES:
        options = list(CHOICES[str(key)])
        return options[(options.index(value) + 1) % len(options)]
    if key in EXPRESSIONS:
        return f"1 - ({value})"
    return f"{value}又" if value else "又"


@cache
def written(name: str) -> Scheme:
    return load_file(MINIMAL) if name == "minimal" else load_scheme(name)


@pytest.mark.parametrize("name", SAMPLED)
def test_every_single_change__is_the_one_that_is_named(name: str) -> None:
    scheme = written(name)
    data: Any = scheme.model_dump(mode="json", by_alias=True, exclude_none=True)
    tried = 0
    for steps in sampled(name, places(data)):
        at, key = inside(data, steps[:-1]), steps[-1]
        if key in ("id", "rule") or ("with" in steps and isinstance(at[key], str)):
            continue  # another indicator, another rule: more than one change
        value, at[key] = at[key], another(at[key], key)
        try:
            changes = differences(scheme, Scheme.model_validate(data))
        except ValidationError:
            continue
        finally:
            at[key] = value
        tried += 1
        (change,) = changes
        assert (change.what, bool(change.details)) == ("改动", True), steps
        expected = {SECTION.get(str(steps[0]), "表样")}
        if "indicators" in steps:
            expected = {"填报项" if "inputs" in steps and "parts" not in steps else "指标"}
        elif steps[0] == "adjustments" and "inputs" in steps:
            expected = {"填报项"}
        assert change.section in expected, steps
    assert tried > 50


@pytest.mark.parametrize("name", SAMPLED)
def test_every_missing_item__is_named(name: str) -> None:
    """A list or a mapping one shorter is a difference, and its order is another."""
    scheme = written(name)
    data: Any = scheme.model_dump(mode="json", by_alias=True, exclude_none=True)
    collections = {path[:cut] for path in places(data) for cut in range(1, len(path))}
    collections = {steps for steps in collections if len(inside(data, steps)) >= 2}
    for steps in sampled(name, collections):
        items = inside(data, steps)
        changed = copy.deepcopy(data)
        at = inside(changed, steps[:-1])
        turned = dict(reversed(items.items())) if isinstance(items, dict) else items[::-1]
        shorter = dict(list(items.items())[:-1]) if isinstance(items, dict) else items[:-1]
        for value in (turned, shorter):
            at[steps[-1]] = value
            try:
                other = Scheme.model_validate(changed)
                changes = differences(scheme, other)
            except ValidationError:
                continue
            assert bool(changes) is (other.model_dump_json() != scheme.model_dump_json()), steps


def elements() -> list[type[Element]]:
    return [
        each
        for each in vars(model).values()
        if isinstance(each, type) and issubclass(each, Element) and each is not Element
    ]


@pytest.mark.parametrize("element", elements(), ids=lambda element: element.__name__)
def test_every_key__has_a_word(element: type[BaseModel]) -> None:
    assert {field.alias or name for name, field in element.model_fields.items()} <= set(KEYS)


def test_every_choice__has_a_word() -> None:
    for element in elements():
        for name, field in element.model_fields.items():
            for option in getattr(field.annotation, "__args__", None) or getattr(field.annotation, "__members__", {}):
                if isinstance(option, str) and name != "paper":
                    members = getattr(field.annotation, "__members__", {})
                    assert (members[option].value if option in members else option) in CHOICES[name]


def test_fields__are_written_keys() -> None:
    (part,) = load_file(MINIMAL).indicators[1].parts
    assert {"with", "rule"} <= {key for key, _, _ in fields_of(part)}
