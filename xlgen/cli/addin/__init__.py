"""`xlgen addin`: the custom functions in spreadsheet programs. One module per program."""

from __future__ import annotations

from xlgen.cli.addin import excel, office, onlyoffice, wps
from xlgen.cli.commands import Command, group

COMMANDS: dict[str, Command] = {
    **excel.COMMANDS,
    "wps": group(wps.COMMANDS, "WPS 里的函数和核对窗格：不用 Python，装进本机或发给各单位"),
    "office": group(office.COMMANDS, "在 Microsoft 365 里使用计分函数：生成放到网站的文件，检查网站"),
    "onlyoffice": group(onlyoffice.COMMANDS, "ONLYOFFICE 里的函数：生成函数库，检查工作簿里有没有它"),
}
