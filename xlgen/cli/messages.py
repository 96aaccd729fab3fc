"""Puts the command line's options into messages of the library, which does not know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlgen.cli.output import say
from xlgen.errors import UsageError, XlgenError
from xlgen.text import display_text

OPTIONS = {
    "folder": "-o",
    "output": "-o",
    "roster": "--units",
    "campaign": "--units",
    "units": "--unit",
    "signers": "--signed",
    "number": "--done",
}
"""The options for parameters of the library's functions that have other names; all others have the same."""
HINTS = {
    "UNKNOWN_SCHEME": "由其他表样文件生成的表：加 --scheme 表样文件",
    "OTHER_TEMPLATE": "由其他表样文件生成的表：加 --scheme 表样文件",
    "TOO_MANY_ROWS": "改预留的行数：加 --rows 表=行数",
}
"""What a remedy means on the command line, by the codes of findings and problems."""


def complaint(error: XlgenError) -> str:
    """The message of an error, with the option that it is about and the options that help."""
    codes = [problem.code for problem in getattr(error, "problems", ())]
    if finding := getattr(error, "finding", None):
        codes.append(finding.code.name)
    return "\n".join([f"{_option(error)}{error}", *hints(codes)])


def hints(codes: Iterable[str]) -> list[str]:
    """The hints for some codes; each once."""
    return list(dict.fromkeys(HINTS[code] for code in codes if code in HINTS))


def say_last(options: Mapping[str, str]) -> None:
    """Say what is taken from the last run, before anything is read or written."""
    if options:
        taken = "、".join(f"--{name} {display_text(value)}" for name, value in options.items())
        say(f"没有写的，照上次的办：{taken}")


def _option(error: XlgenError) -> str:
    if not isinstance(error, UsageError) or not error.parameter:
        return ""
    return f"{OPTIONS.get(error.parameter, f'--{error.parameter}')} "
