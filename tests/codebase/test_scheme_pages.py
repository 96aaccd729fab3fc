"""The pages in docs/schemes are those of the schemes as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_scheme_pages import CONTENTS, contents
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_scheme
from xlgen.scheme.reference import scheme_page

FOLDER = Path(__file__).parents[2] / "docs" / "schemes"


@pytest.mark.parametrize("name", scheme_files())
def test_scheme_page__in_step_with_the_scheme(name: str) -> None:
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert page == scheme_page(load_scheme(name)), "run: make docs"


def test_scheme_pages__one_for_each_scheme() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.md")) == sorted([*scheme_files(), "README"])
    assert (FOLDER / CONTENTS).read_text(encoding="utf-8") == contents(), "run: make docs"


@pytest.mark.parametrize("name", scheme_files())
def test_scheme_page__names_every_indicator_input_and_erratum(name: str) -> None:
    scheme, page = load_scheme(name), (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for indicator in scheme.indicators:
        assert f"{indicator.name}（" in page
        assert all(erratum.printed in page and erratum.because in page for erratum in indicator.errata)
    assert all(f"| `{each}` |" in page for each in scheme.all_inputs)
