"""Percents by grade, rows with points of their own, rows of the form, preset cells, reasons: mistakes by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.factories.schemes import ROWS, assert_helpful, edited, problems_of_text

OTHER = "{达成: {least: 0.5, most: 1}, 部分达成: {least: 0.4, most: 0.5}, 未达成: {least: 0, most: 0.4}}"
FEWER = "{达成: {least: 0.6, most: 1}, 未达成: {least: 0, most: 0.6}}"
BY_PLAN = "bands: {by: plan, ranges: *bands}}"
DONE = "done: {kind: count, label: 完成数, no_more_than: planned}"
BAND_PART = """          - points: 10
            rule: band_score
            inputs: {grades: [plan, goal], shares: [plan_share, goal_share]}
            with: {bands: *bands}
"""
RATE_PART = "          - {points: 10, rule: ratio_score, inputs: {rate: rate}}\n"
RESULT = '"{grade}（{rate:0.0%}）"'
ROW_PART = """          - points: 10
            rule: ratio_score
            inputs: {rate: share}
            table: duties
            combine: sum
            row_points: points
"""
SHARED = ROW_PART.replace("10", "6") + RATE_PART.replace("10", "4")
FOURTH = "[达成, 部分达成, 未达成, 免评]"
SCORES = "{达成: 10, 部分达成: 5, 未达成: 0}"
POINTS = "points: {kind: number, label: 权重, maximum: 10}"
TIMES = "times: {kind: count, label: 次数, required: false, maximum: 12}"
WHY = "why: {kind: text, label: 原因, required: false}"
PRESET = "- {name: 依法履职, points: 4}"
FULL = "{name: 依法履职, points: 4, grade: 达成, share: 1}"
WITHOUT_ROW_POINTS = ("            combine: sum\n            row_points: points\n", "            combine: mean\n")
WITHOUT_EXPANSION = (
    """        expansion:
          table: duties
          shows:
            indicator: ["{name}"]
            result: ["{share:0%}", "，{times}次"]
            basis: ["{why}"]
