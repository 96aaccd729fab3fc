"""A campaign from issuing to the last form: what is recorded, and what `xlgen status` says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.issuing.test_issue import issued, run
from xlgen.places import SAMPLES
from xlgen.returned.validate import examine

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


def status(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = run("status", folder / "下发")
    return code, capsys.readouterr().out


def test_nothing_returned__all_are_missing(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = status(campaign, capsys)
    assert code == 1
    assert [line for line in said.splitlines() if line.startswith("未报送")] == [
        f"未报送：1　{UNIT}",
        "未报送：2　示例甲",
        "未报送：3　示例乙",
    ]


def test_returned_twice__the_newest_valid_one_counts(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = filled(campaign, "一.xlsx")  # with the score of its own, which is not what the rule gives
    assert run("validate", wrong, "--units", campaign / "下发") == 1
    code, said = status(campaign, capsys)
    assert f"退回：1　{UNIT}" in said
    right = filled(campaign, "二.xlsx", **{r"^reported:.*?(?=^\S|\Z)": ""})
    run("validate", right, "--units", campaign / "下发")
    code, said = status(campaign, capsys)
    assert code == 1
    assert "退回：1" not in said
    assert "未报送：2　示例甲" in said
    run("validate", wrong.parent, "--units", campaign / "下发")
    assert "退回：1" not in status(campaign, capsys)[1]


def test_forms_of_others__are_not_recorded(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = filled(campaign, "别的.xlsx", **{UNIT: "名单外单位"})
    run("validate", other, "--units", campaign / "下发")
    assert "0 份" in capsys.readouterr().out
    assert len([line for line in status(campaign, capsys)[1].splitlines() if line.startswith("未报送")]) == 3


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
    shutil.copy(last / "甲.xlsx", last / "甲（重报）.xlsx")
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
    assert "上年有几份" in said
    (file,) = (file for file in issued(tmp_path / "下发") if before.unit in file.name)
    now = examine("a", file.read_bytes()).submission
    assert now is not None
    old, new = before.returned.filling.inputs, now.returned.filling.inputs
    assert new["carryover_start"] == old["carryover_end"] is not None
    assert new["idle_last"] == old["idle_end"] is not None
    assert new["money_unit"] == old["money_unit"]
    assert new["carryover_end"] is None


def test_carry__from_forms_of_a_scheme_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, last = tmp_path / "scheme.yaml", tmp_path / "上年"
    scheme.write_text("extends: guangdong-2019\nid: own-2019\n", encoding="utf-8")
    data = tmp_path / "数据.yaml"
    text = (SAMPLES / "guangdong-2019" / "inputs.yaml").read_text(encoding="utf-8")
    data.write_text(text.replace("scheme: guangdong-2019", "scheme: own-2019"), encoding="utf-8")
    last.mkdir()
    run("fill", scheme, data, "-o", last / "甲.xlsx")
    before = examine("a", (last / "甲.xlsx").read_bytes(), str(scheme))
    units = tmp_path / "名单.csv"
    units.write_text(f"单位名称\n{before.report.unit}", encoding="utf-8")
    assert run("new", scheme, "--year", 2020, "--units", units, "--carry", last, "-o", tmp_path / "下发") == 0
    now = examine("a", issued(tmp_path / "下发")[0].read_bytes(), str(scheme)).submission
    assert now is not None
    assert before.submission is not None
    old = before.submission.returned.filling.inputs
    assert now.returned.filling.inputs["idle_last"] == old["idle_end"] is not None
