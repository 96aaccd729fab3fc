"""`xlgen scheme`: what helps whoever writes a scheme. One module per command."""

from __future__ import annotations

from xlgen.cli.commands import Command, add_commands
from xlgen.cli.parser import ChineseParser
from xlgen.cli.scheme import draft, explain, preview, schema, test

COMMANDS: dict[str, Command] = {
    "draft": (draft.add_options, draft.run, "由印发的空白表起草表样"),
    "explain": (explain.add_options, explain.run, "说明表样的计分规则和各界限上的得分，供审核签字"),
    "preview": (preview.add_options, preview.run, "预览表样：空白的和填好的表，PDF 和图片"),
    "schema": (schema.add_options, schema.run, "写出表样各项的 JSON Schema，编辑器据此提示、检查"),
    "test": (test.add_options, test.run, "用用例试算表样：填什么，应当得几分"),
}


def add_options(parser: ChineseParser) -> None:
    """Declare the commands of the group."""
    add_commands(parser, COMMANDS)
