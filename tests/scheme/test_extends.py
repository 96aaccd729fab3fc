"""A scheme that extends another: what it states is laid over it, and every problem is reported where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import HERE, MINIMAL, assert_helpful, edited, problems_of_scheme
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import digest, load_file, load_scheme
from xlgen.scheme.model import Scheme

NEXT_YEAR = HERE / "next_year.yaml"
PART = "{points: 1, rule: deduct_score, inputs: {counts: [late]}, with: {each: [1]}}"
ADDED = """  paid:
    in: 绩效
    name: 支付及时性
    points: 1
    explanation: 说明
    criteria: [标准]
    inputs: {unpaid: {kind: count, label: 未付款项数}}
    parts: [{points: 1, rule: deduct_score, inputs: {counts: [unpaid]}, with: {each: [1]}}]
"""


def extending(text: str, folder: Path, base: Path = MINIMAL, name: str = "next.yaml") -> Path:
    """A file that extends the small scheme, or another, and states this."""
    file = folder / name
    file.write_text(f"extends: {base}\n{text}", encoding="utf-8")
    return file


def loaded(text: str, folder: Path) -> Scheme:
    return load_file(extending(text, folder))


def found(text: str, folder: Path) -> list[tuple[str, str]]:
    """Code and place of each problem of a file that extends the small scheme: file name and the text of the line."""
    problems = problems_of_scheme(extending(text, folder))
    assert_helpful(problems)
    return [
        (each.code, f"{each.file.stem}: {each.file.read_text(encoding='utf-8').splitlines()[each.line - 1].strip()}")
        for each in problems
    ]


def ids(scheme: Scheme) -> list[str]:
    return [leaf.id for leaf in scheme.indicators]


@pytest.mark.parametrize("year", [None, 2030])
@pytest.mark.parametrize("name", scheme_files())
def test_nothing_stated__the_same_scheme(name: str, year: int | None, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(f"extends: {name}\n", encoding="utf-8")
    same = load_scheme(str(file), year)
    assert same == load_scheme(name, year)
    assert digest(same) == digest(load_scheme(name, year))
    assert list(same.all_inputs) == list(load_scheme(name).all_inputs)


def test_next_year__is_what_a_full_file_gives(tmp_path: Path) -> None:
    """The same changes made to a copy of the file."""
    text = edited(
        scheme_files()["shenzhen-2021"],
        ("id: shenzhen-2021\nversion: 1.2.0", "id: next-year\nversion: 2.0.0"),
        ("source: 深圳市科技交流服务中心《2021年度单位整体绩效评价报告》附件", "source: 为测试编写"),
        ("year: 2021", "year: 2022"),
        ("government: 市委市政府", "government: 市委、市政府"),
        ("{name: 优, at_least: 90}", "{name: 优, at_least: 92}"),
        (
            "phone: {kind: text, label: 联系电话, required: false, private: true}",
            "contact: {kind: text, label: 联系人, required: false}\n"
            "  phone: {kind: text, label: 联系人电话, required: false, private: true}",
        ),
        ("  - name: 部门管理\n    points: 20", "  - name: 部门管理\n    points: 22"),
        ("      - name: 资产管理\n        points: 3", "      - name: 资产和数据管理\n        points: 5"),
        ("  - name: 部门绩效\n    points: 60", "  - name: 部门绩效\n    points: 58"),
        ("      - name: 公平性\n        points: 9", "      - name: 公平性\n        points: 7"),
        ('{text: "{filler}", columns: 4}', '{text: "{filler}　联系人：{contact}", columns: 4}'),
    )
    addition = NEXT_YEAR.read_text(encoding="utf-8").split("  data_assets:\n")[1].split("  staff_control:\n")[0]
    addition = addition.replace("    in: 部门管理/资产管理\n    before: fixed_assets_usage\n", "")
    indented = "".join(f"        {line}\n" for line in addition.splitlines())
    place = "          - id: fixed_assets_usage\n"
    text = text.replace(place, f"          - id: data_assets\n{indented}{place}")
    text = removed(text, "          - id: contract_staff_control\n", "      - name: 制度管理\n")
    text = removed(text, "            readings:\n              - “如实际采购金额", "            inputs:\n")
    staff = text.index("          - id: staff_control")
    before, staff_text = text[:staff], text[staff:]
    staff_text = staff_text.replace("points: 1", "points: 2", 1).replace("得 1 分", "得 2 分", 1)
    staff_text = staff_text.replace(
        "（含工勤人员）, unit: 人, locked: true, source",
        "（含工勤人员）, unit: 人, locked: true, help: 以年末批复为准。, source",
        1,
    )
    staff_text = staff_text.replace("- points: 1", "- points: 2", 1).replace(
        "at_most: 1.00, score: 1", "at_most: 1.00, score: 2", 1
    )
    satisfied = staff_text.index("          - id: satisfaction")
    middle, satisfaction = staff_text[:satisfied], staff_text[satisfied:].replace("points: 6", "points: 4", 1)
    after = "\n# 自评报告的提纲"
    satisfaction = removed(satisfaction, "              - points: 6\n", after)
    part = "              - {points: 4, rule: ratio_score, inputs: {rate: satisfaction_rate}}\n"
    file = tmp_path / "full.yaml"
    file.write_text(before + middle + satisfaction.replace(after, part + after), encoding="utf-8")
    full, merged = load_file(file), load_file(NEXT_YEAR)
    assert merged == full
    assert merged.model_dump_json() == full.model_dump_json()  # the order of everything, too
    assert digest(load_file(NEXT_YEAR, 2030)) == digest(load_file(file, 2030))


def removed(text: str, start: str, end: str) -> str:
    """The text without what stands from start to before the next end."""
    assert text.count(start) == 1
    first = text.index(start)
    return text[:first] + text[text.index(end, first) :]


def test_year__renders_inherited_texts(tmp_path: Path) -> None:
    file = extending("year: 2025\nparameters: {city: 样板市}\n", tmp_path)
    assert load_file(file).indicators[0].explanation == "反映样板市2025年度预算执行情况。"
    assert load_file(file, 2031).indicators[0].explanation == "反映样板市2031年度预算执行情况。"


def test_chain__each_over_the_one_before(tmp_path: Path) -> None:
    extending("version: 2.0.0\nindicators: {execution: {name: 甲, remark: 乙}}\n", tmp_path, name="second.yaml")
    third = extending(
        "year: 2026\nindicators: {execution: {name: 丙}}\n", tmp_path, Path("second.yaml"), name="third.yaml"
    )
    scheme = load_file(third)
    leaf = scheme.indicators[0]
    assert (scheme.id, scheme.version, scheme.year) == ("minimal", "2.0.0", 2026)
    assert (leaf.name, leaf.remark, leaf.points) == ("丙", "乙", 6)


def test_chain__problems_of_every_file(tmp_path: Path) -> None:
    extending("version: 2\nversion: 3\nindicators: {no: null}\n", tmp_path, name="second.yaml")
    third = extending("year: 1\ngroups: {无: {points: 3}}\nx: 1\n", tmp_path, Path("second.yaml"), name="third.yaml")
    problems = problems_of_scheme(third)
    assert [(each.file.name, each.line, each.code) for each in problems] == [
        ("second.yaml", 2, "WRONG_TYPE"),
        ("second.yaml", 3, "DUPLICATE_KEY"),
        ("second.yaml", 4, "NOT_IN_BASE"),
        ("third.yaml", 2, "WRONG_TYPE"),
        ("third.yaml", 3, "NOT_IN_BASE"),
        ("third.yaml", 4, "UNKNOWN_KEY"),
    ]
    assert [("third.yaml" in each.remedy) for each in problems] == [True, False, False, False, False, False]


def test_folder_and_shipped_id__are_bases(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(f"extends: {MINIMAL}\nname: 甲\n", encoding="utf-8")
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / "scheme.yaml").write_text("extends: ..\nversion: 2.0.0\n", encoding="utf-8")
    scheme = load_scheme(str(tmp_path / "next"))
    assert (scheme.name, scheme.version) == ("甲", "2.0.0")


@pytest.mark.parametrize("base", ["nowhere", "x" * 300, "/nowhere/at/all", "shenzhen-2020"])
def test_no_base__error(base: str, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_text(f"# a comment\nid: a\nid: b\nextends: {base}\n", encoding="utf-8")
    problems = problems_of_scheme(file)
    assert [(each.code, each.line) for each in problems] == [("DUPLICATE_KEY", 3), ("NO_BASE", 4)]
    assert "shenzhen-2021" in problems[1].remedy
    assert_helpful(problems)


@pytest.mark.parametrize("base", ["", "~", "1", "[a]", "{a: b}", "2021-01-01"])
def test_base_of_another_type__error(base: str, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_text(f"extends: {base}\n", encoding="utf-8")
    problems = problems_of_scheme(file)
    assert [(each.code, each.line) for each in problems] == [("WRONG_TYPE", 1)]
    assert_helpful(problems)


def test_unreadable_base__reported_there(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("a: 'open\n", encoding="utf-8")
    problems = problems_of_scheme(extending("id: a\nid: b\n", tmp_path, Path("base.yaml")))
    assert [(each.code, each.file.name) for each in problems] == [
        ("NOT_YAML", "base.yaml"),
        ("DUPLICATE_KEY", "next.yaml"),
    ]


def test_cycle__error_names_the_files(tmp_path: Path) -> None:
    first = extending("", tmp_path, Path("second.yaml"), name="first.yaml")
    extending("", tmp_path, Path("third.yaml"), name="second.yaml")
    extending("", tmp_path, Path("second.yaml"), name="third.yaml")
    (problem,) = problems_of_scheme(first)
    assert (problem.code, problem.file.name, problem.line) == ("CIRCULAR_BASE", "third.yaml", 1)
    assert [word.rsplit("/")[-1] for word in problem.message.split("：")[1].split(" → ")] == [
        *("first.yaml", "second.yaml", "third.yaml", "second.yaml")
    ]


def test_mapping__merged_key_by_key(tmp_path: Path) -> None:
    stated = """indicators:
  execution:
    inputs: {late: {maximum: null, unit: 件}, budget: {label: 全年预算}}
    measures: {execution_rate: {zero: {because: 没有预算的，视为未执行。}}}
