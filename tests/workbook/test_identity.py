"""A workbook says what it was made for, as long as one of the four places where it is stored survives."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import SCHEMES, shipped_scheme
from tests.workbook.books import BLANK, FILLED, built, read_back
from xlgen.returned.read import identity_in
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheets import IDENTITY
from xlgen.workbook.build import build
from xlgen.workbook.identity import MARK, NAME, Identity, identity_of

UNIT = "江门市科学技术局（本级）“A&B=100%+”"


def _without_sheet(workbook: Workbook) -> None:
    del workbook[IDENTITY]


def _without_properties(workbook: Workbook) -> None:
    properties = vars(workbook)["custom_doc_props"]
    properties.props = [each for each in properties.props if not each.name.startswith(MARK)]


def _without_name(workbook: Workbook) -> None:
    del workbook.defined_names[NAME]


def _without_keywords(workbook: Workbook) -> None:
    workbook.properties.keywords = None


PLACES: dict[str, Callable[[Workbook], None]] = {
    "hidden sheet": _without_sheet,
    "custom properties": _without_properties,
    "hidden name": _without_name,
    "keywords": _without_keywords,
}


def _identity(workbook: Workbook) -> Identity | None:
    written = io.BytesIO()
    workbook.save(written)
    return identity_in(read_back(written.getvalue()))


@pytest.mark.parametrize("surviving", PLACES)
def test_identity__readable_from_each_single_place(scheme: Scheme, surviving: str) -> None:
    workbook = load_workbook(io.BytesIO(build(scheme, unit=UNIT)))
    for place, remove in PLACES.items():
        if place != surviving:
            remove(workbook)
    assert _identity(workbook) == identity_of(scheme, UNIT)


def test_identity__none_where_no_place_survives(scheme: Scheme) -> None:
    workbook = load_workbook(io.BytesIO(built(scheme.id, BLANK)))
    for remove in PLACES.values():
        remove(workbook)
    assert _identity(workbook) is None


def test_identity__of_blank_and_filled_workbooks(scheme: Scheme) -> None:
    blank = identity_in(read_back(built(scheme.id, BLANK)))
    filled = identity_in(read_back(built(scheme.id, FILLED)))
    assert isinstance(blank, Identity)
    assert isinstance(filled, Identity)
    assert (blank.scheme, blank.version, blank.year, blank.unit) == (scheme.id, scheme.version, str(scheme.year), "")
    assert filled.unit != ""
    assert filled.template == blank.template


def test_identity__other_scheme_other_template() -> None:
    assert len({identity_of(shipped_scheme(name)).template for name in SCHEMES}) == len(SCHEMES)


def test_identity__a_change_of_the_form_changes_the_template(scheme: Scheme) -> None:
    changed = scheme.model_copy(update={"name": f"{scheme.name}。"})
    assert identity_of(changed).template != identity_of(scheme).template


def test_identity__a_change_of_the_commentary_does_not(scheme: Scheme) -> None:
    changed = scheme.model_copy(update={"issuer": f"{scheme.issuer}。", "reconstructed": ["另有推定"]})
    assert identity_of(changed).template == identity_of(scheme).template


def test_identity__which_column_names_evidence_is_commentary() -> None:
    scheme = shipped_scheme("jiangning")
    tables = {name: table.model_copy(update={"evidence_column": None}) for name, table in scheme.tables.items()}
    changed = scheme.model_copy(update={"tables": tables})
    assert changed != scheme
    assert identity_of(changed).template == identity_of(scheme).template
