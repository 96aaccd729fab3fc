"""Cases of a form: what differs is said with its line, all at once; a file with mistakes scores nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from xlgen.authoring.cases import CasesError, run_cases
from xlgen.errors import UsageError
from xlgen.files.resources import SAMPLES
from xlgen.scheme.load import load_file, load_scheme

MINIMAL = Path(__file__).parents[1] / "scheme" / "minimal.yaml"
FILLED = """
    inputs: {unit_name: 甲, money_unit: 元, spent: 80, budget: 100, late: 0, falsified: 否}
    tables: {tasks: [{task: 一, done: 完成}, {task: 二, done: 未完成}]}
"""
RIGHT = f"cases:\n  - name: 甲\n{FILLED}\n    scores: {{execution: 5, completion: 2}}\n    levels: {{绩效: 7}}\n"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "用例.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*/cases.yaml")), ids=lambda file: str(file.parent.name))
def test_cases_of_a_sample__come_out(file: Path) -> None:
    results = run_cases(load_scheme(file.parent.name), file)
    assert results
    assert [difference for result in results for difference in result.differences] == []


def test_cases__come_out(tmp_path: Path) -> None:
    (result,) = run_cases(load_file(MINIMAL), written(tmp_path, f"{RIGHT}    total: 7\n    grade: 差\n"))
    assert (result.name, result.differences) == ("甲", [])


def test_differences__all_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = f"cases:\n  - {FILLED.strip()}\n    scores:\n      execution: 6\n      completion: 2.001\n"
    text += "    levels: {绩效: 8}\n"
    (result,) = run_cases(load_file(MINIMAL), written(tmp_path, f"{text}    total: null\n    grade: 优\n"))
    assert (result.name, list(map(str, result.differences))) == (
        "第 1 个用例",
        [
            "第 5 行：“预算执行率”（execution）应为 6.00 分，按表样是 5.00 分",
            "第 6 行：“任务完成”（completion）应为 2.001 分，按表样是 2.00 分",
            "第 7 行：“绩效”应为 8.00 分，按表样是 7.00 分",
            "第 8 行：总分应为 待填，按表样是 7.00 分",
            "第 9 行：等次应为 优，按表样是 差",
        ],
    )


def test_data_file__is_what_the_cases_rest_on(tmp_path: Path) -> None:
    (tmp_path / "数据.yaml").write_text(
        "inputs: {unit_name: 甲, money_unit: 元, spent: 80, budget: 100, late: 0, falsified: 否}\n"
        "tables: {tasks: [{task: 一, done: 完成}]}\n",
        encoding="utf-8",
    )
    text = "data: 数据.yaml\ncases:\n  - {scores: {execution: 5}, total: 9}\n  - {inputs: {late: 1}, total: 8}\n"
    text += (
        "  - {inputs: {late: null}, scores: {execution: 5}}\n  - {tables: {tasks: []}, scores: {completion: null}}\n"
    )
    *right, lacking, empty = run_cases(load_file(MINIMAL), written(tmp_path, text))
    assert [result.differences for result in (*right, empty)] == [[], [], []]
    (difference,) = lacking.differences
    assert (difference.line, difference.found, difference.why) == (5, "待填", "（没有填好：迟报次数）")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("name: 甲", "nme: 甲", "UNKNOWN_KEY", 2),
        ("cases:", "data: 没有.yaml\ncases:", "UNREADABLE", 1),
        ("execution: 5", "executon: 5", "UNDEFINED_NAME", 7),
        ("execution: 5", "execution: 五", "WRONG_TYPE", 7),
        ("绩效: 7", "绩效/管理: 7", "UNDEFINED_NAME", 8),
        ("spent: 80", "spent: 八十", "WRONG_VALUE", 4),
        ("spent: 80", "spent: 180", "WRONG_VALUE", 4),
        ("done: 完成", "done: 做完", "WRONG_VALUE", 5),
        (RIGHT, "cases: [{name: 甲}]\n", "MISSING_KEY", 1),
        (RIGHT, "cases: []\n", "MISSING_KEY", 1),
        (RIGHT, "cases: [{scores: {}}]\n", "MISSING_KEY", 1),
        (RIGHT, "cases: [甲]\n", "WRONG_TYPE", 1),
        (RIGHT, "data: ''\n", "MISSING_KEY", 1),
        (RIGHT, f"{RIGHT}    grade: 良\n", "UNDEFINED_NAME", 9),
    ],
)
def test_mistake__is_a_problem_with_its_line(old: str, new: str, code: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(CasesError) as refused:
        run_cases(load_file(MINIMAL), written(tmp_path, RIGHT.replace(old, new, 1)))
    assert [(problem.code, problem.line) for problem in refused.value.problems] == [(code, line)]


def test_form_without_scores__has_nothing_to_try(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不计分的表没有得分可以试算"):
        run_cases(load_scheme("huangshi-2019"), written(tmp_path, "cases: [{total: null}]\n"))


def test_command__says_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, f"{RIGHT}    total: 7\n")
    done = run(capsys, "scheme", "test", MINIMAL, file)
    assert (done.code, done.out, done.err) == (0, "甲：相符\n共 1 个用例，全部相符\n", "")
    file.write_text(f"{RIGHT}    total: 8\n", encoding="utf-8")
    done = run(capsys, "scheme", "test", MINIMAL, file)
    assert done.code == 1
    assert done.out == "甲：1 处不同\n  第 9 行：总分应为 8.00 分，按表样是 7.00 分\n共 1 个用例，1 个不同\n"
    assert run(capsys, "scheme", "test", MINIMAL, tmp_path / "没有.yaml").code == 2
    file.write_text("cases: [甲]", encoding="utf-8")
    assert run(capsys, "scheme", "test", MINIMAL, file).code == 1
    assert run(capsys, "scheme", "test", "没有的表样", file).code == 3