form: {title: 新标题, total: {label: 合计}}
"""
    leaf = loaded(stated, tmp_path).indicators[0]
    assert (leaf.inputs["late"].maximum, leaf.inputs["late"].unit, leaf.inputs["late"].label) == (
        None,
        "件",
        "迟报次数",
    )
    assert list(leaf.inputs) == ["spent", "budget", "late", "falsified"]
    zero = leaf.measures["execution_rate"].zero
    assert zero is not None
    assert (zero.base_zero, zero.because) == (1, "没有预算的，视为未执行。")
    form = loaded(stated, tmp_path).form
    assert form.total is not None
    assert (form.title, form.total.label, form.total.points, form.paper) == ("新标题", "合计", False, "A4")


@pytest.mark.parametrize(
    ("stated", "order"),
    [
        ("{new: {kind: text, label: 新}}", ["unit_name", "money_unit", "new"]),
        ("{new: {kind: text, label: 新}, money_unit: {}}", ["unit_name", "new", "money_unit"]),
        ("{new: {kind: text, label: 新}, unit_name: {}}", ["new", "unit_name", "money_unit"]),
        (
            "{new: {kind: text, label: 新}, new2: {kind: text, label: 更新}, unit_name: {}}",
            ["new", "new2", "unit_name", "money_unit"],
        ),
        ("{unit_name: {}, new: {kind: text, label: 新}}", ["unit_name", "money_unit", "new"]),
    ],
)
def test_new_key__stands_before_the_key_it_is_written_before(stated: str, order: list[str], tmp_path: Path) -> None:
    shown = "".join(f"{{{name}}}" for name in order if name.startswith("new"))
    rows = f"[{{cells: [{{text: '{shown}{{unit_name}}', columns: 5}}]}}]"
    assert list(loaded(f"inputs: {stated}\nform: {{header: {rows}}}\n", tmp_path).inputs) == order


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ("", ["execution", "completion", "paid"]),
        ("    before: completion\n", ["execution", "paid", "completion"]),
        ("    before: execution\n", ["paid", "execution", "completion"]),
    ],
)
def test_new_indicator__at_its_place(place: str, order: list[str], tmp_path: Path) -> None:
    stated = f"points: 11\ngroups: {{绩效: {{points: 11}}}}\nindicators:\n{ADDED}{place}"
    assert ids(loaded(stated, tmp_path)) == order


def test_new_indicator__takes_the_place_of_a_removed_one(tmp_path: Path) -> None:
    stated = (
        "points: 5\ninputs: {money_unit: null}\ngroups: {绩效: {points: 5}}\n"
        f"indicators:\n  execution: null\n{ADDED}    before: execution\n"
    )
    assert ids(loaded(stated, tmp_path)) == ["paid", "completion"]


def test_levels__added_renamed_moved_removed(tmp_path: Path) -> None:
    stated = """groups:
  履职/执行: {points: 6}
  履职: {points: 6, before: 绩效}
  绩效: {name: 成效, points: 4}
  绩效/任务: {points: 4}
