"""All scoring rules by name, from the files of the families."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xlgen.rules import bands, choice, comparison, deduction, interpolation, quarterly, ratio, target, tiers
from xlgen.rules.rule import Rule

FAMILIES = (quarterly, tiers, interpolation, ratio, target, comparison, deduction, choice, bands)
RULES: Mapping[str, Rule] = MappingProxyType(
    {value.name: value for family in FAMILIES for value in vars(family).values() if isinstance(value, Rule)}
)
