"""Checks whether what the sheets show of their cells is what is in them: number formats, colours, sizes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from xlgen.submissions.checks.structure import first_items
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.issued import IssuedSheet
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text
from xlgen.xlsx.read.appearance import Appearance, Appearances, Overlay, own_overlays
from xlgen.xlsx.read.dates import is_date_format
from xlgen.xlsx.read.looks import areas_of
from xlgen.xlsx.read.number_format import GENERAL, shown
from xlgen.xlsx.read.sheet import CellRead, SheetRead, place_of, position
from xlgen.xlsx.read.workbook import WorkbookRead
from xlgen.xlsx.values import ErrorValue, is_number

MAX_OVERLAYS = 200
"""Different conditional formats of a sheet that are judged; a form has five."""
MAX_AREAS = 200
"""Areas of one conditional format that are judged."""
DATE = "日期"
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
DASHES = ("-", "—", "——")
"""What accountants' formats show for zero: that of the button for thousands separators does."""
_DECORATION = re.compile(r"[\s¥￥$€+,，]|[分人个项次天户家件]$|(?<=-)\s")
"""What formats may add to a number without saying anything else."""
_NUMBER = re.compile(r"(-?)(?:([0-9]+) )?([0-9]*\.?[0-9]*(?:E[+-]?[0-9]{1,3})?)(?:/([0-9]+))?(%*)", re.IGNORECASE)


def cells(submission: Submission) -> Iterator[Finding]:
    """Every number and text is shown as itself, to the second decimal at least, and can be read on its background.

    See `number_format.shown` and `appearance`. Conditional formats must not change that, if their conditions hold.
    """
    for title in submission.structure.changed:
        issued, sheet = submission.template.issued[title], submission.book.sheet(title)
        if issued.visible and sheet is not None:
            yield from _on_sheet(submission.book, issued, sheet)


def _on_sheet(book: WorkbookRead, issued: IssuedSheet, sheet: SheetRead) -> Iterator[Finding]:
    appearances = book.appearances
    misleading: list[tuple[str, str]] = []
    unreadable: dict[str, str] = {}
    by_style: dict[str | None, tuple[str, str]] = {}
    for address, cell in sheet.cells.items():
        if cell.value is None or address not in issued.seen:
            continue
        style = sheet.styles[address]
        if style not in by_style:
            look = appearances.of(style)
            by_style[style] = look.code, appearances.unreadable(look)
        code, why = by_style[style]
        if code != GENERAL and code != issued.codes.get(address):
            text = _misleading(issued, address, cell, code)
            if text is not None:
                misleading.append((address, text))
            elif not why and "[" in code:
                why = appearances.unreadable(appearances.of(style), cell.value)
        if why and cell.value != "":
            unreadable[address] = why
    for address, why in _under_conditions(book, issued, sheet).items():
        unreadable.setdefault(address, why)
    for (address, text), more in first_items(misleading):
        fields = {"found": display_value(sheet.value(address)), "shown": text.strip() or "空白", "more": more}
        yield finding(StructureCode.MISLEADING_FORMAT, place_of(issued.title, address), **fields)
    for (address, why), more in first_items(list(unreadable.items())):
        fields = {"found": display_value(sheet.value(address)), "why": why, "more": more}
        yield finding(StructureCode.UNREADABLE_TEXT, place_of(issued.title, address), **fields)


def _misleading(issued: IssuedSheet, address: str, cell: CellRead, code: str) -> str | None:
    """What is shown instead of a value; None if it is the value."""
    value = cell.value
    if isinstance(value, (bool, ErrorValue)):
        return None
    as_issued = issued.codes.get(address, GENERAL)
    if is_number(value) and cell.is_date:
        if is_date_format(as_issued):
            return _written_digits(code) or None
        return None if address in issued.inputs else DATE  # a date typed by the unit for a number is reported elsewhere
    text = shown(value, code).text
    if isinstance(value, str):
        return None if "".join(text.split()) == "".join(value.split()) else text
    percent = as_issued.endswith("%")
    if "%" in text and not percent and address not in issued.inputs:
        return text
    number = _number_in(text)
    tolerance = (0.00005 if percent else 0.005) * (1 + 1e-9)
    return None if number is not None and value is not None and abs(number - value) <= tolerance else text


def _written_digits(code: str) -> str:
    """The texts in a date format if they have digits: of another day than the cell holds."""
    texts = "".join(first or second for first, second in _QUOTED.findall(code))
    return texts if re.search("[0-9\u3007一二三四五六七八九十]", normalize_text(texts)) else ""


def _number_in(text: str) -> float | None:
    """The number that a reader sees; None if there is something else."""
    plain = text.strip()
    if _DECORATION.sub("", plain) in DASHES:
        return 0.0
    if plain.startswith("-(") or (plain.startswith("(") and plain.endswith(")")):
        plain = "-" + plain.strip("-()")
    match = _NUMBER.fullmatch(plain) or _NUMBER.fullmatch(_DECORATION.sub("", plain))
    if match is None:
        return None
    sign, whole, digits, divisor, percents = match.groups()
    try:
        number = float(whole or 0) + float(digits) / float(divisor or 1)
    except (ValueError, ZeroDivisionError):
        return None
    return (-number if sign else number) / 100.0 ** len(percents[:3])


def _under_conditions(book: WorkbookRead, issued: IssuedSheet, sheet: SheetRead) -> dict[str, str]:
    """The cells that a conditional format would hide, if its condition holds, and how."""
    appearances, styles = book.appearances, sheet.styles
    in_use = {appearances.of(style) for style in set(styles.values())}
    wrong: dict[str, str] = {}
    for over, ranges in list(_overlays(book, issued.title).items())[:MAX_OVERLAYS]:
        if over.hides or over.code is not None or any(appearances.unreadable(over.over(look)) for look in in_use):
            areas = list(areas_of(" ".join(ranges)))[:MAX_AREAS]
            for address in sorted(issued.seen & sheet.cells.keys(), key=position):
                cell, place = sheet.cells[address], position(address)
                if cell.value not in (None, "") and any(area.holds(*place) for area in areas):
                    look = over.over(appearances.of(styles[address]))
                    why = "不显示" if over.hides else _hidden_by(appearances, issued, address, cell, look)
                    if why:
                        wrong[address] = f"在条件格式下{why}"
    return wrong


def _hidden_by(appearances: Appearances, issued: IssuedSheet, address: str, cell: CellRead, look: Appearance) -> str:
    """How a cell that looks so under a condition is hidden; empty if it is not."""
    if look.code not in (GENERAL, issued.codes.get(address)):
        text = _misleading(issued, address, cell, look.code)
        if text is not None:
            return f"显示为“{text.strip() or '空白'}”"
    return appearances.unreadable(look, cell.value)


def _overlays(book: WorkbookRead, title: str) -> dict[Overlay, list[str]]:
    """What the conditional formats of a sheet lay over which cells."""
    appearances, ranges = book.appearances, defaultdict[Overlay, list[str]](list)
    for rule in book.looks[title].rules:
        if rule.format.isdigit() and len(rule.format) < 7 and int(rule.format) < len(appearances.overlays):
            ranges[appearances.overlays[int(rule.format)]].append(rule.cells)
        for over in () if rule.element is None else own_overlays(rule.element, appearances.colours):
            ranges[over].append(rule.cells)
    return ranges
