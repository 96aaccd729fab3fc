"""The page docs/findings.md is that of the catalogue as it is, with examples as they are found."""

from __future__ import annotations

import re
from pathlib import Path

from samples.defects.checking import OURS
from samples.defects.page import findings_page
from xlgen.submissions.findings.catalogue import CODES

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"


def test_findings_page__in_step_with_the_catalogue_and_the_samples() -> None:
    assert PAGE.read_text(encoding="utf-8") == findings_page(), "run: make docs"


def test_findings_page__has_an_example_of_every_code() -> None:
    sections = re.split("^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [section.split("`")[1] for section in sections] == list(CODES)
    without = {section.split("`")[1] for section in sections if "- 例（" not in section}
    assert without == {code.name for code in OURS}