indicators:
  execution: {in: 履职/执行}
  completion: {in: 绩效/任务}
"""
    groups = loaded(stated, tmp_path).groups
    assert [(group.name, group.points, [each.name for each in group.groups]) for group in groups] == [
        ("履职", 6, ["执行"]),
        ("成效", 4, ["任务"]),
    ]
    moved = "groups: {履职: {points: 10}, 绩效: null}\nindicators: {completion: {in: 履职}, execution: {in: 履职}}\n"
    assert [(group.name, len(group.indicators)) for group in loaded(moved, tmp_path).groups] == [("履职", 2)]
    assert ids(loaded(moved, tmp_path)) == ["completion", "execution"]


def test_adjustments__by_id(tmp_path: Path) -> None:
    new = "{group: 加减分, name: 减分, explanation: 说明, criteria: [标准], value: 0 - late, most: 0, least: -5}"
    scheme = loaded(f"adjustments: {{minus: {new}}}\n", tmp_path)
    assert [each.id for each in scheme.adjustments] == ["minus"]
    third = extending("adjustments: {minus: {least: -6}}\n", tmp_path, Path("next.yaml"), name="third.yaml")
    assert load_file(third).adjustments[0].least == -6
    third.write_text("extends: next.yaml\nadjustments: {minus: null}\n", encoding="utf-8")
    assert load_file(third) == load_file(MINIMAL)


LEVEL_IN_A_REMOVED_ONE = """groups:
  绩效: null
  绩效/甲: {points: 1}
  乙: {points: 10}
