"""Definitions of rates: 甲率＝（甲÷乙）×100%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

_PART_OF_NAME = re.compile(r"(?<=[\u4e00-\u9fff”])\(([^()+*/=-]{1,20})\)")
_OPEN, _CLOSE = "⦅", "⦆"
"""Stand for the brackets inside names."""


@dataclass(frozen=True)
class Definition:
    """What a rate is called, and how it is computed: an expression in which {0}, {1} stand for the terms."""

    name: str
    expression: str
    terms: tuple[str, ...]
    absolute: bool = False

    @property
    def divides(self) -> bool:
        """Whether it has a divisor."""
        return "/" in self.expression


def definition_of(text: str) -> Definition | None:
    """The definition that a sentence gives; None where it gives none."""
    name, equals, right = text.partition("=")
    if not equals or "=" in right or not name or re.search(r"[<>~]", text):
        return None
    computed = expression_of(right)
    return None if computed is None else Definition(name, *computed)


def expression_of(text: str) -> tuple[str, tuple[str, ...], bool] | None:
    """An expression, its terms, and whether its sign does not count; None where the text is none, or a mere name."""
    bare = _PART_OF_NAME.sub(lambda found: f"{_OPEN}{found[1]}{_CLOSE}", text)
    try:
        tree = _parser().parse(bare)
    except LarkError:
        return None
    terms: list[str] = []
    written: str = _Expressions(terms).transform(tree)
    if not terms or not re.search("[-+/]", written):
        return None
    return written, tuple(terms), "取绝对值" in text


@cache
def _parser() -> Lark:
    grammar = files("xlgen.draft.criteria").joinpath("expression.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="earley", lexer="dynamic")


class _Expressions(Transformer[Token, str]):
    def __init__(self, terms: list[str]) -> None:
        super().__init__()
        self.terms = terms

    def start(self, items: list[Any]) -> str:
        return str(items[0])

    def name(self, items: list[Any]) -> str:
        term = str(items[0]).replace(_OPEN, "（").replace(_CLOSE, "）")
        if term not in self.terms:
            self.terms.append(term)
        return f"{{{self.terms.index(term)}}}"

    def number(self, items: list[Any]) -> str:
        return str(items[0])

    def plus(self, items: list[Any]) -> str:
        return f"{items[0]} + {items[1]}"

    def minus(self, items: list[Any]) -> str:
        return f"{items[0]} - {_wrapped(items[1])}"

    def over(self, items: list[Any]) -> str:
        return f"{_wrapped(items[0])} / {_wrapped(items[1])}"


def _wrapped(text: Any) -> str:
    return f"({text})" if " " in str(text) else str(text)
