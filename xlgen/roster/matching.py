"""Which form of a roster a line of another list is about: by the unit's name, its code, or both where they agree."""

from __future__ import annotations

from collections.abc import Sequence

from xlgen.roster.roster import Roster
from xlgen.roster.roster_file import CODE_HEADS, NAME_HEADS, Listing, SubjectHeads, cell_in
from xlgen.roster.unit import Unit
from xlgen.text import display_text, normalize_text


def find_form(
    roster: Roster, listing: Listing, cells: Sequence[str], heads: SubjectHeads | None
) -> tuple[Unit | None, str]:
    """The form that a line is about; else None and why it cannot be told, for whoever made the list.

    heads: the headings of what forms are about, where they are about something.
    """
    name, code = (cell_in(cells, listing.column(each)) for each in (NAME_HEADS, CODE_HEADS))
    unit, why = find_unit(roster, name, code)
    if unit is None or heads is None:
        return unit, why
    forms = roster.forms_of(unit.name)
    texts = [cell_in(cells, listing.column(each)) for each in (heads.code, heads.name) if each]
    wanted = next(filter(None, map(normalize_text, texts)), "")
    named = [each for each in forms if wanted in map(normalize_text, (each.subject.code, each.subject.name))]
    found = named if wanted else forms
    if len(found) == 1:
        return found[0], ""
    several = f"有 {len(forms)} 个{heads.called}，看不出这一行是哪个"
    what = f"没有{heads.called}“{display_text(wanted)}”" if wanted and not named else several
    return None, f"名单里单位“{unit.name}”{what}。请核对{heads.called}的编码、名称"


def find_unit(roster: Roster, name: str, code: str) -> tuple[Unit | None, str]:
    """The unit of this name or code, without a subject; else None and why not.

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
