"""The manifest against Microsoft's description of its parts: no schema is to be had, and its validator is online."""

from __future__ import annotations

import re
import struct
import urllib.request

import pytest
from lxml import etree

from tests.hosts.javascript.serving import PUBLIC
from xlgen.workbook.function_call_parts import FUNCTION_NAMESPACE

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


def fetched(origin: str, path: str) -> bytes:
    with urllib.request.urlopen(f"{origin}/{path}") as response:
        data: bytes = response.read()
        return data


@pytest.fixture
def manifest(origin: str) -> etree._Element:
    return etree.fromstring(fetched(origin, "manifest.xml"))


def names(element: etree._Element) -> str:
    return " ".join(etree.QName(child).localname for child in element)


def test_elements__stand_in_their_order(manifest: etree._Element) -> None:
    found = {each.tag: names(each) for each in manifest.iter() if each.tag in ORDERS}
    assert found == ORDERS
    points = [names(each) for each in manifest.iter(f"{OVERRIDES}ExtensionPoint")]
    assert points == ["Script Page Metadata Namespace", "OfficeTab"]


def test_resources__are_all_there_and_all_used(manifest: etree._Element) -> None:
    resources = manifest.find(f".//{OVERRIDES}Resources")
    assert resources is not None
    ids = [each.get("id") for group in resources for each in group]
    used = {each.get("resid") for each in manifest.iter() if each.get("resid")}
    assert len(ids) == len(set(ids))
    assert set(ids) == used
    for group in resources:
        for each in group:
            assert len(each.get("id") or "") <= 32
            assert 0 < len(each.get("DefaultValue") or "") <= LONGEST[group.tag]


def test_identity__is_of_the_form_demanded(manifest: etree._Element) -> None:
    assert manifest.get(KIND) == "TaskPaneApp"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", manifest.findtext(f"{APP}Id") or "")
    assert re.fullmatch(r"([0-9]{1,5}\.){3}[0-9]{1,5}", manifest.findtext(f"{APP}Version") or "")
    sets = {each.get("Name"): each.get("MinVersion") for each in manifest.iter(f"{APP}Set")}
    assert sets == {"SharedRuntime": "1.1", "CustomFunctionsRuntime": "1.3"}
    namespace = manifest.find(f".//{TYPES}String[@id='Functions.Namespace']")
    assert namespace is not None
    assert namespace.get("DefaultValue") == FUNCTION_NAMESPACE
    assert re.fullmatch(
        "[A-Za-z][A-Za-z0-9]*", FUNCTION_NAMESPACE
    )  # without _, or its stored names could be read two ways


def test_addresses__are_ours_and_answer(origin: str, manifest: etree._Element) -> None:
    addresses = {value for each in manifest.iter() if (value := each.get("DefaultValue") or "").startswith("http")}
    assert len(addresses) == 8
    for address in addresses:
        assert address.startswith(f"{PUBLIC}/")
        assert fetched(origin, address.removeprefix(f"{PUBLIC}/"))


@pytest.mark.parametrize("size", [16, 32, 64, 80])
def test_icon__has_its_size(origin: str, size: int) -> None:
    assert struct.unpack(">II", fetched(origin, f"served/icon-{size}.png")[16:24]) == (size, size)
