"""The page docs/findings.md: the catalogue of findings, with examples from samples/bad."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from samples.defects.checking import cases, checked_case, found_in
from xlgen.files.render import render_template
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.catalogue import CODES
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.law import SEEN

TEMPLATE = "核对结果说明.md.jinja"


class _Dots(dict[str, str]):
    """Fields of a message, all of them unknown."""

    def __missing__(self, field: str) -> str:
        return "……"


def findings_page() -> str:
    """The page in Markdown; the text around the findings is in templates/texts."""
    parts = [(part, list(codes)) for part, codes in groupby(CODES.values(), key=lambda code: code.part)]
    return render_template(TEMPLATE, parts=parts, examples=_examples, blank=_blank, seen=SEEN)


def _examples(code: Code) -> Iterator[tuple[str, Finding]]:
    """The samples of a code, each with its first finding of that code."""
    for case in cases(code):
        findings = (finding for finding in found_in(checked_case(case)) if finding.code is code)
        first = next(findings, None)
        if first is not None:
            message = first.message.replace(f"{case}{os.sep}", "")  # the path on this machine
            yield case.stem, replace(first, message=message)


def _blank(text: str) -> str:
    return text.format_map(_Dots()).replace("……", "…")
