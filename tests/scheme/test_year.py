"""The year of a scheme is a parameter: another one replaces it in every text of the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.schemes import MINIMAL, edited
from xlgen.errors import UsageError
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import digest, load_scheme, scheme_fingerprint
from xlgen.scheme.problems import UnknownSchemeError
from xlgen.scheme.reading import find_scheme

ABOUT_THE_PRINTED_TEXT = {"id", "source", "readings", "errata", "reconstructed"}
"""What says where the printed form came from stays as it is."""


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every text of a scheme but those about the printed one."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in ABOUT_THE_PRINTED_TEXT:
                yield from texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", scheme_files())
def test_other_year__in_every_text(name: str) -> None:
    own, other = load_scheme(name), load_scheme(name, 2026)
    assert other.year == 2026
    written = list(texts(other.model_dump()))
    assert [text for text in written if str(own.year) in text] == []
    assert "2026" in other.title
    assert {text.replace(str(own.year), "2026") for text in texts(own.model_dump())} == set(written)


def test_other_year__other_digest() -> None:
    assert digest(load_scheme("shenzhen-2021", 2026)) != digest(load_scheme("shenzhen-2021"))
    assert digest(load_scheme("shenzhen-2021", 2021)) == digest(load_scheme("shenzhen-2021"))


@pytest.mark.parametrize("year", [1999, 2100, -1, 0])
def test_year_out_of_range__error(year: int) -> None:
    with pytest.raises(UsageError, match=f"2000 至 2099 的年度，写的却是 {year}") as error:
        load_scheme("shenzhen-2021", year)
    assert error.value.parameter == "year"


def test_year_of_the_file__ok(tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, ("year: 2024", "year: 2030")), encoding="utf-8")
    for name in (str(file), str(tmp_path)):  # a folder stands for the scheme.yaml in it
        assert find_scheme(name) == file
        assert load_scheme(name).year == 2030
        assert load_scheme(name, 2031).form.header[0].cells[1].text == "2031年度"


def test_fingerprint__tells_texts_apart_that_differ_in_another_year(tmp_path: Path) -> None:
    fingerprints = []
    for name in ("{{ year }}年示例评分表", "2024年示例评分表"):
        file = tmp_path / "scheme.yaml"
        file.write_text(edited(MINIMAL, ("name: 最小示例评分表", f'name: "{name}"')), encoding="utf-8")
        fingerprints.append(scheme_fingerprint(load_scheme(str(file))))
    assert fingerprints[0] != fingerprints[1]


@pytest.mark.parametrize("name", ["shenzhen-2022", "nowhere.yaml", "", "/"])
def test_unknown_scheme__error_names_the_shipped_ones(name: str) -> None:
    with pytest.raises(UnknownSchemeError, match="shenzhen-2021"):
        find_scheme(name)