indicators:
  execution: {in: 乙}
  completion: {in: 乙}
"""
REMOVAL = "indicators:\n  completion: null\ntables: {tasks: null}\n"
BROKEN = {
    "value stated": ("year: no\n", "WRONG_TYPE", "next: year: no"),
    "value of a total": ("points: 12\n", "POINTS_DO_NOT_ADD_UP", "next: points: 12"),
    "sum inherited": (REMOVAL, "POINTS_DO_NOT_ADD_UP", "minimal: points: 10"),
    "text inherited": ("parameters: {city: null}\n", "TEMPLATE_ERROR", "minimal: explanation: 反映{{ city }}"),
    "key removed": ("indicators:\n  execution:\n    name: null\n", "MISSING_KEY", "next: name: null"),
    "use inherited": ("tables:\n  tasks: null\n", "UNDEFINED_NAME", "minimal: table: tasks"),
    "unknown key": ("indicators:\n  execution:\n    nmae: 甲\n", "UNKNOWN_KEY", "next: nmae: 甲"),
    "unknown key of a level": ("groups:\n  绩效:\n    indicators: []\n", "UNKNOWN_KEY", "next: indicators: []"),
    "unknown indicator removed": ("indicators:\n  exection: null\n", "NOT_IN_BASE", "next: exection"),
    "unknown input removed": ("inputs:\n  unit_nam: null\n", "NOT_IN_BASE", "next: unit_nam"),
    "unknown level": ("groups:\n  绩校: {points: 10}\n", "NOT_IN_BASE", "next: 绩校"),
    "unknown level removed": ("groups:\n  绩校: null\n", "NOT_IN_BASE", "next: 绩校"),
    "unknown level above": ("groups:\n  绩校/执行: {points: 10}\n", "NOT_IN_BASE", "next: 绩校"),
    "unknown level of an indicator": ("indicators:\n  execution:\n    in: 绩校\n", "NOT_IN_BASE", "next: in: 绩校"),
    "unknown neighbour": ("indicators:\n  execution:\n    before: x\n", "NOT_IN_BASE", "next: before: x"),
    "neighbour of itself": ("indicators:\n  execution:\n    before: execution\n", "NOT_IN_BASE", "next: before"),
    "no neighbour": ("indicators:\n  execution:\n    before:\n", "NOT_IN_BASE", "next: before:"),
    "unknown neighbour of a level": ("groups:\n  绩效:\n    before: 履职\n", "NOT_IN_BASE", "next: before: 履职"),
    "unknown adjustment": ("adjustments:\n  plus: {most: 3}\n", "NOT_IN_BASE", "next: plus"),
    "unknown adjustment removed": ("adjustments:\n  plus: null\n", "NOT_IN_BASE", "next: plus"),
    "levels as a list": ("groups:\n  - {name: 绩效}\n", "WRONG_TYPE", "next: groups:"),
    "indicators as a list": ("indicators: [execution]\n", "WRONG_TYPE", "next: indicators"),
    "indicators of nothing": ("indicators:\n", "WRONG_TYPE", "next: indicators"),
    "indicator that is a text": ("indicators:\n  execution: 甲\n", "WRONG_TYPE", "next: execution: 甲"),
    "form that is a text": ("form: 甲\n", "WRONG_TYPE", "next: form: 甲"),
    "level of a removed one": (LEVEL_IN_A_REMOVED_ONE, "IN_REMOVED_GROUP", "next: 绩效/甲"),
}


@pytest.mark.parametrize(("stated", "code", "place"), BROKEN.values(), ids=BROKEN)
def test_problem__where_it_is_written(stated: str, code: str, place: str, tmp_path: Path) -> None:
    ((found_code, found_place),) = found(stated, tmp_path)
    assert found_code == code
    assert found_place.startswith(place)


def test_misspelt_names__nearest_is_named(tmp_path: Path) -> None:
    stated = "indicators: {exection: {name: 甲}}\ngroups: {绩效1: {points: 3}}\nform: {titel: null}\n"
    problems = problems_of_scheme(extending(stated, tmp_path))
    assert [each.remedy.split("；")[0] for each in problems] == [
        "是否想写“execution”",
        "是否想写“绩效”",
        "是否想写“title”",
    ]


def test_duplicate_id__message_names_the_other_file(tmp_path: Path) -> None:
    stated = "inputs:\n  late: {kind: count, label: 又一个}\n"
    (problem,) = problems_of_scheme(extending(stated, tmp_path))
    assert problem.code == "DUPLICATE_ID"
    assert problem.file == MINIMAL
    assert f"（先在{tmp_path / 'next.yaml'} 第 3 行）" in problem.message
    assert f"{tmp_path / 'next.yaml'} 中" in problem.remedy


def test_misspelt_extends__nearest_is_named(tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(f"extend: {MINIMAL}\n", encoding="utf-8")
    (remedy,) = [each.remedy for each in problems_of_scheme(file) if each.code == "UNKNOWN_KEY"]
    assert remedy == "是否想写“extends”"


def test_example_of_the_manual__loads(tmp_path: Path) -> None:
    manual = (HERE.parents[1] / "docs" / "使用手册.md").read_text(encoding="utf-8")
    (example,) = [block.split("```")[0] for block in manual.split("```yaml\n")[1:] if block.startswith("extends:")]
    file = tmp_path / "scheme.yaml"
    file.write_text(example, encoding="utf-8")
    scheme = load_file(file)
    assert len(scheme.indicators) == len(load_scheme("shenzhen-2021").indicators)
    assert scheme.inputs["phone"].label == "联系人电话"
