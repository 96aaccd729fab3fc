"""Every message of the running argparse that a user can meet has its translation."""

from __future__ import annotations

import argparse
import ast
import inspect
import re

from xlgen.cli.parser import MESSAGES

OF_PROGRAMMERS = re.compile(
    r"invalid choice|unknown parser|"
    r"conflict|invalid argument for positionals|mutually exclusive|is not callable|cannot (merge|have)|not defined"
    r"|invalid option string|dest= is required|\(%\(?prog|subcommands|argument \"-\"|can't open|%\(prog\)s: error"
    r"|is deprecated|warning: |show program's version|%\(heading\)s|default: "
)
"""Mistakes in the definition of a parser, what xlgen does not use (FileType, deprecation, argparse's error()), and what
it says in other words: a choice that there is not."""


def message_ids() -> set[str]:
    """What the running argparse hands to gettext."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(argparse))) if isinstance(node, ast.Call)]
    texts = [
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    return set(texts)


def test_every_message_of_argparse__is_translated() -> None:
    ids = message_ids()
    assert "expected one argument" in ids
    assert sorted(text for text in ids if text not in MESSAGES and not OF_PROGRAMMERS.search(text)) == []


def test_translations__keep_the_fields() -> None:
    field = re.compile(r"%(?:\(\w+\))?[rs]")
    for english, chinese in MESSAGES.items():
        if english != "invalid %(type)s value: %(value)r":  # the type is always a whole number
            # %r would show Python's quotation marks
            assert sorted(field.findall(english.replace("%r", "%s"))) == sorted(field.findall(chinese))
