"""The page of all that can be found: the catalogue, with what is found in samples/bad as examples."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from samples.defects.checking import cases, checked_case, found_in
from xlgen.files.render import render_template
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings import Code

TEMPLATE = "核对结果说明.md.jinja"


class _Dots(dict[str, str]):
    """Any field, as it is written where nothing is known of it."""

    def __missing__(self, field: str) -> str:
        return "……"


def findings_page() -> str:
    """The page of all that can be found, in Markdown; the text around it is in templates/texts."""
    parts = [(part, list(codes)) for part, codes in groupby(Code, key=lambda code: code.part)]
    return render_template(TEMPLATE, parts=parts, examples=_examples, blank=_blank)


def _examples(code: Code) -> Iterator[tuple[str, Finding]]:
    """Each kept file or folder with the first thing of this code that is found in it."""
    for case in cases(code):
        found = next((each for each in found_in(checked_case(case)) if each.code is code), None)
        if found is not None:
            yield case.stem, replace(found, message=found.message.replace(f"{case}{os.sep}", ""))  # the machine's path


def _blank(text: str) -> str:
    return text.format_map(_Dots()).replace("……", "…")
