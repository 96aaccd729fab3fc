"""The skeleton of a scheme's data, and forms filled from data: wrong data writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import DATA, HERE, MINIMAL, edited
from xlgen.files.resources import SAMPLES, scheme_files
from xlgen.scheme.dependencies import dependencies_of
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import Row
from xlgen.scoring.form_score import score_form

pytestmark = pytest.mark.slow


ALL = [*scheme_files(), str(MINIMAL)]
SHENZHEN = SAMPLES / "shenzhen-2021" / "inputs.yaml"


def needs_something(scheme: Scheme, indicator: Indicator) -> bool:
    """Some input that must be filled stands behind the indicator's score."""
    needed = dependencies_of(scheme, indicator)
    rows = any(scheme.tables[name].at_least_rows for name in needed.tables)
    return rows or any(scheme.all_inputs[name].required for name in needed.inputs)


def _not_blank(row: Row) -> Row:
    return {column: value for column, value in row.items() if value is not None}


@pytest.mark.parametrize("name", ALL)
def test_inputs__skeleton_loads_back_empty(name: str, xlgen: Run, tmp_path: Path) -> None:
    target = tmp_path / "数据 文件" / "数据.yaml"
    done = xlgen("inputs", name, "-o", target)
    assert (done.code, done.out, done.err) == (0, f"已写出 {target}\n", "")
    scheme = load_scheme(name)
    filling = load_form_data(target, scheme)
    assert set(filling.inputs) == set(scheme.all_inputs)
    assert all(value is None for value in filling.inputs.values())
    assert {table: set(rows[0]) for table, rows in filling.tables.items()} == {
        table: set(spec.columns) for table, spec in scheme.tables.items()
    }
    laid_down = {table: [row for row in spec.preset if row] for table, spec in scheme.tables.items()}
    filled = {table: [_not_blank(row) for row in rows if _not_blank(row)] for table, rows in filling.tables.items()}
    assert filled == laid_down
    assert filling.remarks == {indicator.id: "" for indicator in scheme.indicators}
    assert (filling.year, filling.reported) == (scheme.year, {})
    untouched = [score for score in score_form(scheme, filling).indicators if needs_something(scheme, score.indicator)]
    assert bool(untouched) is scheme.scored
    assert not any(score.complete for score in untouched)


@pytest.mark.parametrize("name", ALL)
def test_inputs__screen_is_the_same_as_the_file(name: str, xlgen: Run, tmp_path: Path) -> None:
    xlgen("inputs", name, "--year", 2026, "-o", tmp_path / "数据.yaml")
    done = xlgen("inputs", name, "--year", 2026)
    assert (done.code, done.err) == (0, "")
    assert done.out == (tmp_path / "数据.yaml").read_text(encoding="utf-8")
    assert "year: 2026" in done.out


def test_inputs__every_input_is_explained(xlgen: Run) -> None:
    out = xlgen("inputs", MINIMAL).out
    assert "spent:  # 实际支出；填写金额，不小于0、不大于“预算”\n" in out
    assert "late:  # 迟报次数（次）；填写整数，不小于0、不大于12\n" in out
    assert "falsified:  # 是否弄虚作假；从下列选项中选择：是、否\n" in out
    assert "tasks:  # 年度任务，最多 3 行" in out


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("shenzhen-2021", "95.25 分，优；1 项照单位自评的分数填写"),
        ("jiangmen-2024", "99.99 分，优"),
        ("guangdong-2019", "95.97 分，优；1 项照单位自评的分数填写"),
    ],
)
def test_fill__sample(name: str, total: str, xlgen: Run, tmp_path: Path) -> None:
    target = tmp_path / "填好 的表.xlsx"
    done = xlgen("fill", name, SAMPLES / name / "inputs.yaml", "-o", target)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"已生成 {target}：按规则 {total}\n"
    assert target.read_bytes().startswith(b"PK")


