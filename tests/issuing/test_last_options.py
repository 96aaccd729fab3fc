"""Options of the last run, as a record keeps them: checked as if somebody typed them, and said before they are used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.errors import UsageError
from xlgen.execution.local import LocalExecutor
from xlgen.issuing import last_options
from xlgen.issuing.issue import issue_forms
from xlgen.issuing.issue_result import IssueResult
from xlgen.scheme.load import load_file

HERE = LocalExecutor(1)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n1,甲\n", encoding="utf-8")
    return tmp_path / "名单.csv"


def issue(roster: Path, **options: object) -> IssueResult:
    folder = roster.parent / "下发"
    return issue_forms(load_file(MINIMAL), roster, folder, executor=HERE, **options)  # type: ignore[arg-type]


def keep(roster: Path, **options: str) -> None:
    """Write options into the record as somebody who has only the file could."""
    issue(roster)
    with open_record(roster.parent / "下发" / RECORD_NAME) as record:
        for name, value in options.items():
            record.keep_option(f"--{name}", value)


@pytest.mark.parametrize(
    "layout",
    ["{name.__class__}.xlsx", "../{name}.xlsx", "/tmp/{name}.xlsx", "{name}", "{", "x", "{name!r}.xlsx", "b'{name}'"],
)
def test_layout_of_last_time__is_checked_again(roster: Path, layout: str) -> None:
    keep(roster, layout=layout)
    with pytest.raises(UsageError, match="照下发记录里上次的办，却不能用") as error:
        issue(roster)
    assert error.value.parameter == "layout"
    assert [file.name for file in sorted(roster.parent.glob("**/*.xlsx"))] == ["1_甲.xlsx"]


@pytest.mark.parametrize(
    "carry",
    [
        *("上年", "../上年", "s3://桶/上年", "http://127.0.0.1/x", "file:///etc", "/dev/zero", "/etc/passwd"),
        *("/etc", "/不存在", "/tmp\x1b[31m", "/tmp\x00", "/tmp\n", "b'/tmp'"),
    ],
)
def test_carry_of_last_time__is_not_walked_where_no_forms_can_be(
    roster: Path, carry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(roster, carry=carry)
    monkeypatch.setattr("xlgen.issuing.lists.find_sources", lambda paths: pytest.fail(f"walked {paths}"))
    with pytest.raises(UsageError, match="照下发记录里上次的办，却不能用") as error:
        issue(roster)
    assert error.value.parameter == "carry"
    assert "\x1b" not in str(error.value)


def test_carry_of_last_time__no_more_files_are_looked_at_than_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_options, "MAX_LOOKED_AT", 3)
    for number in range(3):
        (tmp_path / f"{number}.txt").touch()
    (tmp_path / "下级").mkdir()
    (tmp_path / "下级" / "甲.xlsx").touch()
    assert not last_options._holds_workbooks(tmp_path)
    (tmp_path / "0.txt").unlink()
    assert last_options._holds_workbooks(tmp_path)


def test_options_of_last_time__are_said_before_anything_is_read(roster: Path, tmp_path: Path) -> None:
    (last := tmp_path / "上年").mkdir()
    issue(roster)
    shutil.copy(tmp_path / "下发" / "1_甲.xlsx", last / "甲.xlsx")
    issue(roster, layout="{name}.xlsx", carry=last)
    said: list[object] = []
    result = issue(roster, announce=said.append)
    assert said == [{"carry": str(last), "layout": "{name}.xlsx"}] == [result.remembered_options]
    shutil.rmtree(last)
    with pytest.raises(UsageError, match="没有上年的评分表"):
        issue(roster, announce=said.append)
    assert len(said) == 1  # nothing is said to be done that is not


def test_layout__of_columns_that_the_roster_has_not(roster: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        issue(roster, layout="{district}/{parent}/{name}.xlsx")
    assert error.value.parameter == "layout"
    assert "{parent}（“主管部门”一列）、{district}（“区划”一列）" in str(error.value)
    assert "名单里 1 个单位都没有" in str(error.value)
    assert not (tmp_path / "下发").exists()


def test_layout_of_last_time__of_a_column_that_was_removed(roster: Path) -> None:
    plain = roster.read_text(encoding="utf-8")
    roster.write_text("单位名称,区划\n甲,东区\n乙,\n", encoding="utf-8")
    first = issue(roster, layout="{district}/{name}.xlsx")
    assert [notice.why for notice in first.notices] == ["名单里没有填“区划”"]
    roster.write_text(plain, encoding="utf-8")
    with pytest.raises(UsageError, match="名单里 1 个单位都没有"):
        issue(roster)
