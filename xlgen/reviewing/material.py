"""调取资料清单: what a unit is asked to show for its form, indicator by indicator, as a sheet or a text to send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.about import About
from xlgen.campaign.copy_contents import copy_contents
from xlgen.campaign.record import CampaignRecord
from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reviewing.items import ReviewGroup, review_groups
from xlgen.reviewing.reviews import UnitReview
from xlgen.reviewing.session import Session
from xlgen.rules.expression import Value
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import presets, with_overrides
from xlgen.submissions.contents import FormContents
from xlgen.submissions.intent import display_value
from xlgen.text import chinese_day, one_line
from xlgen.workbook.approved import filling_of, items_of
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.identity import with_reserved_rows
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, list_workbook, put_list, put_signatures, put_title

SHEET = "调取资料清单"
COLUMNS = {
    "序号": 6,
    "指标": 26,
    "自评所报": 44,
    "应提供的资料、数据来源": 44,
    "份数、页码": 12,
    "备注": 16,
}
PROOF = "能证明所报数据的资料"
DOCUMENTS = "报送材料"
RECEIVED, NOT_RECEIVED = "已收到", "未收到，请一并提供"
SIGNERS = ("提供人（签字）", "联系电话", "单位（公章）", "日期")


class MaterialLine(NamedTuple):
    """What is to be shown for an indicator: what the unit claims, and what proves it."""

    where: str
    claimed: str
    wanted: str


@dataclass(frozen=True)
class MaterialList:
    """The list of a unit: by indicator, then what makes its return complete, each with whether it came."""

    unit: str
    title: str
    bureau: str
    lines: tuple[MaterialLine, ...]
    documents: tuple[tuple[str, str], ...]


def material_list(record: CampaignRecord, scheme: Scheme, review: UnitReview, about: About) -> MaterialList:
    """What is to be called for from a unit, by what the record knows of its copy that counts. Raises UsageError."""
    counted = review.unit.counted
    contents = copy_contents(record, counted) if counted else None
    if contents is None or contents.form is None:
        raise UsageError(f"{review.unit.who}：下发记录里没有它所报的内容。请再审核一次交回的表", "unit")
    documents = review.unit.documents(about)
    shown = tuple((name, RECEIVED if documents[name] else NOT_RECEIVED) for name, _ in about.documents)
    lines = tuple(_lines(scheme, contents.form))
    return MaterialList(review.unit.who, f"{scheme.year}年度{scheme.name}", about.bureau, lines, shown)


def _lines(scheme: Scheme, contents: FormContents) -> Iterator[MaterialLine]:
    scheme = with_reserved_rows(scheme, contents.identity.rows)
    filling = with_overrides(filling_of(contents.values), presets(scheme))
    laid_down = {**contents.approved, **items_of(presets(scheme))}
    for group in review_groups(layout_of(scheme), filling, laid_down):
        if group.items:
            yield MaterialLine(group.title, _claimed(group), _wanted(scheme, group, contents))


def _claimed(group: ReviewGroup) -> str:
    filled = [item for item in group.items if not item.blank]
    said = (f"{one_line(item.label)}：{display_value(item.value, item.spec.kind)}" for item in filled)
    return "\n".join(said)


def _wanted(scheme: Scheme, group: ReviewGroup, contents: FormContents) -> str:
    """The evidence that the unit names, else what the form suggests, and where its figures come from."""
    indicator = group.indicator
    own = contents.texts.get(f"evidence/{indicator.id}", "") if indicator else ""
    suggested = indicator.evidence if indicator else ""
    tables = _named_in_tables(scheme, group, contents.values)
    sources = dict.fromkeys(item.spec.source for item in group.items if item.spec.source)
    said = [own or suggested, *tables, *sources]
    return "；".join(dict.fromkeys(one_line(each).strip() for each in said if each.strip())) or PROOF


def _named_in_tables(scheme: Scheme, group: ReviewGroup, values: Mapping[str, object]) -> list[str]:
    """What a unit names as evidence in the rows of a table that a group is scored by."""
    rows = dict.fromkeys(item.key.rpartition("/")[0] for item in group.items if "/" in item.key)
    found = []
    for row in rows:
        column = scheme.tables[row.partition("/")[0]].evidence_column
        named = values.get(f"{row}/{column}") if column else None
        found += [str(named)] if named is not None else []
    return found


def material_book(material: MaterialList, day: str) -> bytes:
    """The list as a workbook to send and to sign. day: as letters write it."""
    workbook = list_workbook()
    sheet = add_sheet(workbook, SHEET, COLUMNS)
    sheet.print_options.horizontalCentered = True
    width = len(COLUMNS)
    put_title(sheet, 1, f"{material.title}财政复核{SHEET}", styles.TITLE, width)
    put_title(sheet, 2, f"{one_line(material.unit)}　{one_line(material.bureau)}　{day}".strip(), styles.PLAIN, width)
    rows = list(_rows(material))
    put_list(sheet, 3, COLUMNS, rows)
    sheet.auto_filter.ref = None
    put_signatures(sheet, 3 + len(rows) + 2, SIGNERS, width)
    return workbook_bytes(workbook, int(material.title[:4]))


def _rows(material: MaterialList) -> Iterator[list[Value | None]]:
    number = 0
    for number, line in enumerate(material.lines, 1):
        yield [number, line.where, line.claimed, line.wanted, "", ""]
    for more, (name, state) in enumerate(material.documents, number + 1):
        yield [more, DOCUMENTS, "", name, "", state]


def material_text(material: MaterialList, until: str = "") -> str:
    """The list as a message to paste. until: the day until which it is wanted, as letters write it."""
    asked = f"请于{until}前" if until else "请尽快"
    head = f"{material.unit}：{material.title}已列入财政复核。{asked}提供下列资料："
    lines = [f"{number}. {line.where}：{line.wanted}" for number, line in enumerate(material.lines, 1)]
    lacking = [name for name, state in material.documents if state == NOT_RECEIVED]
    more = [f"另请补报：{'、'.join(lacking)}。"] if lacking else []
    return "\n".join([head, *lines, *more, *filter(None, [material.bureau])])


def write_materials(session: Session, units: Sequence[UnitReview], output: Path, until: str = "") -> list[Path]:
    """Write the list of each of these units into a folder, as a workbook and as a text; returns the files.

    until: as 2026-03-01. Raises UsageError and OSError.
    """
    lists = [material_list(session.record, session.scheme, review, session.about) for review in units]
    names = unique_file_names(review.file_name(SHEET) for review in units)
    files = []
    for each, name in zip(lists, names, strict=True):
        text = material_text(each, chinese_day(until)).replace("\n", "\r\n")
        book = material_book(each, chinese_day(session.today))
        for suffix, content in ((".xlsx", book), (".txt", text.encode("utf-8-sig"))):
            save(output / f"{name}{suffix}", content)
            files.append(output / f"{name}{suffix}")
    return files
