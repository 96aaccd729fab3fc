"""Which unit of a roster a line of another list is about, by name, by code, or by both where they agree."""

from __future__ import annotations

from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.text import display_text, normalize_text


def find_unit(roster: Roster, name: str, code: str) -> tuple[Unit | None, str]:
    """The unit of this name or code, without a subject; else None and why not, for whoever made the list.

    A name that the roster does not have is never matched by its code: codes pass to other units when units merge.
    """
    shown = display_text(name or code)
    by_code = roster.with_code(code) if code else None
    if not name:
        if by_code is None:
            return None, f"名单里没有编码为“{shown}”的单位。请核对" if code else "没有单位名称，也没有单位编码。请补填"
        return by_code, ""
    found = roster.find(name)
    if found is None:
        near = by_code.name if by_code else roster.nearest(name)
        return None, f"名单里没有单位“{shown}”{f'，相近的是“{near}”' if near else ''}。请核对名称"
    if code and (found.code or by_code) and normalize_text(found.code) != normalize_text(code):
        other = f"编码“{display_text(code)}”是“{by_code.name}”的" if by_code else f"它的编码是“{found.code}”"
        return None, f"单位“{shown}”与编码“{display_text(code)}”对不上：名单里{other}。请改正"
    return found, ""
