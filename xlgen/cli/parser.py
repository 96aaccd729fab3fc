"""argparse in Chinese: its own translation hook (gettext) with the few messages that a user can meet."""

from __future__ import annotations

import argparse
from typing import NoReturn

from xlgen.cli.output import complain
from xlgen.errors import EXIT_USAGE

MESSAGES = {
    "usage: ": "用法：",
    "argument %(argument_name)s: %(message)s": "“%(argument_name)s”%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "ambiguous option: %(option)s could match %(matches)s": "“%(option)s”不明确，可能是 %(matches)s",
    "one of the arguments %s is required": "下列参数须有其一：%s",
    "not allowed with argument %s": "不能与 %s 同用",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r；可用的有：%(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有 %(parser_name)r；可用的有：%(choices)s",
    "invalid %(type)s value: %(value)r": "应当是整数，写的却是 %(value)r",  # int is the only type that refuses
    "expected one argument": "后面要跟一个值",
    "expected at most one argument": "后面最多跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "expected %s argument": "后面要跟 %s 个值",
    "expected %s arguments": "后面要跟 %s 个值",
    "ignored explicit argument %r": "后面不能跟值 %r",
    "unexpected option string: %s": "这里不能写 %s",
    "show this help message and exit": "显示本说明",
    "positional arguments": "参数",
    "options": "选项",
}
"""argparse's messages that a user can meet, by their English text, which is the message id of gettext."""


def _translated(message: str) -> str:
    return MESSAGES.get(message, message)


def _translated_number(singular: str, plural: str, number: int) -> str:
    return _translated(singular if number == 1 else plural)


# argparse looks its messages up through these two names of its own; nothing but the command line imports this module.
vars(argparse).update(_=_translated, ngettext=_translated_number)


class _Formatter(argparse.HelpFormatter):
    def add_argument(self, action):  # type: ignore[no-untyped-def]  # as in argparse
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):
            self._action_max_length += self._indent_increment  # argparse forgets that commands are indented further


class ChineseParser(argparse.ArgumentParser):
    """An ArgumentParser whose wrong usage is one sentence and exit code 3."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(
            prog=prog, description=description, formatter_class=_Formatter, add_help=False, allow_abbrev=False
        )
        self.arguments = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the usage and leave."""
        complain(message, f"用法见 {self.prog} --help")
        raise SystemExit(EXIT_USAGE)
