"""The forms to be signed on what was found, and the messages: what the check says of the copy that counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.cli.running import Run, assert_complaint
from tests.factories.campaigns import run
from tests.factories.reports import folder_of_returns
from tests.factories.returns import Post, form
from tests.factories.schemes import MINIMAL
from xlgen.campaign.validation import validate_returns
from xlgen.docx.document import Paragraph, Row, document_of
from xlgen.execution.local import LocalExecutor
from xlgen.reports.word.opinion import MESSAGES, write_opinions
from xlgen.scheme.known_schemes import only
from xlgen.scheme.load import load_file
from xlgen.submissions.validate import FileReport

EARLY, LATE = "2026-03-01T08:00:00Z", "2026-03-05T08:00:00Z"
ROSTER = "单位名称,主管部门,联系人,联系电话\n甲局,市府办,张三,0755-1\n乙局,,,\n丙局,,,\n丁局,,,\n"


def rows(file: Path) -> list[tuple[str, ...]]:
    return [block.cells for block in document_of(file, file.read_bytes()) if isinstance(block, Row)]


def texts(file: Path) -> list[str]:
    return [block.text for block in document_of(file, file.read_bytes()) if isinstance(block, Paragraph)]


def facts(file: Path) -> dict[str, str]:
    pairs = [cells for cells in rows(file) if len(cells) == 4]
    return {label: text for one, two, three, four in pairs for label, text in ((one, two), (three, four))}


def test_campaign__the_copy_that_counts(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text(ROSTER, encoding="utf-8-sig")
    run("new", MINIMAL, "--units", tmp_path / "名单.csv", "-o", tmp_path / "下发", "--bureau", "某市财政局")
    Post(tmp_path / "交回").put(
        {
            "甲局.xlsx": form("甲局", EARLY, spent=None),
            "甲局（改）.xlsx": form("甲局", LATE),
            "乙局.xlsx": form("乙局", EARLY, spent=101),
            "丙局初稿.xlsx": form("丙局", EARLY, spent=70),  # two that can be accepted
            "丙局.xlsx": form("丙局", LATE),
        }
    )
    known = only(load_file(MINIMAL))
    returned = validate_returns([tmp_path / "交回"], roster=tmp_path / "下发", schemes=known, executor=LocalExecutor(1))
    result = replace(returned, report=replace(returned.report, time="2026-03-09 08:00:00"))
    done = write_opinions(result, tmp_path / "意见")
    assert [file.name for file in done.files] == ["乙局_审核意见表.docx", "甲局_审核意见表.docx"]
    assert done.without == ()
    second, first = done.files
    good, bad = facts(first), facts(second)
    assert (good["审核结论"], good["主管部门"], good["联系电话"]) == ("通过", "市府办", "0755-1")
    assert good["报送的文件"] == "甲局（改）.xlsx"
    assert (good["自评总分"], good["按评分标准核算"]) == ("7.00", "7.00")
    assert len(good["核对码"].replace("-", "")) == 8
    assert "没有发现问题，不必修改。" in texts(first)
    report = next(each for each in result.report.reports if each.unit == "乙局")
    assert [cells[0] for cells in rows(second) if len(cells) == 5] == ["序号", *map(str, _numbers(report))]
    said = {(cells[2], cells[3], cells[4]) for cells in rows(second) if len(cells) == 5}
    assert {(each.where, f"{each.message}。", f"{each.remedy}。") for each in report.findings} <= said
    assert bad["问题"] == f"必须修改 {len(report.findings)} 处"
    assert texts(second)[-2:] == ["某市财政局", "2026年3月9日"]
    messages = (tmp_path / "意见" / MESSAGES).read_text(encoding="utf-8-sig").split("\n\n")
    assert [each.partition("：")[0] for each in messages] == ["乙局", "甲局"]
    assert report.findings[0].where in messages[0]
    assert messages[0].endswith("请修改后重新报送。某市财政局　2026年3月9日")
    again = first.read_bytes()
    write_opinions(result, tmp_path / "意见")
    assert first.read_bytes() == again


def _numbers(report: FileReport) -> range:
    return range(1, len(report.findings) + 1)


def test_command__without_a_roster_one_for_each_file(tmp_path: Path, xlgen: Run) -> None:
    back = folder_of_returns(tmp_path / "交回")
    done = xlgen("report", "opinion", back, "-o", tmp_path / "意见", "--jobs", 1)
    assert (done.code, "5 份审核意见表" in done.out) == (1, True)
    (unread,) = (tmp_path / "意见").glob("空*.docx")
    assert facts(unread)["审核结论"] == "无法读取"
    (tmp_path / "文件").write_bytes(b"")
    assert_complaint(xlgen("report", "opinion", back, "-o", tmp_path / "文件"), 3)
    assert_complaint(xlgen("report", "opinion", back, "-o", tmp_path / "意见.docx"), 3, "请写一个文件夹")
