"""The self-test in Excel for Windows."""

from __future__ import annotations

from xlgen.hosts.excel.texts import STATUS_FUNCTION
from xlgen.hosts.selftest import Program

EXCEL = Program(
    instructions=(
        "先在命令行运行 xlgen addin install，再用 Excel 打开本表。结论全部是✓，就可以放心使用。",
        "结果都是#NAME?的，说明函数没有启用：请看上面的“函数加载项”一行，处理后按 Ctrl+Alt+F9 全部重新计算。",
    ),
    status=f'=IFERROR({STATUS_FUNCTION}(),"未启用")',
)
