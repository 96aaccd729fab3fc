"""A campaign from issuing to the last form: what is recorded, and what `xlgen status` says."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import published_filling
from tests.factories.campaigns import issued, run
from tests.factories.schemes import templates_of
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.record_rows import PlannedForm, RecordedSubmission
from xlgen.files.resources import SAMPLES
from xlgen.issuing import carry_over as carry
from xlgen.issuing.carry_over import LastYearReader
from xlgen.issuing.notices import NOTICES_FILE
from xlgen.roster.unit import Unit
from xlgen.submissions.validate import examine
from xlgen.submissions.verdict import Verdict

pytestmark = pytest.mark.slow


SCHEME = "shenzhen-2021"
UNIT = "深圳市科技交流服务中心"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A folder with forms issued to three units."""
    units = tmp_path / "名单.csv"
    units.write_text(f"单位编码,单位名称\n1,{UNIT}\n2,示例甲\n3,示例乙", encoding="utf-8")
    assert run("new", SCHEME, "--units", units, "-o", tmp_path / "下发") == 0
    return tmp_path


def filled(folder: Path, name: str, **changed: str) -> Path:
    """A form as it comes back, some lines of its data written differently."""
    text = (SAMPLES / SCHEME / "inputs.yaml").read_text(encoding="utf-8")
    for old, new in changed.items():
        text, count = re.subn(old, new, text, flags=re.MULTILINE | re.DOTALL)
        assert count
    data = folder / "数据.yaml"
    data.write_text(text, encoding="utf-8")
    returned = folder / "交回" / name
    returned.parent.mkdir(exist_ok=True)
    run("fill", SCHEME, data, "-o", returned)
    return returned


def status(folder: Path, capsys: pytest.CaptureFixture[str], *options: object) -> tuple[int, str]:
    capsys.readouterr()
    code = run("status", folder / "下发", *options)
    return code, capsys.readouterr().out


