"""argparse in Chinese: its own translation hook (gettext) with the few messages that a user can meet."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from xlgen.cli.output import complain
from xlgen.errors import EXIT_USAGE
from xlgen.scheme.suggest import near, nearest
from xlgen.text import MINUS

MESSAGES = {
    "usage: ": "用法：",
    "argument %(argument_name)s: %(message)s": "“%(argument_name)s”%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "ambiguous option: %(option)s could match %(matches)s": "“%(option)s”不明确，可能是 %(matches)s",
    "one of the arguments %s is required": "下列参数须有其一：%s",
    "not allowed with argument %s": "不能与 %s 同用",
    "invalid %(type)s value: %(value)r": "应当是整数，写的却是“%(value)s”",  # int is the only type that refuses
    "expected one argument": "后面要跟一个值",
    "expected at most one argument": "后面最多跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
    "expected %s argument": "后面要跟 %s 个值",
    "expected %s arguments": "后面要跟 %s 个值",
    "ignored explicit argument %r": "后面不能跟值“%s”",
    "unexpected option string: %s": "这里不能写 %s",
    "show this help message and exit": "显示本说明",
    "positional arguments": "参数",
    "options": "选项",
}
"""argparse's messages that a user can meet, by their English text, which is the message id of gettext."""

DASHES = f"—–―－{MINUS}"
"""What Chinese input writes for the hyphens of an option."""
QUOTES = ("“”", "‘’", "「」", "''", '""')
"""Quotation marks that the console leaves around a word: Chinese ones everywhere, single ones on Windows."""


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
    """An ArgumentParser whose wrong usage is one sentence, with what was meant where that is near, and exit code 3.

    commands: the parsers of the commands below it. example: a command line that one can type, shown in the help.
    """

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(
            prog=prog, description=description, formatter_class=_Formatter, add_help=False, allow_abbrev=False
        )
        self.commands: dict[str, ChineseParser] = {}
        self.example = ""
        self.arguments = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示本说明")

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments of a command line. What is not known is refused by the command that it was written for."""
        words = [_unquoted(word) for word in words]
        command = self.command(words)
        options = words[: words.index("--")] if "--" in words else words
        if wrong := [word for word in options if command._is_unknown(word)]:
            command._refuse(wrong)
        args, others = self.parse_known_args(words)
        if others:
            command._refuse(others)
        return args

    def format_help(self) -> str:
        """The help, with the example at its end."""
        return f"{super().format_help()}\n例：{self.example}\n" if self.example else super().format_help()

    def command(self, words: Sequence[str]) -> ChineseParser:
        """The command that a command line begins with; a name that there is not is refused."""
        if not self.commands or not words or words[0].startswith("-"):
            return self
        if words[0] not in self.commands:
            self.error(f"没有“{words[0]}”这个命令。{self._meant(words[0])}")
        return self.commands[words[0]].command(words[1:])

    def _meant(self, word: str) -> str:
        """Advice on a command that there is not: people also type what they want to do."""
        by_purpose = [name for name, command in self.commands.items() if word in (command.description or "")]
        return f"与“{word}”有关的：{'、'.join(by_purpose)}" if by_purpose else nearest(word, self.commands)

    def _is_unknown(self, word: str) -> bool:
        """Whether a word is a long option that there is not. A dash of Chinese writing counts before a known name."""
        name = word.partition("=")[0]
        if name in self._option_string_actions:
            return False
        return word.startswith("--") or (name[:1] in DASHES and _with_hyphens(name) in self._option_string_actions)

    def _refuse(self, words: Sequence[str]) -> NoReturn:
        known = [name for name in self._option_string_actions if name.startswith("--")]
        near_ones = (near(_with_hyphens(word.partition("=")[0]), known) for word in words if word[:1] in {"-", *DASHES})
        advice = "；".join(filter(None, near_ones))
        if not advice and not any(word.startswith("-") for word in words):
            advice = "名称里有空格的，请用引号括起来"
        self.error(f"不认识的参数：{'、'.join(words)}{f'。{advice}' if advice else ''}")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(action, f"没有“{value}”。{nearest(str(value), map(str, action.choices))}")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the usage and leave."""
        complain(message, f"用法见 {self.prog} --help")
        raise SystemExit(EXIT_USAGE)


def _with_hyphens(name: str) -> str:
    """An option's name with the hyphens that are meant by the dashes before it."""
    return re.sub(f"^[-{DASHES}]+", "--", name)


def _unquoted(word: str) -> str:
    """A word without the quotation marks that somebody typed around it and the console did not take."""
    return word[1:-1] if len(word) > 2 and word[0] + word[-1] in QUOTES else word
