"""Commands below a parser: those of xlgen itself, and those of a group such as `xlgen scheme`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TypeAlias

from xlgen.cli.parser import ChineseParser

Run: TypeAlias = Callable[[argparse.Namespace], int]
Command: TypeAlias = tuple[Callable[[ChineseParser], None], Run | None, str]
"""What declares a command's options, what runs it (a group of commands has none of its own), its purpose."""


def group(commands: Mapping[str, Command], purpose: str) -> Command:
    """Commands that stand below a common name."""
    return lambda parser: add_commands(parser, commands), None, purpose


def no_options(parser: ChineseParser) -> None:
    """Declare nothing."""


def add_commands(parser: ChineseParser, commands: Mapping[str, Command]) -> None:
    """Declare commands below a parser, by name."""
    subparsers = parser.add_subparsers(
        prog=parser.prog, title="命令", metavar="命令", required=True, parser_class=ChineseParser
    )
    for name, (add_options, run, purpose) in commands.items():
        subparser = subparsers.add_parser(name, help=purpose, description=purpose)
        subparser.set_defaults(command=run)
        parser.commands[name] = subparser
        add_options(subparser)