def test_nothing_returned__all_are_missing(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = status(campaign, capsys)
    assert code == 1
    assert said.splitlines()[-4:] == ["未报送 3 个：", f"    1　{UNIT}", "    2　示例甲", "    3　示例乙"]


def test_returned_twice__the_newest_valid_one_counts(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = filled(campaign, "一.xlsx")  # with the score of its own, which is not what the rule gives
    assert run("validate", wrong, "--units", campaign / "下发") == 1
    code, said = status(campaign, capsys)
    assert "退回 1 个：" in said
    assert f"    1　{UNIT}　{wrong}" in said
    right = filled(campaign, "二.xlsx", **{r"^reported:.*?(?=^\S|\Z)": ""})
    run("validate", right, "--units", campaign / "下发")
    code, said = status(campaign, capsys)
    assert code == 1
    assert "退回 1 个" not in said
    assert "    2　示例甲" in said
    run("validate", wrong.parent, "--units", campaign / "下发")
    assert "退回 1 个" not in status(campaign, capsys)[1]


def test_forms_of_others__are_not_recorded(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = filled(campaign, "别的.xlsx", **{UNIT: "名单外单位"})
    run("validate", other, "--units", campaign / "下发")
    assert "0 份" in capsys.readouterr().out
    assert "未报送 3 个：" in status(campaign, capsys)[1]


def test_folder_without_a_record__is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status", tmp_path) == 3
    assert "下发记录" in capsys.readouterr().err
    assert run("validate", tmp_path, "--units", tmp_path) == 3


def test_record_that_is_none__is_told(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = next((campaign / "下发").glob("*.sqlite"))
    record.write_bytes(b"this is no database at all" * 100)
    assert run("status", campaign / "下发") == 3
    assert "不是下发记录" in capsys.readouterr().err


def test_carry__last_years_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = tmp_path / "上年"
    last.mkdir()
    run("fill", "guangdong-2019", SAMPLES / "guangdong-2019" / "inputs.yaml", "-o", last / "甲.xlsx")
    older = last / "甲（重报）.xlsx"
    shutil.copy(last / "甲.xlsx", older)
    os.utime(older, (0, 0))
    (last / "乱.xlsx").write_bytes(b"x")
    before = examine("a", (last / "甲.xlsx").read_bytes()).submission
    assert before is not None
    units = tmp_path / "名单.csv"
    units.write_text(f"单位名称\n{before.unit}\n新成立单位", encoding="utf-8")
    capsys.readouterr()
    options = ["--units", units, "--carry", last, "-o", tmp_path / "下发"]
    assert run("new", "guangdong-2019", "--year", 2020, *options) == 0
    said = capsys.readouterr().out
    assert "新成立单位：没有上年的评分表" in said
    assert "乱.xlsx" in said
    assert f"{last / '甲.xlsx'}：取这一份，它最新；不取 {older}" in said
    notes = (tmp_path / "下发" / NOTICES_FILE).read_text(encoding="utf-8-sig")
    assert "没有结转,,新成立单位,,没有上年的评分表" in notes
    (file,) = (file for file in issued(tmp_path / "下发") if before.unit in file.name)
    now = examine("a", file.read_bytes()).submission
    assert now is not None
    old, new = before.returned.filling.inputs, now.returned.filling.inputs
    assert new["carryover_start"] == old["carryover_end"] is not None
    assert new["idle_last"] == old["idle_end"] is not None
    assert new["carryover_end"] is None


def test_carry__forms_of_another_year_or_of_nobody_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last, text = tmp_path / "上年", (SAMPLES / "guangdong-2019" / "inputs.yaml").read_text(encoding="utf-8")
    unit = str(published_filling("guangdong-2019").inputs["unit_name"])
    (data := tmp_path / "数据.yaml").write_text(text.replace(unit, "甲局"), encoding="utf-8")
    run("fill", "guangdong-2019", data, "--year", 2018, "-o", last / "早年.xlsx")
    data.write_text(text.replace(unit, "乙局"), encoding="utf-8")
    run("fill", "guangdong-2019", data, "--year", 2019, "-o", last / "乙.xlsx")
    run("fill", "shenzhen-2021", SAMPLES / "shenzhen-2021" / "inputs.yaml", "--year", 2019, "-o", last / "深圳.xlsx")
    (units := tmp_path / "名单.csv").write_text("单位名称\n甲局", encoding="utf-8")
    capsys.readouterr()
    assert run("new", "guangdong-2019", "--year", 2020, "--units", units, "--carry", last, "-o", tmp_path / "下发") == 0
    said = capsys.readouterr().out
    assert f"{last}/早年.xlsx：是 2018 年度的评分表，不是 2019 年度的" in said
    assert f"乙局：{last}/乙.xlsx：名单里没有这个单位" in said
    assert f"{last}/深圳.xlsx：是表样 shenzhen-2021 的评分表，没有要结转的数" in said
    assert "甲局：没有上年的评分表" in said


def test_options_that_are_not_written__are_those_of_last_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = tmp_path / "上年"
    run("fill", "guangdong-2019", SAMPLES / "guangdong-2019" / "inputs.yaml", "--year", 2019, "-o", last / "甲.xlsx")
    unit = examine("a", (last / "甲.xlsx").read_bytes()).report.unit
    (units := tmp_path / "名单.csv").write_text(f"单位名称\n{unit}", encoding="utf-8")
    options = ["--year", 2020, "--units", units, "-o", tmp_path / "下发"]
    run("new", "guangdong-2019", *options, "--carry", last, "--layout", "表/{name}.xlsx")
    (file,) = issued(tmp_path / "下发")
    content = file.read_bytes()
    file.unlink()
    capsys.readouterr()
    assert run("new", "guangdong-2019", *options) == 0
    assert f"照上次的办：--carry {last}、--layout 表/{{name}}.xlsx" in capsys.readouterr().out
    assert {each: each.read_bytes() for each in issued(tmp_path / "下发")} == {file: content}


def test_form_that_is_superseded__gets_no_letter_and_nobody_is_missing_who_came_before(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = filled(campaign, "一.xlsx")
    os.utime(wrong, (1_700_000_000, 1_700_000_000))
    run("validate", wrong, "--units", campaign / "下发", "--feedback", campaign / "退回1")
    assert len(list((campaign / "退回1").iterdir())) == 2
    right = filled(campaign, "二.xlsx", **{r"^reported:.*?(?=^\S|\Z)": ""})
    capsys.readouterr()
    run("validate", wrong.parent, "--units", campaign / "下发", "--feedback", campaign / "退回2")
    said = capsys.readouterr().out
    assert "SUBMITTED_TWICE" not in said
    letters = [file.read_text(encoding="utf-8-sig") for file in (campaign / "退回2").glob("*.txt")]
    assert all("二.xlsx" in letter and "必须修改" not in letter for letter in letters)
    (other := campaign / "今天").mkdir()
    shutil.copy(right, other / "三.xlsx")
    run("validate", other, "--units", campaign / "下发", "--json", campaign / "结果.json")
    missing = json.loads((campaign / "结果.json").read_text(encoding="utf-8"))["missing"]
    assert [each["name"] for each in missing] == ["示例甲", "示例乙"]


def test_carry__again_reads_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, last = SAMPLES / "guangdong-2019" / "inputs.yaml", tmp_path / "上年"
    last.mkdir()
    run("fill", "guangdong-2019", data, "-o", last / "甲.xlsx")
    units, unit = tmp_path / "名单.csv", examine("a", (last / "甲.xlsx").read_bytes()).report.unit
    options = ["--year", 2020, "--units", units, "--carry", last, "-o", tmp_path / "下发", "--jobs", 1]
    units.write_text(f"单位名称\n{unit}", encoding="utf-8")
    run("new", "guangdong-2019", *options)
    (first,) = issued(tmp_path / "下发")
    content = first.read_bytes()
    first.unlink()
    monkeypatch.setattr(LastYearReader, "__call__", lambda *_: pytest.fail("read again"))
    assert run("new", "guangdong-2019", *options) == 0
    assert first.read_bytes() == content


def test_carry__the_newest_form_in_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, archive = SAMPLES / "guangdong-2019" / "inputs.yaml", tmp_path / "上年.zip"
    run("fill", "guangdong-2019", data, "-o", tmp_path / "甲.xlsx")
    content = (tmp_path / "甲.xlsx").read_bytes()
    unit = examine("a", content).report.unit
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("a.xlsx", (2020, 5, 1, 0, 0, 0)), content)
        file.writestr(zipfile.ZipInfo("b.xlsx", (2020, 4, 1, 0, 0, 0)), content)
        file.writestr(zipfile.ZipInfo("c.xlsx", (1980, 0, 0, 0, 0, 0)), content)
    units = tmp_path / "名单.csv"
    units.write_text(f"单位名称\n{unit}", encoding="utf-8")
    capsys.readouterr()
    options = ["--units", units, "--carry", archive, "-o", tmp_path / "下发"]
    assert run("new", "guangdong-2019", "--year", 2020, *options) == 0
    said = capsys.readouterr().out
    assert f"{archive}/b.xlsx：取这一份，它最新；不取 {archive}/c.xlsx" in said
    assert f"{archive}/a.xlsx：取这一份，它最新；不取 {archive}/b.xlsx" in said


def test_carry__what_breaks_the_reader_is_told_and_the_others_are_carried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    last = tmp_path / "上年"
    last.mkdir()
    (last / "乱.xlsx").write_bytes(b"PK")

    def broken(*_: object) -> None:
        raise KeyError("something of ours")

    monkeypatch.setattr(carry, "package_of", broken)
    units = tmp_path / "名单.csv"
    units.write_text("单位名称\n甲", encoding="utf-8")
    assert run("new", "guangdong-2019", "--units", units, "--carry", last, "-o", tmp_path / "下发") == 0
    said = capsys.readouterr()
    assert "乱.xlsx：没有读出（KeyError" in said.out
    assert said.err == ""


def test_status__many_units_are_counted_and_written_to_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"示例{number}" for number in range(30)]
    units = [
        PlannedForm(
            Unit(name, f"{at:03}"),
            f"第{at % 2}区/{name}.xlsx",
            "",
            details={"parent": f"第{at % 2}局", "phone": "=1"},
        )
        for at, name in enumerate([*names, "+x"])
    ]
    folder = tmp_path / "下发"
    folder.mkdir()
    with open_record(folder / RECORD_NAME) as record:
        record.plan({"年度": "2026"}, units, lambda path: False)
        record.issued(names, "2026-01-01T00:00:00")
        record.submitted(
            [RecordedSubmission("示例3", "=三.xlsx", "f", 0.0, "2026-03-01 09:30:00.125", Verdict.PASSED, 95.5, 95.0)]
        )
        record.submitted(
            [RecordedSubmission("示例4", "四.xlsx", "g", 0.0, "2026-03-01 09:30:00.125", Verdict.RETURNED, None, None)]
        )
    code, said = status(tmp_path, capsys, "--xlsx", tmp_path / "进度.xlsx")
    assert code == 1
    lines = [re.sub(r"[│\s]+", " ", line).strip() for line in said.splitlines()]
    assert "未报送 28" in lines
    assert "第0局 16 0 1 0 15 0" in lines
    assert "第1局 15 1 0 0 14 0" in lines
    assert "退回 1 个：" in lines
    assert "…… 另有 8 个" in lines
    assert len(lines) < 70
    book = openpyxl.load_workbook(tmp_path / "进度.xlsx")
    assert book.sheetnames == ["进度", "各主管部门"]
    sheet = book["进度"]
    head, *rows = sheet.iter_rows(min_row=2, values_only=True)
    assert len(rows) == 31
    third = dict(zip(head, rows[3], strict=True))
    known = {"单位编码": "003", "单位": "示例3", "情况": "通过", "表中总分": 95.5, "按规则总分": 95, "报送次数": 1}
    files = {"主管部门": "第1局", "联系电话": "=1", "有效的文件": "=三.xlsx", "下发的文件": "第1区/示例3.xlsx"}
    assert {key: third[key] for key in (*known, *files)} == {**known, **files}
    assert rows[-1][:3] == ("030", "+x", "还没有下发")
    texts = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "+"))]
    assert {cell.data_type for cell in texts} == {"s"}
    assert all(cell.quotePrefix for cell in texts)


