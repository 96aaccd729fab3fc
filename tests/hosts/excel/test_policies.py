"""Settings of Office and Windows in the way of the add-in, in registries that hold a few values each."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.hosts.excel.computers import registry
from xlgen.hosts.excel.policies import (
    EXCEL_CLASS_KEY,
    MACHINE,
    NETWORK_SETTING,
    SETTINGS,
    USER,
    VERSIONS,
    Obstacle,
    obstacles,
)

POLICIES = r"Software\Policies\Microsoft\Office"
OWN = r"Software\Microsoft\Office"
TRUSTED = r"Excel\Security\Trusted Locations"
DISABLED = rf"{TRUSTED}\AllLocationsDisabled"
NETWORK = rf"{TRUSTED}\AllowNetworkLocations"
COMMAND_PROMPT = r"Software\Policies\Microsoft\Windows\System\DisableCMD"
EXCEL_2013 = {f"{MACHINE}\\{EXCEL_CLASS_KEY}\\": "Excel.Application.15"}
BLOCKED = {
    "VBA": r"Common\VBAOff",
    "trusted locations": DISABLED,
    "add-ins": r"Excel\Security\DisableAllAddins",
    "add-ins without a signature": r"Excel\Security\RequireAddinSig",
}
ROOTS = (POLICIES, r"Software\Policies\Microsoft\Cloud\Office", OWN, r"Software\WOW6432Node\Microsoft\Office")


def found(values: Mapping[str, object], *, network: bool = False) -> list[Obstacle]:
    return list(obstacles(registry(values), network=network))


def test_cases__are_all_settings() -> None:
    assert list(BLOCKED.values()) == [rf"{setting.key}\{setting.name}" for setting in SETTINGS]
    assert rf"{NETWORK_SETTING.key}\{NETWORK_SETTING.name}" == NETWORK


def test_nothing_set__nothing_in_the_way() -> None:
    assert found({}) == []


@pytest.mark.parametrize("hive", [MACHINE, USER])
@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", BLOCKED)
def test_setting__of_machine_or_user_is_told_with_its_place(name: str, version: str, root: str, hive: str) -> None:
    place = rf"{hive}\{root}\{version}\{BLOCKED[name]}"
    (obstacle,) = found({place: 1})
    assert obstacle.place == place
    assert re.search("[一-鿿]", obstacle.effect)
    assert "请" in obstacle.remedy
    assert found({place: 0}) == []


def test_policy__decides_over_what_the_user_has_set() -> None:
    own, policy = (rf"{USER}\{root}\16.0\{DISABLED}" for root in (OWN, POLICIES))
    assert found({own: 1, policy: 0}) == []
    assert [each.place for each in found({own: 0, policy: 1})] == [policy]


def test_policies_of_machine_and_user__one_is_enough() -> None:
    machine, user = (rf"{hive}\{POLICIES}\16.0\{DISABLED}" for hive in (MACHINE, USER))
    assert [each.place for each in found({machine: 1, user: 0})] == [machine]
    assert [each.place for each in found({machine: 0, user: 1})] == [user]


def test_versions__of_another_office_do_not_matter() -> None:
    """Keys of an Office that was replaced stay behind."""
    old, present = (rf"{USER}\{OWN}\{version}\{DISABLED}" for version in ("14.0", "15.0"))
    assert found({**EXCEL_2013, old: 1}) == []
    assert [each.place for each in found({**EXCEL_2013, present: 1})] == [present]


@pytest.mark.parametrize("value", [None, 0])
def test_start_folder_on_a_server__needs_trusted_locations_there(value: int | None) -> None:
    place = rf"{USER}\{OWN}\16.0\{NETWORK}"
    values = {} if value is None else {place: value}
    assert [each.place for each in found(values, network=True)] == [place]
    assert found(values) == [], "the folder is here"
    assert found({place: 1}, network=True) == []
    assert found({place: 0, rf"{MACHINE}\{POLICIES}\16.0\{NETWORK}": 1}, network=True) == []


@pytest.mark.parametrize("hive", [MACHINE, USER])
@pytest.mark.parametrize("value", [1, 2])
def test_command_prompt__is_needed(hive: str, value: int) -> None:
    place = rf"{hive}\{COMMAND_PROMPT}"
    assert [each.place for each in found({place: value})] == [place]
    assert found({place: 0}) == []


def test_all__are_told_at_once() -> None:
    values = {rf"{MACHINE}\{POLICIES}\16.0\{key}": 1 for key in BLOCKED.values()}
    assert len(found({**values, rf"{USER}\{COMMAND_PROMPT}": 2}, network=True)) == len(BLOCKED) + 2
