"""What a campaign adds to a summary: columns of the roster, groups and ranks in them, last year, notice and signing."""

from __future__ import annotations

from pathlib import Path

from tests.factories.summaries import SCHEME, STANDING, TOTALS, book, campaign_entries
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated
from xlgen.summary.book import UNITS_LIST
from xlgen.summary.database import open_summary
from xlgen.summary.left_out import LEFT_OUT_SHEET
from xlgen.summary.lists import unit_lines
from xlgen.summary.notice import NOTICE_SHEET
from xlgen.summary.signing import SIGNING_SHEET
from xlgen.summary.standing import NOT_GIVEN
from xlgen.summary.statistics import statistics_of
from xlgen.summary.table_layout import CHANGE_HEAD, LAST_HEAD, OWN_RANK_HEAD, SUMMARY_SHEET, SummaryLayout


def test_groups_and_ranks__by_formulas_as_by_values(tmp_path: Path) -> None:
    layout = SummaryLayout(SCHEME, len(TOTALS), ("code", "parent"), last_year=True)
    (file := tmp_path / "汇总.xlsx").write_bytes(book(SCHEME, campaign_entries(), standing=STANDING))
    cells, values = stored(file), stored(book(SCHEME, campaign_entries(), {UNITS_LIST: "x.csv"}, STANDING))
    table, groups = cells[SUMMARY_SHEET], cells["按主管部门"]
    assert [table[f"{layout.beside_rank[OWN_RANK_HEAD]}{layout.first + n}"] for n in range(6)] == [1, 1, 2, 1, 1, 1]
    assert table[f"{layout.beside_rank[LAST_HEAD]}{layout.first}"] == 90
    assert table[f"{layout.beside_rank[CHANGE_HEAD]}{layout.first}"] == 5
    by_name = {groups[f"A{row}"]: [groups.get(f"{c}{row}") for c in "BCDEFG"] for row in range(4, 9)}
    assert by_name == {
        "乙部": [3, 2, 91, 1, 91, 91],
        "丁部": [1, 0, "—", "—", "—", "—"],
        "甲\uff0a部": [2, 2, 82.75, 3, 95, 70.5],
        "\uff1d丙部": [1, 1, 60, 4, 60, 60],
        NOT_GIVEN: [1, 1, 88, 2, 88, 88],
    }
    assert values["按主管部门"] == groups
    (again,) = recalculated([file], tmp_path / "office").values()
    assert stored(again)["按主管部门"] == groups
    assert stored(again)[SUMMARY_SHEET] == table


def test_notice_and_signing__grades_late_units_decisions() -> None:
    cells = stored(book(SCHEME, campaign_entries(), standing=STANDING))
    notice, signing, out = cells[NOTICE_SHEET], cells[SIGNING_SHEET], cells[LEFT_OUT_SHEET]
    assert "2026年3月5日" in str(notice["A3"])
    units = [notice.get(f"B{row}") for row in range(5, 20)]
    assert units == [None, "1局", "8局", "2局", "6局", None, "4局", None, "3局", "5局", None, "7局", None, None, None]
    assert [notice[f"A{row}"] for row in (5, 10, 12, 15)] == [
        "一、优（4个）", "二、良（1个）", "三、中（2个）", "四、未按时报送（1个）"]  # fmt: skip
    assert {"应报送单位", "作出的决定（1项）", "=换人", "张三"} <= set(signing.values())
    assert any("分管领导" in str(text) for text in signing.values())
    assert [out[f"{letter}2"] for letter in "BDEFGH"] == ["7局", "未报送，逾期", "未报送", "丁部", "李四", "0755-1"]


def test_list_beside__has_the_columns_of_the_table() -> None:
    with open_summary(campaign_entries()) as summary:
        statistics = statistics_of(SCHEME, (each.row for each in summary.units()))
        head, first, *_ = unit_lines(SCHEME, summary, statistics)
    assert head[:10] == [
        "序号",
        "单位名称",
        "单位编码",
        "主管部门",
        "总分",
        "等次",
        "排名",
        OWN_RANK_HEAD,
        LAST_HEAD,
        CHANGE_HEAD,
    ]
    assert first[:10] == [1, "1局", "001", "甲\uff0a部", "95.00", "优", 1, 1, "90.00", "5.00"]