def test_fill__incomplete_is_written_and_said(xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(edited(DATA, ("  late: 0\n", "  late:\n")), encoding="utf-8")
    done = xlgen("fill", MINIMAL, data, "-o", tmp_path / "表.xlsx")
    assert (done.code, done.err) == (1, "")
    assert done.out == f"已生成 {tmp_path / '表.xlsx'}：还不能报送\n待填：预算执行率——迟报次数\n"


def test_fill__missing_what_no_score_rests_on_is_said(xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(edited(DATA, ("  unit_name: 示例单位\n", "")), encoding="utf-8")
    done = xlgen("fill", MINIMAL, data, "-o", tmp_path / "表.xlsx")
    assert (done.code, done.err) == (1, "")
    assert "待填：单位基本情况——单位名称\n" in done.out


@pytest.mark.parametrize("year", [1999, 99999])
def test_fill__year_no_form_has(year: int, xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("fill", MINIMAL, DATA, "--year", year, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 3, "--year", "2000", str(year))


def test_fill__year_of_the_data(xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(edited(DATA, ("year: 2024", "year: 2027")), encoding="utf-8")
    target = tmp_path / "表.xlsx"
    assert xlgen("fill", MINIMAL, data, "-o", target).code == 0
    assert "2027年度" in xlgen("score", target, "--scheme", MINIMAL).out
    assert xlgen("fill", MINIMAL, data, "--year", 2028, "-o", target).code == 0
    assert "2028年度" in xlgen("score", target, "--scheme", MINIMAL).out


def test_fill__all_wrong_entries_at_once_and_nothing_written(xlgen: Run, tmp_path: Path) -> None:
    data, target = tmp_path / "数据.yaml", tmp_path / "表.xlsx"
    target.write_bytes(b"what was there before")
    data.write_text(
        """scheme: shenzhen-2021
year: 2021
inputs:
  unit_nmae: 甲
  money_unit: 美元
  soundness_duties: 对
  budget_violations: 1.5
  goals_missing: -1
  procurement_actual: 12万元
  satisfaction_rate: 96
  staff_on_post: [22]
  misuse_found: true
  fixed_assets_in_use: 80
  fixed_assets_all: 72.78
tables:
  effects:
    - {name: 甲, dimension: 其他效益, deducton: 1}
    - 甲
  effect: []
remarks:
  budget_sondness: 无
reported:
  satisfaction: 六分
assumd: {}
""",
        encoding="utf-8",
    )
    done = xlgen("fill", "shenzhen-2021", data, "-o", target)
    assert_complaint(done, 1, "数据有 17 处问题，什么也没有写")
    found = [line.removeprefix(f"{data}:") for line in done.err.splitlines()[1:]]
    assert [(int(line.partition(":")[0]), line.rpartition("[")[2].rstrip("]")) for line in found] == [
        *((line, "UNKNOWN_INPUT") for line in (4,)),
        *((line, "WRONG_VALUE") for line in (5, 6, 7, 8, 9, 10, 11, 12, 13)),
        *((17, code) for code in ("WRONG_VALUE", "UNKNOWN_INPUT")),
        *((18, "WRONG_TYPE"), (19, "UNKNOWN_INPUT"), (21, "UNKNOWN_INDICATOR"), (23, "WRONG_VALUE")),
        *((24, "UNKNOWN_KEY"),),
    ]
    assert "是否想写“unit_name”" in done.err
    assert target.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["数据.yaml", "表.xlsx"]


@pytest.mark.parametrize("file", sorted((HERE / "bad_data").glob("*.yaml")), ids=lambda file: file.stem)
def test_fill__wrong_data(file: Path, xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("fill", MINIMAL, file, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 2 if file.stem == "NOT_YAML" else 1, "数据有 1 处问题，什么也没有写", f"[{file.stem}]")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["没有.yaml", ""])
def test_fill__unreadable_data(name: str, xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("fill", MINIMAL, tmp_path / name, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 2, "文件读不出", "[UNREADABLE]")
    assert list(tmp_path.iterdir()) == []


def test_fill__data_of_another_scheme(xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("fill", "jiangmen-2024", SHENZHEN, "-o", tmp_path / "表.xlsx")
    assert_complaint(done, 1, "[WRONG_SCHEME]", "“shenzhen-2021”，不是“jiangmen-2024”")
    assert list(tmp_path.iterdir()) == []


def test_fill__folder_names_the_file(xlgen: Run, tmp_path: Path) -> None:
    assert xlgen("fill", MINIMAL, DATA, "-o", tmp_path / "下发").code == 0
    assert [path.name for path in (tmp_path / "下发").iterdir()] == ["2024年度_最小示例评分表_示例单位.xlsx"]


@pytest.mark.parametrize("percent", ["0.9299", "92.99%", "' 92.99% '"])
def test_fill__percent_as_a_person_writes_it(percent: str, tmp_path: Path) -> None:
    data, text = tmp_path / "数据.yaml", SHENZHEN.read_text(encoding="utf-8")
    assert text.count("progress_q4: 0.9299") == 1
    data.write_text(text.replace("progress_q4: 0.9299", f"progress_q4: {percent}"), encoding="utf-8")
    assert load_form_data(data, load_scheme("shenzhen-2021")).inputs["progress_q4"] == 0.9299


def test_same_data__same_bytes(xlgen: Run, tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        assert xlgen("fill", MINIMAL, DATA, "-o", tmp_path / name).code == 0
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()
