"""Checks whether a workbook carries our functions as ONLYOFFICE keeps them, and whether its calls found them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlgen.hosts.check import Check
from xlgen.hosts.javascript import shipped
from xlgen.workbook.function_library import is_shipped
from xlgen.xlsx.read.workbook import WorkbookRead, read_workbook

PASTE = "请用 xlgen addin onlyoffice build 生成 functions.js，按它写出的步骤粘贴进去，再保存工作簿"
REPLACE = "请用 xlgen addin onlyoffice build 重新生成 functions.js，替换里面原有的全部内容，再保存工作簿"
OWN_LINE = re.compile(r"// .*\bxlgen (\S+) .*")
"""The first line of functions.js of any version."""


def checks(file: Path) -> Iterator[Check]:
    """All checks, in the order in which problems are best fixed. Raises UnreadableError."""
    book = read_workbook(file)
    yield _library(book.programs.libraries)
    yield _other_programs(book)
    yield _calls(book)


def _library(libraries: Sequence[str]) -> Check:
    subject, digest = "函数库", shipped.digest()
    if any(map(is_shipped, libraries)):
        return Check(subject, True, f"工作簿里有，与现在的 xlgen 一致（函数 {digest[:8]}）")
    versions = [found[1] for text in libraries if (found := _own_line(text))]
    if versions:
        return Check(subject, False, f"工作簿里的是 xlgen {versions[0]} 的，与现在的不一致（或被改动过）", REPLACE)
    return Check(subject, False, "工作簿里没有", PASTE)


def _own_line(library: str) -> re.Match[str] | None:
    return OWN_LINE.match(library.lstrip("\ufeff \r\n"))


def _other_programs(book: WorkbookRead) -> Check:
    foreign = sum(1 for text in book.programs.libraries if not is_shipped(text) and not _own_line(text))
    if book.programs.macros or foreign:
        return Check("其他程序", False, "工作簿里还有宏或别的自定义函数", "报送前请删去，否则核对时会提示“含有宏”")
    return Check("其他程序", True, "没有")


def _calls(book: WorkbookRead) -> Check:
    pattern = re.compile(rf"\b(?:{'|'.join(function.name for function in shipped.functions())})\(")
    sheets = [sheet for title in book.titles if (sheet := book.sheet(title)) is not None]
    calls = [cell for sheet in sheets for cell in sheet.cells.values() if cell.formula and pattern.search(cell.formula)]
    lost = sum(1 for cell in calls if cell.value == "#NAME?")
    if lost:
        remedy = "请在装有函数库的 ONLYOFFICE 里打开，按 F9 重新计算，保存后再看"
        return Check("用到函数的单元格", False, f"{len(calls)} 个，其中 {lost} 个显示 #NAME?", remedy)
    return Check("用到函数的单元格", True, f"{len(calls)} 个" if calls else "没有")
