"""`xlgen addin`: the custom functions in spreadsheet programs. One module per program."""

from __future__ import annotations

from xlgen.cli.addin import excel
from xlgen.cli.commands import Command, add_commands
from xlgen.cli.parser import ChineseParser

COMMANDS: dict[str, Command] = {
    **excel.COMMANDS,
}


def add_options(parser: ChineseParser) -> None:
    """Declare the commands of the group."""
    add_commands(parser, COMMANDS)
