"""A whole 财政复核 by commands: every step says what it did, and the last numbers are those of the summary."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

import xlgen
from tests.cli.running import Done, run
from tests.factories.returns import scheme
from tests.factories.reviews import campaign, filled
from tests.factories.schemes import MINIMAL
from tests.oracles import ooxml
from tests.reviewing.test_cycle import ALL_AGREED, CORRECTED
from xlgen.cli.review.opinions import OPINIONS, RULINGS
from xlgen.reviewing.opinion import OPINION, SHEET, WHOLE_ROW
from xlgen.reviewing.reviews import ADOPTED, AGREES, DISAGREES, NOT_ADOPTED

OF = ("--scheme", MINIMAL)
BY = ("--by", "赵六")


def test_review__from_drawing_to_rectification(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign(tmp_path, {"甲局": 80, "乙局": 90, "丙局": 100})
    monkeypatch.chdir(tmp_path)

    def review(command: str, *words: object, code: int = 0) -> Done:
        done = run(capsys, "review", command, "下发", *words)
        assert done.code == code, done.out + done.err
        return done

    review("status", code=1)
    review("draw", "--method", "全部", "-o", "抽取清单.xlsx", *OF, *BY)
    review("materials", "-o", "资料", "--until", "2026-05-10", *OF)
    assert "请于2026年5月10日前" in next(Path("资料").glob("*.txt")).read_text(encoding="utf-8-sig")
    review("open", "--returns", "交回", "-o", "底稿", *OF, *BY)
    assert "都已发出" in review("open", "--returns", "交回", "-o", "底稿", *OF, *BY).out
    party = ("--party", "某事务所")
    review("out", "--papers", "底稿", "--returns", "交回", *party, "-o", "复核包.zip", "--unit", "丙局", *BY)
    with zipfile.ZipFile("复核包.zip") as package:
        package.extractall("事务所")
    for file in [*Path("底稿").iterdir(), *Path("事务所/复核底稿").iterdir()]:
        filled(file, {**ALL_AGREED, "实际支出": CORRECTED} if "甲局" in file.name else ALL_AGREED)
    shutil.make_archive("交来", "zip", "事务所")
    review("in", "交来.zip", *party, *OF, *BY)
    next(Path("底稿").glob("*丙局*")).unlink()
    assert "自评 7.00，复核 6.00　差" in review("take", "底稿", *OF, *BY).out
    review("ask", "-o", "征求意见", "--until", "2026-05-20", *OF, *BY)
    for name in ("乙局", "丙局"):
        (file,) = Path("征求意见").glob(f"*{name}*")
        book = openpyxl.load_workbook(file)
        book[SHEET][f"{OPINION}{WHOLE_ROW}"] = "同意"
        book.save(file)
    assert "没有选同意或不同意" in review("answer", "征求意见", *OF, *BY, code=1).err, "甲局 did not fill it in"
    one = ("--unit", "甲局", "--row", "预算执行率")
    review("answer", *one, "--value", "不同意", "--reason", "决算后又支付", *BY)
    assert "不同意见还有 1 项没有处理" in review("final", "--unit", "甲局", "--signed", "钱七", *BY, code=1).err
    review("rule", *one, "--value", "采纳", "--reason", "补了凭证", *BY)
    (paper,) = Path("底稿").glob("*甲局*")
    filled(paper, {"实际支出": {"value": 70, "problem": "决算70万元"}})
    review("take", paper, *OF, *BY)
    assert review("final", "--signed", "钱七", "--day", "2026-05-31", *BY).out.count("已定稿") == 3
    assert "初步 6.00，复核 6.50" in review("status").out
    due = ("--what", "完善制度", "--who", "财务科", "--due", "2026-09-30")
    review("rectify", "--unit", "甲局", *due, "-o", "整改清单.xlsx", *BY, code=1)
    assert "完成于 2026-08-01" in review("rectify", "--unit", "甲局", "--done", "1", "--day", "2026-08-01", *BY).out
    assert "自评平均 7.50，复核平均 7.33" in review("summary", "-o", "复核汇总.xlsx", *OF).out
    review("final", "--unit", "乙局", "--revoke", "审计另有认定", *BY)
    results = {result.unit: result for result in xlgen.reviews("下发", scheme=scheme())}
    assert {unit: (result.total, result.stage.value) for unit, result in results.items()} == {
        "甲局": (6.5, "整改完成"),
        "乙局": (7.5, "意见已处理"),
        "丙局": (8.0, "已定稿"),
    }
    assert results["丙局"].third_party == "某事务所"
    written = [Path(name) for name in ("抽取清单.xlsx", "整改清单.xlsx", "复核汇总.xlsx")]
    written += [next(Path("资料").glob("*.xlsx")), next(Path("征求意见").glob("*甲局*"))]
    review("open", "--returns", "交回", "-o", "又一份", "--unit", "乙局", *OF, *BY)
    written.append(next(Path("又一份").iterdir()))
    assert ooxml.errors([file.resolve() for file in written]) == {file.resolve(): [] for file in written}


def test_words__are_those_of_the_library() -> None:
    assert OPINIONS == (AGREES, DISAGREES)
    assert RULINGS == (ADOPTED, NOT_ADOPTED)
