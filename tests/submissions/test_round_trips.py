"""Good forms saved again by other programs are as good as before."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from samples.defects.making import SCHEME, good
from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.other_programs import as_wps_saves
from tests.factories.packages import parts_of
from tests.factories.random_fillings import COMPLETE, HABITS, random_filling
from tests.factories.schemes import templates_of
from tests.oracles.libreoffice import recalculated
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build

pytestmark = pytest.mark.slow


EXAMPLE = "example"
PUBLISHED = [f"{name} published" for name in SCHEMES]
RANDOM = [f"{name} random {seed}" for name in SCHEMES for seed, habits in enumerate(HABITS) if habits is COMPLETE]
FORMS = [EXAMPLE, *PUBLISHED, *RANDOM]


@cache
def form(name: str) -> bytes:
    """A form that is complete and scored by the rules."""
    if name == EXAMPLE:
        return good()
    scheme, kind, *seed = name.split()
    if kind == "published":
        return build(shipped_scheme(scheme), replace(published_filling(scheme), reported={}))
    return build(shipped_scheme(scheme), random_filling(shipped_scheme(scheme), int(seed[0])))


def above_notices(name: str, data: bytes) -> list[str]:
    report = check_bytes("表.xlsx", data, templates_of(str(SCHEME) if name == EXAMPLE else ""))
    assert report.readable
    return [str(finding) for finding in report.findings if finding.level is not Level.NOTICE]


@pytest.fixture(scope="module")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("saved")
    files = {name: folder / f"{number}.xlsx" for number, name in enumerate(FORMS)}
    for name, file in files.items():
        file.write_bytes(form(name))
    saved = recalculated(list(files.values()), folder / "again")
    return {name: saved[file].read_bytes() for name, file in files.items()}


@pytest.mark.parametrize("name", FORMS)
def test_saved_by_libreoffice__nothing_more_is_found(name: str, saved_by_libreoffice: dict[str, bytes]) -> None:
    assert above_notices(name, saved_by_libreoffice[name]) == above_notices(name, form(name))


@pytest.mark.parametrize("name", FORMS)
def test_saved_as_wps_does__nothing_more_is_found(name: str) -> None:
    assert above_notices(name, as_wps_saves(form(name))) == above_notices(name, form(name))


@pytest.mark.parametrize("name", [EXAMPLE, *(name for name in PUBLISHED if "jiang" not in name)])
def test_good_form__nothing_is_found(name: str) -> None:
    assert above_notices(name, form(name)) == []


def test_habits__are_those_of_wps() -> None:
    before, after = parts_of(good()), parts_of(as_wps_saves(good()))
    sheets = [content for name, content in after.items() if "worksheets/sheet" in name]
    assert sum(content.count(b't="shared"') for content in sheets) > 50
    assert all(b'<dimension ref="A1"/>' in content for content in sheets)
    assert after["xl/styles.xml"] != before["xl/styles.xml"]
    assert b"KSOProductBuildVer" in after["docProps/custom.xml"]
    assert "xl/worksheets/" in after
