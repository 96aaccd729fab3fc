"""Several forms of one unit, each about another project: issued, returned, recorded, summed up, carried over."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.factories.projects import LINES, projects, returned, roster
from tests.factories.returned_forms import typed
from tests.factories.schemes import DATA, MINIMAL
from xlgen.campaign.progress import State, progress_of
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.summarizing import summarize_returns
from xlgen.campaign.validation import ValidationResult, validate_returns
from xlgen.errors import UsageError
from xlgen.execution.local import LocalExecutor
from xlgen.issuing.issue import issue_forms
from xlgen.reports.feedback_files import write_feedback
from xlgen.reports.json_report import report_data
from xlgen.reports.progress_workbook import progress_workbook
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_scheme, scheme_for_year
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.read import open_workbook
from xlgen.summary.book import write_summaries
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build

HERE = LocalExecutor(1)
WIDE = "\uff10\uff10\uff11\uff13"
"""0013 in full width."""


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    """A folder with the forms of three projects of two units."""
    result = issue_forms(projects(), roster(tmp_path), tmp_path / "下发", executor=HERE)
    assert (result.written, result.complete) == (3, True)
    return tmp_path / "下发"


def hand_in(folder: Path, **forms: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in forms.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    return folder


def checked(folder: Path, record: Path | None) -> ValidationResult:
    return validate_returns([folder], roster=record, schemes=only(projects()), executor=HERE)


def codes(result: ValidationResult) -> dict[str, list[str]]:
    return {Path(each.name).stem: [finding.code.name for finding in each.findings] for each in result.report.reports}


def missing(result: ValidationResult) -> list[str]:
    return [str(each.unit) for each in result.report.missing]


def test_issued__a_form_for_each_project_named_and_locked(issued: Path) -> None:
    files = sorted(path.name for path in issued.glob("*.xlsx"))
    assert files == ["001_甲局_0012_道路.xlsx", "001_甲局_0013_桥梁（一期）.xlsx", "002_乙局_0012_学校.xlsx"]
    _, identity = open_workbook(issued / files[1])
    assert (identity.unit, identity.subject_code, identity.subject_name) == ("甲局", "0013", "桥梁（一期）")
    sheet = openpyxl.load_workbook(issued / files[1])["指标评分表"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert cells["0013"].protection.locked
    assert cells["桥梁（一期）"].protection.locked


def test_round__each_project_is_recorded_missed_and_summed_up_by_itself(issued: Path, tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path / "交回",
        一=returned("甲局", "0012", "道路"),
        二=returned("甲 局", WIDE, "桥梁(一期)"),
    )
    result = checked(folder, issued)
    assert codes(result) == {"一": [], "二": []}
    assert (result.recorded, missing(result)) == (2, ["002　乙局　0012　学校"])
    assert checked(folder, issued).known == 2, "nothing is checked twice"
    with open_record(issued / RECORD_NAME) as record:
        progress = progress_of(record, "2026-03-01")
        assert [(str(each.form.unit), each.state) for each in progress.units] == [
            ("001　甲局　0012　道路", "通过"),
            ("001　甲局　0013　桥梁（一期）", "通过"),
            ("002　乙局　0012　学校", "未报送"),
        ]
        table = openpyxl.load_workbook(BytesIO(progress_workbook(progress))).worksheets[0]
    assert [row[:4] for row in table.iter_rows(min_row=2, values_only=True)][:2] == [
        ("单位编码", "单位", "项目编码", "项目名称"), ("001", "甲局", "0012", "道路")]  # fmt: skip
    with summarize_returns([folder], campaign=issued, schemes=only(projects()), executor=HERE) as summed_up:
        assert (summed_up.summary.counted, list(summed_up.summary.duplicates())) == (2, [])
        ((file, _, _),) = write_summaries(tmp_path / "汇总.xlsx", summed_up.parts)
    rows = list(openpyxl.load_workbook(file)["汇总表"].iter_rows(values_only=True))
    assert "1 个单位，计入 2 份" in str(rows[1][0])
    assert rows[2][1:6] == ("单位名称", "项目编码", "项目名称", "单位编码", "总分")
    assert {row[2:4] for row in rows if row[1] in ("甲局", "甲 局")} == {("0012", "道路"), (WIDE, "桥梁(一期)")}


def test_same_project_twice__is_told_and_another_one_is_not(tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path / "交回",
        一=returned("甲局", "0012", "道路"),
        再=returned("甲局", "0012", "道路二", issued=False, spent=90),
        二=returned("甲局", "0013", "道路"),
        乙=returned("乙局", "0012", "道路", spent=70),
    )
    result = checked(folder, None)
    assert codes(result) == {"一": ["SUBMITTED_TWICE"], "再": ["SUBMITTED_TWICE"], "二": [], "乙": []}
    assert [each.unit for each in result.report.twice] == ["甲局　0012　道路"]


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("0012", "道路", []),
        (" 0012\u200b", "道　路", []),
        ("0099", "道路", ["OTHER_SUBJECT", "NOT_IN_ROSTER"]),
        ("12", "道路", ["OTHER_SUBJECT", "NOT_IN_ROSTER"]),
        ("0012", "另一条路", ["OTHER_SUBJECT"]),
        ("0013", "桥梁（一期）", ["OTHER_SUBJECT"]),
    ],
)
def test_subject_changed_by_the_unit__is_an_error(
    issued: Path, tmp_path: Path, code: str, name: str, expected: list[str]
) -> None:
    places = [layout_of(projects()).values[each] for each in ("project_code", "project_name")]
    cells = {f"{place.sheet}!{place.address}": text for place, text in zip(places, (code, name), strict=True)}
    form = typed(cells, returned("甲局", "0012", "道路"))
    found = codes(checked(hand_in(tmp_path / "交回", 一=form), issued))["一"]
    assert sorted(each for each in found if each in ("OTHER_SUBJECT", "NOT_IN_ROSTER")) == sorted(expected)
    assert "TARGET_CHANGED" not in found


def test_blank_subject__is_asked_for_once(issued: Path, tmp_path: Path) -> None:
    blank = returned("甲局", "", "", issued=False)
    folder = hand_in(tmp_path / "交回", 一=blank, 二=returned("甲局", "", "", issued=False, spent=90))
    result = checked(folder, issued)
    assert set(codes(result)["一"]) == {"BLANK"}
    assert len(missing(result)) == 3, "nobody knows which it is"


def test_old_record__is_read_and_goes_on(issued: Path, tmp_path: Path) -> None:
    """A record of version 2 knows one form of each unit."""
    database = sqlite3.connect(issued / RECORD_NAME)
    database.executescript(
        "DROP TABLE subject; UPDATE unit SET name = substr(name, 1, 2) WHERE code = '002';"
        "DELETE FROM unit WHERE code = '001'; PRAGMA user_version = 2;"
    )
    database.close()
    with open_record(issued / RECORD_NAME) as record:
        (unit,) = record.units()
        assert (unit.name, unit.unit.subject.key) == ("乙局", "")


def test_roster_respelled__the_same_forms(issued: Path, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "交回", 一=returned("甲局", "0012", "道路"))
    checked(folder, issued)
    respelled = roster(tmp_path, "001,甲 局,\uff10012,道路", *LINES[1:])
    again = issue_forms(projects(), respelled, issued, executor=HERE)
    assert [notice.kind for notice in again.notices if notice.kind.name == "DROPPED_UNIT"] == []
    with open_record(issued / RECORD_NAME) as record:
        progress = progress_of(record, "2026-03-01")
        assert sorted(each.state for each in progress.units) == ["未报送", "未报送", "通过"]


def test_dropped_project__is_not_due(issued: Path, tmp_path: Path) -> None:
    again = issue_forms(projects(), roster(tmp_path, *LINES[:2]), issued, drop=True, executor=HERE)
    assert [str(notice.unit) for notice in again.notices if notice.kind.name == "DROPPED_UNIT"] == [
        "002　乙局　0012　学校"
    ]
    with open_record(issued / RECORD_NAME) as record:
        assert len(record.units()) == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["001,甲局,0012,道路", "001,甲 局, 0012\u200b,桥"], "单位“甲局”的项目“0012　桥”与第 2 行重复"),
        (["001,甲局,0012,道路", "009,甲局,0013,桥"], "单位“甲局”的编码与第 2 行的不同"),
        (["001,甲局,0012,道路", "001,乙局,0013,桥"], "单位编码“001”与第 2 行重复"),
        (["001,甲局,,道路"], "没有项目编码"),
        (["001,甲局,0012,"], "没有项目名称"),
        (["001,甲局,,"], "没有项目名称"),
        (["001,甲局,1.2E+10,道路"], "项目编码“1.2E+10”是 Excel 改写过的"),
        (["001,甲局,0012,=A1"], "会被当作公式"),
        (["001,甲局,0012," + "长" * 201], "项目名称太长"),
    ],
)
def test_roster__that_cannot_be_meant_is_refused(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(UsageError) as told:
        issue_forms(projects(), roster(tmp_path, *lines), tmp_path / "下发", executor=HERE)
    assert said in str(told.value)


def test_roster_of_units_alone__is_refused_with_advice(tmp_path: Path) -> None:
    units = roster(tmp_path, "001,甲局", heads="单位编码,单位名称")
    with pytest.raises(UsageError, match="没有“项目编码”“项目名称”列") as told:
        issue_forms(projects(), units, tmp_path / "下发", executor=HERE)
    assert "空白表" in str(told.value)


def test_layout__must_tell_the_forms_of_a_unit_apart(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="project_code"):
        issue_forms(projects(), roster(tmp_path), tmp_path / "下发", layout="{name}.xlsx", executor=HERE)
    layout = "{name}/{project_name}.xlsx"
    issue_forms(projects(), roster(tmp_path), tmp_path / "下发", layout=layout, executor=HERE)
    assert (tmp_path / "下发" / "甲局" / "桥梁（一期）.xlsx").is_file()


def test_list_without_a_record__says_which_projects_are_missing(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "交回", 一=returned("甲局", "0012", "道路"), 外=returned("乙局", "0077", "别的"))
    result = checked(folder, roster(tmp_path))
    assert missing(result) == ["001　甲局　0013　桥梁（一期）", "002　乙局　0012　学校"]
    assert codes(result) == {"一": [], "外": ["NOT_IN_ROSTER"]}
    (outside,) = [each for report in result.report.reports for each in report.findings]
    assert outside.message == "单位“乙局”的项目“0077　别的”不在应报送单位名单中，名单中它的项目是“0012　学校”"
    data = json.loads(json.dumps(report_data(result.report)))
    assert [each["subject_code"] for each in data["missing"]] == ["0013", "0012"]


def test_list_of_units__a_form_of_each_is_due(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "交回", 一=returned("甲局", "0012", "道路"), 二=returned("甲局", "0013", "桥"))
    result = checked(folder, roster(tmp_path, "001,甲局", "002,乙局", heads="单位编码,单位名称"))
    assert (missing(result), codes(result)) == (["002　乙局"], {"一": [], "二": []})


def test_two_campaigns__in_one_run(issued: Path, tmp_path: Path) -> None:
    """A mixed folder: the units' own forms, and those of their projects; each counts in its campaign."""
    minimal, units = load_scheme(str(MINIMAL)), tmp_path / "单位.csv"
    units.write_text("单位编码,单位名称\n001,甲局\n002,乙局\n003,丙局\n", encoding="utf-8")
    issue_forms(minimal, units, tmp_path / "整体", executor=HERE)
    data = load_form_data(DATA, minimal)
    whole = build(minimal, replace(data, inputs={**data.inputs, "unit_name": "甲局"}), "甲局")
    stranger = build(minimal.model_copy(update={"id": "stranger"}), data, "乙局")
    folder = hand_in(tmp_path / "交回", 项目=returned("甲局", "0012", "道路"), 整体=whole, 别的=stranger)
    known, campaigns = only(projects(), minimal), [tmp_path / "整体", issued]
    for time in (1, 2):
        result = validate_returns([folder], roster=campaigns, schemes=known, executor=HERE)
        assert codes(result) == {"别的": ["WRONG_SCHEME"], "整体": [], "项目": []}
        assert [(str(each.unit), each.form) for each in result.report.missing] == [
            ("003　丙局", minimal.name),
            ("001　甲局　0013　桥梁（一期）", "项目自评表"),
        ]
        sent = [unit.form.name for unit in result.report.units if unit.state is State.NOT_CHECKED]
        assert sent == ["乙局", "乙局"], (
            "it returned a form of another scheme, of which nobody knows what it is meant for"
        )
        assert (result.recorded, result.known) == (2, 0 if time == 1 else 3)
    for each in campaigns:
        with open_record(each / RECORD_NAME) as record:
            progress = progress_of(record, "2026-03-01")
        assert len(progress.in_state(State.PASSED)) == 1
    with summarize_returns([folder], campaign=campaigns, schemes=known, executor=HERE) as summed_up:
        assert [part.scheme.id for part in summed_up.parts] == ["minimal", "projects"]
        assert (summed_up.summary.counted, summed_up.summary.not_counted) == (2, 1)