def test_status__workbook_that_cannot_be_one_is_refused(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status", campaign / "下发", "--xlsx", campaign) == 3
    assert "是文件夹" in capsys.readouterr().err


def test_carry__from_forms_of_a_scheme_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, last = tmp_path / "scheme.yaml", tmp_path / "上年"
    scheme.write_text("extends: guangdong-2019\nid: own-2019\n", encoding="utf-8")
    data = tmp_path / "数据.yaml"
    text = (SAMPLES / "guangdong-2019" / "inputs.yaml").read_text(encoding="utf-8")
    data.write_text(text.replace("scheme: guangdong-2019", "scheme: own-2019"), encoding="utf-8")
    last.mkdir()
    run("fill", scheme, data, "-o", last / "甲.xlsx")
    before = examine("a", (last / "甲.xlsx").read_bytes(), templates_of(str(scheme)))
    units = tmp_path / "名单.csv"
    units.write_text(f"单位名称\n{before.report.unit}", encoding="utf-8")
    assert run("new", scheme, "--year", 2020, "--units", units, "--carry", last, "-o", tmp_path / "下发") == 0
    now = examine("a", issued(tmp_path / "下发")[0].read_bytes(), templates_of(str(scheme))).submission
    assert now is not None
    assert before.submission is not None
    old = before.submission.returned.filling.inputs
    assert now.returned.filling.inputs["idle_last"] == old["idle_end"] is not None
