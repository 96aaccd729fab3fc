"""argparse that speaks Chinese: every word of help and of its errors is one an officer reads."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from xlgen.errors import EXIT_USAGE, UsageError
from xlgen.execution.executor import MAX_JOBS

_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"“\1”没有 \2；可用的有：\3"),
    (r"argument (.*): invalid int value: (.*)", r"“\1”应当是整数，写的却是 \2"),
    (r"argument (.*): expected one argument", r"“\1”后面要跟一个值"),
    (r"argument (.*): ignored explicit argument (.*)", r"“\1”后面不能跟值 \2"),
    (r"ambiguous option: (.*) could match (.*)", r"“\1”不明确，可能是 \2"),
    (r"one of the arguments (.*) is required", r"下列参数须有其一：\1"),
)


def check_jobs(jobs: int | None) -> None:
    """Raise UsageError for a number of processes that cannot be."""
    if jobs is not None and not 1 <= jobs <= MAX_JOBS:
        raise UsageError(f"--jobs 应当是 1 至 {MAX_JOBS} 的整数，写的却是 {jobs}")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # as in argparse
        super().add_usage(usage, actions, groups, prefix or "用法：")

    def add_argument(self, action):  # type: ignore[no-untyped-def]
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):
            self._action_max_length += self._indent_increment  # argparse forgets that commands stand further in


class ChineseParser(argparse.ArgumentParser):
    """An ArgumentParser whose help and errors are Chinese, and whose wrong usage ends with exit code 3."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(
            prog=prog, description=description, formatter_class=_Formatter, add_help=False, allow_abbrev=False
        )
        self.arguments = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the usage, in Chinese, and leave."""
        for pattern, chinese in _MESSAGES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, chinese, message)
                break
        sys.stderr.write(f"{message}\n用法见 {self.prog} --help\n")
        raise SystemExit(EXIT_USAGE)