""",
    "",
)
WITHOUT_REASON = ("    reason: why\n", "")


@dataclass(frozen=True)
class Wrong:
    """Edits that make one mistake: its code, what is said of it, and what stands in its line."""

    code: str
    said: str
    line: str
    edits: tuple[tuple[str, str], ...]


def wrong(code: str, said: str, line: str, *edits: tuple[str, str]) -> Wrong:
    return Wrong(code, said, line, edits)


CASES = {
    "bands without one of the grades": wrong(
        "WRONG_RANGE",
        "档次应与“plan”的选项一致：达成、部分达成、未达成",
        "done:",
        (DONE, f"done: {{kind: percent, label: 无, bands: {{by: plan, ranges: {FEWER}}}}}"),
    ),
    "bands by a name that is not there": wrong("UNDEFINED_NAME", "plen", "plan_share", ("{by: plan,", "{by: plen,")),
    "bands of a column by an input outside": wrong("UNDEFINED_NAME", "plan", "bands", ("{by: grade,", "{by: plan,")),
    "bands by free text": wrong("WRONG_RANGE", "档次应与“why”的选项一致", "bands", ("{by: grade,", "{by: why,")),
    "bands on a number": wrong(
        "WRONG_RANGE",
        "只能用于百分比",
        "done:",
        (DONE, "done: {kind: count, label: 完成数, bands: {by: plan, ranges: *bands}}"),
    ),
    "bands beside a limit": wrong(
        "WRONG_RANGE", "no_more_than", "plan_share", (BY_PLAN, f"no_more_than: done, {BY_PLAN}")
    ),
    "bands other than those of the score": wrong(
        "WRONG_PARAMETER", "应与填报项 plan_share 的 bands 相同", "bands: ", (BY_PLAN, BY_PLAN.replace("*bands", OTHER))
    ),
    "share without bands": wrong(
        "WRONG_PARAMETER", "应与填报项 plan_share 的 bands 相同", "with:", (f", {BY_PLAN}", "}")
    ),
    "share of another grade": wrong(
        "WRONG_RANGE", "by 应是与它一同计分的“plan”", "plan_share", ("{by: plan,", "{by: goal,")
    ),
    "fewer shares than grades": wrong(
        "WRONG_ARGUMENT",
        "项数不同",
        "inputs: {grades",
        (", shares: [plan_share, goal_share]", ", shares: [plan_share]"),
        ("        name: 计划\n", "        name: 计划\n        veto: goal_share > 2\n"),
    ),
    # texts with what was filled in
    "format of another program": wrong(
        "BAD_EXPRESSION", "格式只能像 0、0.00、#,##0.00、0.0% 这样写", "result", ("{rate:0.0%}", "{rate:.1f}")
    ),
    "format of nothing but signs": wrong("BAD_EXPRESSION", "格式只能像", "result", ("{rate:0.0%}", "{rate:%%,,..}")),
    "format that is empty": wrong("BAD_EXPRESSION", "{rate:0.00}", "result", ("{rate:0.0%}", "{rate:}")),
    "format in a row of the form": wrong("BAD_EXPRESSION", "格式", "result", ("{share:0%}", "{share:百分之0}")),
    "worst grade where nothing is graded": wrong(
        "UNDEFINED_NAME",
        "按档次计分（band_score）的指标",
        "result",
        ("        name: 履职\n", "        name: 履职\n        result: '{grade}'\n"),
    ),
    # points of rows
    "rows added up without points": wrong(
        "TABLE_RULE",
        "sum）须与 row_points 同用",
        "combine",
        WITHOUT_EXPANSION,
        WITHOUT_REASON,
        ("            row_points: points\n", ""),
    ),
    "points of rows whose mean is taken": wrong(
        "TABLE_RULE", "sum）须与 row_points 同用", "combine", WITHOUT_EXPANSION, ("combine: sum", "combine: mean")
    ),
    "points in a column that is not there": wrong(
        "UNDEFINED_NAME", "point", "row_points", ("row_points: points", "row_points: point")
    ),
    "points that are a choice": wrong(
        "TABLE_RULE", "分值“grade”不是数", "row_points", ("row_points: points", "row_points: grade")
    ),
    "points that may stay blank": wrong(
        "TABLE_RULE", "分值“times”应当必填", "row_points", ("row_points: points", "row_points: times")
    ),
    "rule that gives points of its own": wrong(
        "TABLE_RULE",
        "choice_score 自定分数",
        "rule: choice_score",
        (
            "rule: ratio_score\n            inputs: {rate: share}",
            f"rule: choice_score\n            inputs: {{answer: grade}}\n            with: {{scores: {SCORES}}}",
        ),
    ),
    # rows of the form
    "rows of a table that is not there": wrong(
        "UNDEFINED_NAME",
        "dutys",
        "table: dutys",
        ("        expansion:\n          table: duties\n", "        expansion:\n          table: dutys\n"),
        ('"{name}"', "指标"),
        ('["{share:0%}", "，{times}次"]', "[]"),
        ('["{why}"]', "[]"),
    ),
    "rows beside another part": wrong("TABLE_RULE", "只能有一个部分", "expansion:", (ROW_PART, SHARED)),
    "rows of which the mean is taken": wrong(
        "TABLE_RULE", "只能有一个部分", "expansion:", WITHOUT_ROW_POINTS, WITHOUT_REASON
    ),
    "rows with a veto": wrong(
        "TABLE_RULE",
        "不能另有 veto",
        "expansion:",
        ("        name: 履职\n", "        name: 履职\n        veto: done > 3\n"),
    ),
    "rows with a deduction": wrong(
        "TABLE_RULE",
        "不能另有 veto、deduction",
        "expansion:",
        ("        name: 履职\n", "        name: 履职\n        deduction: done * 1\n"),
    ),
    "rows that may not apply": wrong(
        "TABLE_RULE",
        "not_applicable",
        "expansion:",
        (
            "        name: 履职\n",
            "        name: 履职\n        not_applicable: {when: done > 3, points_to: [planning]}\n",
        ),
    ),
    "rows that receive points": wrong(
        "TABLE_RULE",
        "得分就是各行之和",
        "expansion:",
        ("        name: 计划\n", "        name: 计划\n        not_applicable: {when: done > 3, points_to: [work]}\n"),
    ),
    "rows whose part has a veto": wrong(
        "TABLE_RULE",
        "得分就是各行之和",
        "expansion:",
        ("            combine: sum\n", "            combine: sum\n            veto: done > 3\n"),
    ),
    "rows demanded on a condition": wrong(
        "TABLE_RULE", "至少要有一行", "expansion:", ("    rows: 4\n", "    rows: 4\n    required_when: done > 3\n")
    ),
    "rows that need not be used": wrong(
        "TABLE_RULE", "至少要有一行", "expansion:", ("    rows: 4\n", "    rows: 4\n    at_least_rows: 0\n")
    ),
    "rows without a name": wrong("TABLE_RULE", "要有 indicator", "shows:", ('            indicator: ["{name}"]\n', "")),
    "rows that show points": wrong(
        "TABLE_RULE",
        "要有 indicator，可有 basis",
        "shows:",
        ('            basis: ["{why}"]\n', '            points: ["{why}"]\n'),
    ),
    "rows that show what is outside their table": wrong(
        "UNDEFINED_NAME", "done", "basis", ('basis: ["{why}"]', 'basis: ["{done}"]')
    ),
    # preset cells
    "more preset rows than rows": wrong(
        "WRONG_RANGE",
        "行数多于 rows",
        "preset:",
        ("    rows: 4\n", "    rows: 1\n"),
        (PRESET, f"{PRESET}\n      {PRESET}"),
    ),
    "preset cell in no column": wrong(
        "UNDEFINED_NAME", "nome", PRESET[-10:], (PRESET, "- {nome: 依法履职, points: 4}")
    ),
    "preset text for a number": wrong(
        "WRONG_RANGE", "“points”的预置内容", "依法履职", (PRESET, "- {name: 依法履职, points: 四}")
    ),
    "preset number for a text": wrong("WRONG_RANGE", "“name”的预置内容", "name: 7", (PRESET, "- {name: 7, points: 4}")),
    "preset number beyond the limit": wrong(
        "WRONG_RANGE", "“points”的预置内容", "points: 11", (PRESET, "- {name: 依法履职, points: 11}")
    ),
    "preset number below the limit": wrong(
        "WRONG_RANGE", "“points”的预置内容", "points: -1", (PRESET, "- {name: 依法履职, points: -1}")
    ),
    "preset fraction for a count": wrong(
        "WRONG_RANGE", "“times”的预置内容", "times: 1.5", (PRESET, "- {name: 依法履职, times: 1.5}")
    ),
    "preset option that is not offered": wrong(
        "WRONG_RANGE", "“grade”的预置内容", "grade: 优", (PRESET, "- {name: 依法履职, grade: 优}")
    ),
    "preset text that is empty": wrong(
        "WRONG_RANGE", "“name”的预置内容", "name: ''", (PRESET, "- {name: '', points: 4}")
    ),
    "preset row that leaves nothing to fill in": wrong(
        "WRONG_RANGE", "没有给单位留下必填的格", "依法履职", (PRESET, f"- {FULL}")
    ),
    # reasons
    "reason in a column that is not there": wrong("UNDEFINED_NAME", "whi", "reason", ("reason: why", "reason: whi")),
    "reason that is a choice": wrong("TABLE_RULE", "选填的文字列", "reason", ("reason: why", "reason: grade")),
    "reason that must be given anyway": wrong("TABLE_RULE", "选填的文字列", "reason", ("reason: why", "reason: name")),
    "reason of rows without points": wrong(
        "TABLE_RULE", "各行没有分值，不能写 reason", "reason", WITHOUT_ROW_POINTS, WITHOUT_EXPANSION
    ),
    # identifiers that mean something else
    "input named like the worst grade": wrong(
        "BAD_ID",
        "grade",
        "grade: {",
        (DONE, f"{DONE}\n          grade: {{kind: yes_no, label: 无}}"),
        ("        name: 计划\n", "        name: 计划\n        veto: grade == '是'\n"),
    ),
    "input named like a row's number": wrong(
        "BAD_ID", "row", "row: {", (DONE, f"{DONE}\n          row: {{kind: text, label: 无}}")
    ),
    "column named like a row's score": wrong(
        "BAD_ID",
        "score",
        "score: {",
        (TIMES, "score: {kind: count, label: 次数, required: false}"),
        ("，{times}次", "，{score}次"),
    ),
}


FINE: dict[str, tuple[tuple[str, str], ...]] = {
    "whole percent as limit of a preset": ((POINTS, POINTS.replace("number", "count")),),
    "preset row with nothing in it": ((PRESET, f"- {{}}\n      {PRESET}"),),
    "preset row that leaves one cell": ((PRESET, "- {name: 依法履职, points: 4, grade: 达成}"),),
    "as many preset rows as rows": (("    rows: 4\n", "    rows: 1\n"),),
    "format of thousands": (("{rate:0.0%}", "{rate:#,##0.0#}"),),
    "measure in the header": (("{rate}", "{rate:0.00%}"),),
    "rows without a reason": (WITHOUT_REASON,),
    "rows that are not rows of the form": (WITHOUT_EXPANSION,),
    "points of rows that are whole": ((POINTS, "points: {kind: count, label: 权重}"),),
    "bands written out": (
        (
            BY_PLAN,
            BY_PLAN.replace(
                "*bands",
                "{部分达成: {least: 0.6, most: 0.8}, 未达成: {least: 0, below: 0.6}, 达成: {least: 0.8, most: 1}}",
            ),
        ),
    ),
    "rows scored by grade": (
        ("            with: {bands: *bands}\n", "            with: &by_grade {bands: *bands}\n"),
        (
            "rule: ratio_score\n            inputs: {rate: share}\n",
            "rule: band_score\n            inputs: {grades: [grade], shares: [share]}\n            with: *by_grade\n",
        ),
    ),
    "share that is not scored": (
        (BAND_PART, RATE_PART),
        (RESULT, '"{rate}"'),
        (DONE, DONE.replace("no_more", "required: false, required_when: plan_share > 0 and goal_share > 0, no_more")),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_mistake__one_problem_in_its_line(case: Wrong, tmp_path: Path) -> None:
    text = edited(ROWS, *case.edits)
    problems = problems_of_text(text, tmp_path)
    assert [each.code for each in problems] == [case.code], problems
    assert_helpful(problems)
    assert case.said in problems[0].message + problems[0].remedy
    assert case.line in text.splitlines()[problems[0].line - 1]


def test_grade_without_a_band__said_of_its_share_and_of_the_score(tmp_path: Path) -> None:
    goal = "goal: {kind: choice, label: 要点②, options: "
    problems = problems_of_text(edited(ROWS, (f"{goal}*grades}}", f"{goal}{FOURTH}}}")), tmp_path)
    assert [each.code for each in problems] == ["WRONG_RANGE", "WRONG_PARAMETER"]
    assert ["免评" in each.message for each in problems] == [True, True]
    assert_helpful(problems)


@pytest.mark.parametrize("edits", FINE.values(), ids=FINE)
def test_no_mistake__no_problem(edits: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    assert problems_of_text(edited(ROWS, *edits), tmp_path) == []
