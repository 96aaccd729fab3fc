"""What is said of single units: a few lines on the screen, all of it in a file that Excel opens as it is."""

from __future__ import annotations

import csv
from pathlib import Path

from xlgen.issuing.notices import HEAD, MAX_SHOWN_PER_KIND, Notice, NoticeKind, notices_csv, shown
from xlgen.roster.unit import Unit


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # without it Excel takes the file for GBK
    return list(csv.reader(content.decode("utf-8-sig").splitlines()))


def test_file__has_a_line_for_each_note_by_matter() -> None:
    notes = [
        Notice(NoticeKind.NOT_CARRIED, Unit("甲局", "0012"), "上年结转", "上年没有填"),
        Notice(NoticeKind.RENAMED, Unit("乙局"), "乙局_2.xlsx", "乙局.xlsx 已有单位使用"),
    ]
    assert read(notices_csv(notes)) == [
        list(HEAD),
        ["文件改名", "", "乙局", "乙局_2.xlsx", "乙局.xlsx 已有单位使用"],
        ["没有结转", "0012\t", "甲局", "上年结转", "上年没有填"],
    ]


def test_file__nothing_becomes_a_formula() -> None:
    risky = ["=1+1", "+1", "-1", "@A1", "＝1", " =1", "\t=1", '=HYPERLINK("http://x")']
    (_, *lines) = read(notices_csv([Notice(NoticeKind.NOT_READ, Unit(each, each), each, each) for each in risky]))
    assert all(cell.startswith("'") for _, *cells in lines for cell in cells)
    (_, line) = read(notices_csv([Notice(NoticeKind.NOT_READ, Unit("甲\n=1", "1\n2"), "a\r\nb", "c\u2028d")]))
    assert all("\n" not in cell and "\r" not in cell for cell in line)


def test_screen__shows_a_few_of_each_and_counts_the_others() -> None:
    notes = [
        Notice(NoticeKind.NOT_CARRIED, Unit(f"单位{number}"), "", "没有") for number in range(MAX_SHOWN_PER_KIND + 3)
    ]
    lines = list(shown([*notes, Notice(NoticeKind.SEVERAL, Unit("甲"), "一.xlsx", "取它")]))
    assert lines[:2] == ["上年有几份 1 条：", "    甲：一.xlsx：取它"]
    assert lines[2:4] == [f"没有结转 {MAX_SHOWN_PER_KIND + 3} 条：", "    单位0：没有"]
    assert lines[-1] == "    …… 另有 3 条"
    assert len(lines) == MAX_SHOWN_PER_KIND + 4


def test_screen__one_line_each(tmp_path: Path) -> None:
    (_, line) = shown([Notice(NoticeKind.NOT_READ, Unit("甲\n乙"), "一\r二", "x" * 10_000)])
    assert "\n" not in line
    assert len(line) < 700
