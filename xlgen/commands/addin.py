"""`xlgen addin`: the custom functions in Excel."""

from __future__ import annotations

from xlgen.arguments import ChineseParser
from xlgen.commands import serve


def take_options(parser: ChineseParser) -> None:
    """Declare the commands below this one."""
    commands = parser.add_subparsers(
        prog="xlgen addin", title="命令", metavar="命令", required=True, parser_class=ChineseParser
    )
    purpose = "给 Microsoft 365 提供计分函数和核对窗格"
    added = commands.add_parser("serve", help=purpose, description=purpose)
    added.set_defaults(command=serve.run)
    serve.take_options(added)
