"""A scheme that loads can be built, filled and scored; one that cannot be is refused when it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import DATA, MINIMAL, assert_helpful, edited
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import SchemeError
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_score import score_form
from xlgen.workbook.build import build

RATE = "value: spent / budget"
VETO = 'veto: falsified == "是"'
LATE = "{counts: [late]}"
DONE = "done: {kind: choice, label: 完成情况, options: [完成, 未完成]}"
ROW_RULE = """rule: choice_score
            table: tasks
            inputs: {answer: done}
            with: {scores: {完成: 4, 未完成: 0}}"""
HEADER = "{unit_name}"
TABLES = "tables:\n"
MORE = """tables:
  more:
    label: 更多
    rows: 2
    at_least_rows: 0
    columns: {n: {kind: number, label: 数}}
"""

FINE = {
    "as it is": [],
    "deduction": [(VETO, f"{VETO}\n        deduction: late * 0.5")],
    "condition on an input": [
        ("late: {kind: count,", "late: {kind: count, required: false, required_when: spent > 0,")
    ],
    "table that no rule scores": [(TABLES, MORE), (RATE, f"{RATE} + sum(more.n)")],
    "sum of a measure of rows": [
        (TABLES, f"{MORE}    measures: {{m: {{label: 率, value: n * 2}}}}\n"),
        (RATE, f"{RATE} + sum(more.m)"),
    ],
    "limit that is not reached": [("no_more_than: budget", "no_more_than: spent")],
    "rule on an input": [("{rate: execution_rate}", "{rate: late}"), (VETO, "veto: execution_rate > 3")],
    "table for the form": [
        (TABLES, MORE),
        ("  header:\n", "  header:\n    - each: more\n      cells: [{text: '{row}：{n}', columns: 5}]\n"),
    ],
    "other mean": [(ROW_RULE, f"{ROW_RULE}\n            combine: mean")],
    "sums that must agree": [
        (TABLES, f"balances:\n  - {{sum_of: [spent], equals: budget}}\n{MORE}"),
        (RATE, f"{RATE} + sum(more.n)"),
    ],
    "input that is only added up": [
        (TABLES, f"balances:\n  - {{sum_of: [late, more.n], equals: more.n}}\n{MORE}"),
    ],
    "excess": [
        (TABLES, f"{MORE}    measures: {{m: {{label: 率, value: n * 2}}}}\n    excess: {{measure: m, above: 1.5}}\n"),
        (RATE, f"{RATE} + sum(more.m)"),
    ],
    "headings of several lines": [("title: [一级指标]", "title: [甲, 乙, 丙]")],
}
FINE["rule on an input"] += [("          falsified: {kind: yes_no, label: 是否弄虚作假}\n", "")]

UNFIT = {
    "sum of a text": [(TABLES, "balances:\n  - {sum_of: [spent, unit_name], equals: budget}\ntables:\n")],
    "sum of amounts and numbers": [(TABLES, "balances:\n  - {sum_of: [spent, late], equals: budget}\ntables:\n")],
    "sum that equals a rate": [(TABLES, "balances:\n  - {sum_of: [late], equals: execution_rate}\ntables:\n")],
    "sum of nothing": [(TABLES, "balances:\n  - {sum_of: [], equals: budget}\ntables:\n")],
    "sum of what nobody fills in": [(TABLES, "balances:\n  - {sum_of: [paid], equals: budget}\ntables:\n")],
    "excess of no measure": [("rows: 3", "rows: 3\n    excess: {measure: done, above: 1.5}")],
    "excess that is none": [("rows: 3", "rows: 3\n    excess: {measure: done, above: 0}")],
    "measure as condition": [
        ("late: {kind: count,", "late: {kind: count, required: false, required_when: execution_rate > 1,")
    ],
    "measure as condition of a table": [("rows: 3", "rows: 3\n    required_when: execution_rate > 1")],
    "column as condition of a table": [("rows: 3", "rows: 3\n    required_when: tasks.done == '完成'")],
    "measure as limit": [("no_more_than: budget", "no_more_than: execution_rate")],
    "column as limit": [("no_more_than: budget", "no_more_than: tasks.done")],
    "text as limit": [("no_more_than: budget", "no_more_than: unit_name")],
    "column without sum": [(TABLES, MORE), (RATE, f"{RATE} + more.n")],
    "sum of a text column": [(RATE, f"{RATE} + sum(tasks.task)")],
    "sum of a choice column": [(RATE, f"{RATE} + sum(tasks.done)")],
    "text in a sum": [(RATE, f"{RATE} + 'x'")],
    "text as divisor": [(RATE, f"{RATE} + late / 'x'")],
    "negative text": [(RATE, f"{RATE} + -'a'")],
    "text compared with a number": [(RATE, f"{RATE} if unit_name > 1 else 0")],
    "text as a branch": [(RATE, f"{RATE} if late > 1 else 'x'")],
    "truth as a number": [(RATE, f"{RATE} + (late > 1)")],
    "division by 0": [(RATE, f"{RATE} + late / 0")],
    "number beyond all numbers": [(RATE, f"{RATE} + {'9' * 400}")],
    "infinite number": [(RATE, f"{RATE} + 1e999")],
    "measure that is a condition": [(RATE, "value: spent > budget")],
    "veto that is a number": [(VETO, f"{VETO} and late")],
    "veto that is a text": [(VETO, "veto: falsified")],
    "deduction that is a text": [(VETO, f"{VETO}\n        deduction: unit_name")],
    "deduction that is a condition": [(VETO, f"{VETO}\n        deduction: late > 1")],
    "deeply nested expression": [(VETO, "veto: " + "not " * 900 + 'falsified == "是"')],
    "very long expression": [(RATE, RATE + " + 1" * 900)],
    "text for a number": [(LATE, "{counts: [unit_name]}"), (VETO, f"{VETO} or late > 3")],
    "choice for a number": [(LATE, "{counts: [falsified]}"), (VETO, f"{VETO} or late > 3")],
    "amount for a rate": [("{rate: execution_rate}", "{rate: spent}"), (VETO, f"{VETO} or execution_rate > 3")],
    "amount for a count": [(LATE, "{counts: [spent]}"), (VETO, f"{VETO} or late > 3")],
    "column for a rate": [("{rate: execution_rate}", "{rate: tasks.done}")],
    "free text for a choice": [("inputs: {answer: done}", "inputs: {answer: task}")],
    "weight that is a choice": [(ROW_RULE, f"{ROW_RULE}\n            combine: weighted\n            weight: done")],
    "placeholder of a column": [(HEADER, "{tasks.done}")],
    "form without scores": [("content: score", "content: remark")],
    "form with two score columns": [("content: level_1", "content: score")],
    "table named like a sheet": [("label: 年度任务", "label: 指标评分表")],
    "table with a name Excel refuses": [("label: 年度任务", "label: 任务/完成")],
    "table without a name": [("label: 年度任务", "label: ''")],
    "two tables of one name": [(TABLES, MORE.replace("更多", "年度任务"))],
    "table without columns": [(TABLES, MORE.replace("{n: {kind: number, label: 数}}", "{}"))],
    "group without indicators": [
        ("groups:\n", "groups:\n  - {name: 空, points: 5}\n"),
        ("points: 10\ngrades", "points: 15\ngrades"),
    ],
    "infinite width": [("width: 40}", "width: .inf}")],
    "infinite number of columns": [("columns: 4}", "columns: .inf}")],
    "number of columns that is none": [("columns: 4}", "columns: .nan}")],
    "infinite limit": [("maximum: 12", "maximum: .nan")],
    "limits the wrong way round": [("maximum: 12", "maximum: -12")],
    "character that no file may hold": [("反映年度任务完成情况。", '"任务\\a完成"')],
    "half a character": [("反映年度任务完成情况。", '"\\ud800"')],
    "money unit that is free text": [
        ("{kind: choice, label: 金额单位, options: [万元, 元]}", "{kind: text, label: 金额单位}")
    ],
    "money unit of another kind": [("options: [万元, 元]", "options: [美元, 元]")],
    "option that the input does not have": [(VETO, 'veto: falsified == "对"')],
    "more rows demanded than there are": [("rows: 3", "rows: 3\n    at_least_rows: 4")],
    "more different values than options": [("rows: 3", "rows: 3\n    distinct: {column: done, at_least: 3}")],
    "parameter named like the year": [("{city: 示例市}", "{city: 示例市, year: '1999'}")],
    "option with a space at its end": [
        ("options: [完成, 未完成]", "options: ['完成 ', 未完成]"),
        ("{完成: 4,", "{'完成 ': 4,"),
    ],
}


def loaded(edits: list[tuple[str, str]], folder: Path) -> Scheme:
    file = folder / "scheme.yaml"
    file.write_text(edited(MINIMAL, *edits), encoding="utf-8")
    return load_file(file)


@pytest.mark.parametrize("edits", FINE.values(), ids=FINE)
def test_fit_scheme__builds_and_scores(edits: list[tuple[str, str]], tmp_path: Path) -> None:
    scheme = loaded(edits, tmp_path)
    data = edited(DATA, *([("  falsified: 否\n", "")] if "falsified" not in scheme.all_inputs else []))
    (tmp_path / "data.yaml").write_text(data, encoding="utf-8")
    filling = load_form_data(tmp_path / "data.yaml", scheme)
    assert score_form(scheme, filling).complete
    assert build(scheme, filling).startswith(b"PK")


@pytest.mark.parametrize("edits", UNFIT.values(), ids=UNFIT)
def test_unfit_scheme__refused_when_loaded(edits: list[tuple[str, str]], tmp_path: Path) -> None:
    with pytest.raises(SchemeError) as caught:
        loaded(edits, tmp_path)
    assert_helpful(caught.value.problems)
