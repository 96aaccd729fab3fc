"""Returned workbooks whose cells call functions are checked like those that write the rules out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from samples.defects.making import (
    BAD,
    SCHEME,
    WORKBOOK,
    filling,
    good,
    layout,
    parts_of,
    scheme,
    typed,
    with_more,
    with_part,
    zipped,
)
from samples.defects.microsoft_365 import as_microsoft_365_stores
from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.other_programs import as_wps_saves
from tests.factories.schemes import templates_of
from xlgen.cli import main as cli
from xlgen.errors import EXIT_FINDINGS
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.layout import FUNCTIONS_ON_CHECK

pytestmark = pytest.mark.slow


CALLING: list[Callable[[bytes], bytes]] = [bytes, as_microsoft_365_stores]
"""How a program stores the calls: as they are issued, or in its own way."""
FUNCTION = re.compile(rb"\b(?:[A-Z_]+_SCORE|GRADE|STACK)\(")
RESULT = layout().result(next(each for each in layout().scheme.indicators if each.id == "satisfaction"))
SCORE = layout().score("satisfaction")


@cache
def calling(stored: Callable[[bytes], bytes] = bytes) -> bytes:
    """The good sample, with calls."""
    return stored(build(scheme(), filling(), formulas=FormulaStyle.UDF))


def codes(data: bytes) -> list[Code]:
    return [finding.code for finding in check_bytes("表.xlsx", data, templates_of(str(SCHEME))).findings]


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize("stored", CALLING)
@pytest.mark.parametrize("reported", [True, False])
def test_published_forms__same_report_as_native(name: str, stored: Callable[[bytes], bytes], reported: bool) -> None:
    form_data = published_filling(name)
    form_data = form_data if reported else replace(form_data, reported={})
    books = [build(shipped_scheme(name), form_data, formulas=style) for style in FormulaStyle]
    reports = [check_bytes("表.xlsx", book) for book in (books[0], stored(books[1]))]
    native, found = (replace(report, fingerprint="") for report in reports)
    assert native == found
    assert native.total is not None


@pytest.mark.parametrize("stored", CALLING)
def test_good_form__nothing_is_found(stored: Callable[[bytes], bytes]) -> None:
    assert codes(good()) == codes(calling(stored)) == codes(as_wps_saves(calling(stored)))


def test_microsoft_365__stores_calls_under_its_own_name() -> None:
    content = b"".join(parts_of(calling(as_microsoft_365_stores)).values())
    array = rb'<c r="(\w+)"[^>]* cm="1"[^>]*><f t="array" ref="\1">[^<]*'
    assert re.search(array + rb"_xldudf_XLGEN_CHOICE_SCORE\(", content)
    assert not re.search(rb"(?<!_xldudf_XLGEN_)" + FUNCTION.pattern, content)


def stored_after(before: str, data: bytes | None = None) -> bytes:
    """The good sample, or another form, with this before every call."""
    parts = parts_of(data or calling())
    for name in parts:
        if name.startswith("xl/worksheets/"):
            parts[name] = FUNCTION.sub(lambda found: before.encode() + found[0], parts[name])
    return zipped(parts)


@pytest.mark.parametrize("before", ["XLGEN.", "xlgen.", "[1]!", "'C:\\Users\\会计\\xlgen.xlam'!", "_xlfn.XLGEN."])
def test_what_a_program_stores_before_our_functions__does_not_count(before: str) -> None:
    stored = stored_after(before)
    assert stored != calling()
    assert codes(stored) == codes(as_wps_saves(stored)) == codes(good())


@pytest.mark.parametrize("before", ["OTHER.", "_xldudf_OTHER_", "'C:\\other.xlam'!"])
def test_function_of_another_add_in__is_told(before: str) -> None:
    assert StructureCode.FORMULA_CHANGED in codes(stored_after(before))


@pytest.mark.parametrize("stored", CALLING)
def test_another_argument_in_a_call__is_told(stored: Callable[[bytes], bytes]) -> None:
    parts = parts_of(calling(stored))
    name = next(name for name, content in parts.items() if b",TRUE),2))" in content)
    changed = parts[name].replace(b",TRUE),2))", b",FALSE),2))", 1)
    assert changed != parts[name]
    assert StructureCode.FORMULA_CHANGED in codes(zipped({**parts, name: changed}))


def test_call_in_another_cell__is_told() -> None:
    place = layout().values["execution_rate"]
    with_call = typed(place, "=EXEC_RATE(1,2)", calling())
    assert StructureCode.FORMULA_CHANGED in codes(with_call)


def test_cell_of_the_status__may_hold_nothing_else() -> None:
    assert StructureCode.CELL_FILLED in codes(typed(FUNCTIONS_ON_CHECK, "已就绪"))
    assert StructureCode.CELL_FILLED not in codes(good())


def test_one_call_among_written_out_rules__is_the_same_formula() -> None:
    called = function_calls(layout())[RESULT].text
    mixed = typed(RESULT, f"={called}")
    assert StructureCode.FORMULA_CHANGED not in codes(mixed)
    assert StructureCode.FUNCTIONS_MISSING in codes(mixed), "it was computed here without functions"


@pytest.mark.parametrize("before", ["", "XLGEN.", "[1]!"])
def test_score__says_that_the_functions_were_not_there(
    before: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for sample in sorted((BAD / "FUNCTIONS_MISSING").iterdir()):
        file = tmp_path / sample.name
        file.write_bytes(stored_after(before, sample.read_bytes()))
        with pytest.raises(SystemExit) as left:
            cli.main(["score", str(file), "--scheme", str(SCHEME)])
        assert left.value.code == EXIT_FINDINGS
        said = capsys.readouterr()
        assert "计分函数没有加载" in said.err
        assert "98.40" in said.out, "the scores by rule"


def test_score__of_another_unknown_function_says_nothing_of_the_add_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(typed(SCORE, "=FOO(1)"))
    with pytest.raises(SystemExit):
        cli.main(["score", str(file), "--scheme", str(SCHEME)])
    assert "计分函数" not in capsys.readouterr().err


LINK = """<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><externalBook r:id="rId1"/>
</externalLink>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("target", "told"), [("xlgen.xlam", False), ("file:///C:/u/XLGEN.XLAM", False), ("账.xlsx", True)]
)
def test_link_to_the_add_in__is_no_link_to_another_file(target: str, told: bool) -> None:
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    kind = "xlExternalLinkPath/xlStartup" if target == "xlgen.xlam" else "externalLinkPath"
    relations += (
        f'<Relationship Id="rId1" Target="{target}" TargetMode="External" Type="{OFFICE}/{kind}"/></Relationships>'
    )
    more = {
        "xl/externalLinks/externalLink1.xml": LINK.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations.encode(),
    }
    types = '<Override PartName="/xl/externalLinks/externalLink1.xml" '
    types += 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'
    links = f'<Relationship Id="rIdLink" Target="externalLinks/externalLink1.xml" Type="{OFFICE}/externalLink"/>'
    listed = f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rIdLink"/></externalReferences>'
    data = with_part(WORKBOOK, "</sheets>", f"</sheets>{listed}", calling())
    assert (StructureCode.EXTERNAL_LINKS in codes(with_more(more, links, types, data))) is told
