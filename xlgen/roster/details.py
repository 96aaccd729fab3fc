"""What a roster says of its units besides name and code: whom they belong to, whom to call, and whether they return."""

from __future__ import annotations

from collections.abc import Mapping

from xlgen.roster.roster_file import IS_ERROR_VALUE, SCIENTIFIC_NOTATION, Line, Listing, cell_in, rewritten
from xlgen.roster.unit_status import STATUS, Details, UnitStatus
from xlgen.text import display_text, normalize_text, one_line
from xlgen.xlsx.values import ErrorValue

DETAILS: Mapping[str, tuple[str, ...]] = {
    "parent": ("主管部门", "主管单位", "主管部门名称", "一级预算单位", "一级预算单位名称"),
    "parent_code": ("一级预算单位编码", "一级预算单位代码", "主管部门编码", "主管部门代码"),
    "office": ("归口科室", "归口处室", "归口股室", "业务科室"),
    "contact": ("联系人", "联系人姓名", "经办人"),
    "phone": ("联系电话", "电话", "联系方式", "手机"),
    "type": ("单位类型", "单位性质"),
    "district": ("区划", "行政区划", "地区", "区县"),
}
"""Columns about a unit besides its name and code, by the name that a layout of files and the record use for them."""
STATUS_HEADS = ("报送要求", "报送情况", "报送方式", "报送状态", "状态")
REMARK_HEADS = ("备注", "说明")
"""Columns in which people write a status too; as they may hold anything, they are not read."""
DUE_WORDS = frozenset({"", "正常", "正常报送", "应报", "应报送", "网上报送", "线上报送", "系统报送", "在线报送"})
"""What stands in a column of states beside a unit whose form is due as usual."""
MAX_DETAIL = 100
"""Characters of a detail: the record and every list of units carry them."""


def details_of_lines(listing: Listing) -> tuple[list[Details], list[str]]:
    """The details in each line of a roster, without blank ones, and the problems of all lines."""
    columns = {name: listing.column(heads) for name, heads in DETAILS.items()}
    problems = [problem for heads in (*DETAILS.values(), STATUS_HEADS) if (problem := listing.repeated(heads))]
    every = list[Details]()
    for line in listing.lines:
        details, wrong = _details_in(line, columns, listing)
        every.append(details)
        problems += [f"{listing.path} 第 {line[0]} 行：{problem}" for problem in wrong]
    return every, problems


def columns_of_details(listing: Listing) -> set[int]:
    """The columns that hold details."""
    return {listing.column(heads) for heads in (*DETAILS.values(), STATUS_HEADS)}


def states_in_remarks(listing: Listing) -> list[str]:
    """The lines whose remark is a status and nothing else: their units stay due, which somebody may not have meant."""
    head = next((head for head in REMARK_HEADS if listing.column([head]) >= 0), "")
    column = listing.column([head])
    return [
        f"第 {number} 行：“{head}”写着“{text}”，没有当作报送要求，仍算应报送。是的，请写在“{STATUS_HEADS[0]}”一列"
        for number, cells in listing.lines
        if (text := normalize_text(cell_in(cells, column))) in list(UnitStatus)
    ]


def _details_in(line: Line, columns: Mapping[str, int], listing: Listing) -> tuple[dict[str, str], list[str]]:
    _, cells = line
    details, problems = dict[str, str](), list[str]()
    for name, column in columns.items():
        text, head = cell_in(cells, column), listing.head[column] if column >= 0 else ""
        shown = one_line(text)
        if isinstance(text, ErrorValue):
            problems.append(f"“{head}”{IS_ERROR_VALUE}")
        elif len(shown) > MAX_DETAIL:
            problems.append(f"“{head}”太长（{len(shown)} 个字）。请缩短到 {MAX_DETAIL} 个字以内")
        elif name == "parent_code" and SCIENTIFIC_NOTATION.fullmatch(shown):
            problems.append(f"“{head}”{rewritten(shown)}")
        elif shown:
            details[name] = shown
    column = listing.column(STATUS_HEADS)
    status = normalize_text(cell_in(cells, column))
    if status in list(UnitStatus):
        details[STATUS] = status
    elif status not in DUE_WORDS:
        words = "、".join(UnitStatus)
        what = f"“{listing.head[column]}”写的是“{display_text(cell_in(cells, column))}”，不知道是不是要报送"
        problems.append(f"{what}。请写 {words}；照常报送的留空")
    return details, problems
