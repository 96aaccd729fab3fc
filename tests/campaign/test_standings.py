"""A campaign up to what goes up: letters to units of which nothing counts, then the summary with the year before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.campaigns import run
from tests.factories.returns import Post, form
from tests.factories.schemes import MINIMAL
from tests.oracles.cells import stored
from xlgen.campaign.progress import counts, progress_of
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.record_rows import PlannedForm, RecordedSubmission
from xlgen.roster.unit import Unit
from xlgen.submissions.verdict import Verdict

LINES = ("101,甲局,一厅,张三,110,", "102,乙局,一厅,李四,120,", "103,丙局,二厅,王五,119,线下报送")


def last_year(folder: Path, scheme: str) -> None:
    folder.mkdir()
    with open_record(folder / RECORD_NAME) as record:
        record.plan({"方案": scheme, "年度": "2023"}, [PlannedForm(Unit("甲委", "101"), "", "")], lambda path: False)
        record.issued(["甲委"], "2024-01-01")
        record.submitted([RecordedSubmission("甲委", "x.xlsx", "f", 0.0, "2024-02-01", Verdict.PASSED, 9.0, 9.0)])


def test_letters_then_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    head = "单位编码,单位名称,主管部门,联系人,联系电话,报送要求"
    Path("名单.csv").write_text("\n".join([head, *LINES]), encoding="utf-8-sig")
    assert run("new", MINIMAL, "--units", "名单.csv", "-o", "下发", "--bureau", "某市财政局") == 0
    post = Post(tmp_path / "张三微信")
    draft, final = form("甲局", "2026-03-01T08:00:00Z", spent=70), form("甲局", "2026-03-05T08:00:00Z")
    post.put({"甲局初稿.xlsx": draft, "甲局.xlsx": final})
    common = ("张三微信", "--units", "下发", "--scheme", MINIMAL, "--jobs", 1)
    run("validate", *common, "--feedback", "退回")
    (asked,) = Path("退回").iterdir()
    said = asked.read_text(encoding="utf-8-sig")
    assert asked.name == "甲局_请确认有效版本.txt"
    assert all(
        text in said for text in ("实际支出：“70”→“80”", "第2份：甲局初稿.xlsx，保存于 2026-03-01", "某市财政局")
    )
    assert "微信" not in said
    chosen = ("--unit", "甲局", "--copy", "甲局.xlsx", "--by", "赵六", "--reason", "来函确认")
    assert run("decide", "下发", "有效版本", *chosen) == 0
    assert run("decide", "下发", "线下评分", "--unit", "丙局", "--value", 8, "--by", "赵六") == 0
    with open_record(Path("下发") / RECORD_NAME) as record:
        progress = progress_of(record, "2026-04-01")
    last_year(tmp_path / "上年", progress.scheme)
    run("summary", *common, "--last-year", "上年", "-o", "汇总.xlsx")
    cells = stored(Path("汇总.xlsx"))
    table, signing, out = cells["汇总表"].values(), cells["审核汇总签批表"].values(), cells["未计入"]
    assert {"101", "一厅", 9} <= set(table), "found by its code, though renamed since"
    assert {*counts(progress.units), "来函确认", "甲局.xlsx", "赵六"} <= set(map(str, signing))
    listed = [[out.get(f"{letter}{row}") for letter in "BCEGI"] for row in range(2, 5)]
    assert listed[0][:2] == ["甲局", "张三微信/甲局初稿.xlsx"]
    assert listed[1:] == [["乙局", None, "未报送", "李四", None], ["丙局", None, "线下报送", "王五", "8.00"]]