def test_campaigns__that_do_not_go_together_are_refused(issued: Path, tmp_path: Path) -> None:
    issue_forms(projects(), roster(tmp_path), tmp_path / "又一次", executor=HERE)
    later = scheme_for_year(load_scheme(str(MINIMAL)), 2031)
    (tmp_path / "单位.csv").write_text("单位名称\n甲局\n", encoding="utf-8")
    issue_forms(later, tmp_path / "单位.csv", tmp_path / "另一年", executor=HERE)
    folder = hand_in(tmp_path / "交回", 一=returned("甲局", "0012", "道路"))
    refused = {"又一次": "都是表样", "另一年": "年度不同", "单位.csv": "名单"}
    for other, why in refused.items():
        with pytest.raises(UsageError, match=why):
            validate_returns([folder], roster=[issued, tmp_path / other], schemes=only(projects()), executor=HERE)


def test_feedback__names_the_project(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "交回", 一=returned("甲局", "0012", "道路", issued=False, spent=101))
    result = checked(folder, None)
    assert write_feedback(result, tmp_path / "退回", executor=HERE).failures == ()
    (text,) = (tmp_path / "退回").glob("*.txt")
    assert text.name == "甲局_0012_道路_退回修改意见.txt"
    assert "你单位报送的项目“0012　道路”的评分表（一.xlsx）" in text.read_text(encoding="utf-8-sig")


def test_carry_over__from_the_same_project(tmp_path: Path) -> None:
    last = scheme_for_year(projects(), projects().year - 1)
    folder = hand_in(
        tmp_path / "上年",
        一=returned("甲局", "0012", "道路", scheme=last, budget=111),
        二=returned("甲局", "0013", "桥梁（一期）", scheme=last, budget=222),
        三=returned("甲局", "0099", "停了", scheme=last, budget=333),
    )
    result = issue_forms(projects(), roster(tmp_path), tmp_path / "下发", carry=folder, executor=HERE)
    assert sorted((notice.unit.subject.label, notice.why) for notice in result.notices) == [
        ("0012　学校", "没有上年的评分表"),
        ("0099　停了", "名单里这个单位没有它"),
    ]
    place = layout_of(projects()).values["budget"]
    carried = {
        file.stem: openpyxl.load_workbook(file)[place.sheet][place.address].value
        for file in (tmp_path / "下发").glob("*.xlsx")
    }
    assert carried == {"001_甲局_0012_道路": 111, "001_甲局_0013_桥梁（一期）": 222, "002_乙局_0012_学校": None}
