"""The manifest against Microsoft's description of its parts: no schema is to be had, and its validator is online."""

from __future__ import annotations

import re
import struct

import pytest
from lxml import etree

from xlgen.hosts.javascript.shipped import NAMESPACE
from xlgen.hosts.office.site import OFFICE, manifest, own_files

APP = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
OVERRIDES = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
TYPES = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"
KIND = "{http://www.w3.org/2001/XMLSchema-instance}type"
ORDERS = {
    f"{APP}OfficeApp": (
        "Id Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl "
        "Hosts Requirements DefaultSettings Permissions VersionOverrides"
    ),
    f"{OVERRIDES}VersionOverrides": "Hosts Resources",
    f"{OVERRIDES}Host": "Runtimes AllFormFactors DesktopFormFactor",
    f"{OVERRIDES}Resources": "Images Urls ShortStrings LongStrings",
    f"{OVERRIDES}DesktopFormFactor": "FunctionFile ExtensionPoint",
    f"{OVERRIDES}OfficeTab": "Group",
    f"{OVERRIDES}Group": "Label Icon Control",
    f"{OVERRIDES}Control": "Label Supertip Icon Action",
    f"{OVERRIDES}Supertip": "Title Description",
}
"""The children that Excel demands, in the only order that it accepts."""
LONGEST = {f"{TYPES}ShortStrings": 125, f"{TYPES}LongStrings": 250, f"{TYPES}Urls": 2048, f"{TYPES}Images": 2048}


ADDRESS = "https://www.czj.gov.cn/jixiao"


@pytest.fixture
def parsed() -> etree._Element:
    return etree.fromstring(manifest(ADDRESS).encode("utf-8"))


def names(element: etree._Element) -> str:
    return " ".join(etree.QName(child).localname for child in element)


def test_elements__stand_in_their_order(parsed: etree._Element) -> None:
    found = {each.tag: names(each) for each in parsed.iter() if each.tag in ORDERS}
    assert found == ORDERS
    points = [names(each) for each in parsed.iter(f"{OVERRIDES}ExtensionPoint")]
    assert points == ["Script Page Metadata Namespace", "OfficeTab"]


def test_resources__are_all_there_and_all_used(parsed: etree._Element) -> None:
    resources = parsed.find(f".//{OVERRIDES}Resources")
    assert resources is not None
    ids = [each.get("id") for group in resources for each in group]
    used = {each.get("resid") for each in parsed.iter() if each.get("resid")}
    assert len(ids) == len(set(ids))
    assert set(ids) == used
    for group in resources:
        for each in group:
            assert len(each.get("id") or "") <= 32
            assert 0 < len(each.get("DefaultValue") or "") <= LONGEST[group.tag]


def test_identity__is_of_the_form_demanded(parsed: etree._Element) -> None:
    assert parsed.get(KIND) == "TaskPaneApp"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", parsed.findtext(f"{APP}Id") or "")
    assert re.fullmatch(r"([0-9]{1,5}\.){3}[0-9]{1,5}", parsed.findtext(f"{APP}Version") or "")
    sets = {each.get("Name"): each.get("MinVersion") for each in parsed.iter(f"{APP}Set")}
    assert sets == {"SharedRuntime": "1.1", "CustomFunctionsRuntime": "1.3"}
    namespace = parsed.find(f".//{TYPES}String[@id='Functions.Namespace']")
    assert namespace is not None
    assert namespace.get("DefaultValue") == NAMESPACE
    assert re.fullmatch("[A-Za-z][A-Za-z0-9]*", NAMESPACE)  # without _, or its stored names could be read two ways


def test_addresses__are_of_files_that_are_there(parsed: etree._Element) -> None:
    addresses = {value for each in parsed.iter() if (value := each.get("DefaultValue") or "").startswith("http")}
    names = {address.removeprefix(f"{ADDRESS}/") for address in addresses}
    assert len(names) == 8
    assert names <= own_files(ADDRESS, False).keys()


def test_add_in__is_the_same_only_at_the_same_address() -> None:
    same, other = (manifest(address) for address in (ADDRESS, "https://www.czj.gov.cn/other"))
    assert manifest(ADDRESS) == same
    assert re.findall("<Id>.*</Id>", same) != re.findall("<Id>.*</Id>", other)


@pytest.mark.parametrize("size", [16, 32, 64, 80])
def test_icon__has_its_size(size: int) -> None:
    assert struct.unpack(">II", (OFFICE / f"icon-{size}.png").read_bytes()[16:24]) == (size, size)
