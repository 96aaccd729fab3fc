"""Campaigns: a roster, and what the command issues to its units."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xlgen.cli.main import main

COMMAND = [sys.executable, "-c", "from xlgen.cli.main import main; main()"]
SCHEME = "jiangsu-2020"


def roster(folder: Path, count: int, **columns: str) -> Path:
    """A roster of this many units; columns: the value of every unit in further columns."""
    file = folder / "名单.csv"
    head = ",".join(["单位编码", "单位名称", *columns])
    lines = [f"{number:05},示例市第{number}实验学校,{','.join(columns.values())}" for number in range(count)]
    file.write_text("\n".join([head, *lines]), encoding="utf-8-sig")
    return file


def run(*arguments: object) -> int:
    """Run the command line in this process; returns its exit code."""
    with pytest.raises(SystemExit) as left:
        main([str(each) for each in arguments])
    return int(left.value.code or 0)


def issued(folder: Path) -> list[Path]:
    """The workbooks in a folder of issued forms."""
    return sorted(folder.rglob("*.xlsx"))
