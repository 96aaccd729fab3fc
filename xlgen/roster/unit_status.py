"""Whether a file is due from a unit of a roster at all. Light, as `status` loads it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

STATUS = "status"
"""The name of a unit's `UnitStatus` among its details; none where its form is due as usual."""
Details = Mapping[str, str]
"""What a roster says of a unit, by name."""


class UnitStatus(StrEnum):
    """Why no file is due from a unit, in the word that rosters write and everybody is shown."""

    CLASSIFIED = "涉密"
    OFFLINE = "线下报送"
    EXEMPT = "免报"
    MERGED = "撤并"

    @property
    def gets_form(self) -> bool:
        """Whether the unit is issued a workbook: it prints it and hands it in on paper or disc.

        What a unit with secrets fills in must not come to this machine, nor what is prefilled for it leave it.
        """
        return self is UnitStatus.OFFLINE


def status_in(details: Details) -> UnitStatus | None:
    """The status among a unit's details; None where its form is due as usual, or a record says what xlgen never did."""
    text = details.get(STATUS, "")
    return UnitStatus(text) if text in list(UnitStatus) else None
