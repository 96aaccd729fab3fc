"""Where the indicators of a list of approved goals go: the table, and its columns, by the headings that bureaus use.

A heading is an id, a label, a short label, or a word of the field for what the scheme's own label says too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlgen.roster.money import with_units
from xlgen.roster.roster_file import Listing
from xlgen.scheme.dependencies import part_of_rows
from xlgen.scheme.form import TYPED, Content
from xlgen.scheme.inputs import Input, InputType, Table
from xlgen.scheme.model import Group, Indicator, Scheme, ScoringPart
from xlgen.text import normalize_text

TARGET, TARGET_TEXT, ADJUSTED, SIGN, UNIT = "target", "target_text", "adjusted", "sign", "unit"
TERMS: Mapping[str, tuple[str, ...]] = {
    "level_1": ("一级指标", "一级指标名称"),
    "level_2": ("二级指标", "二级指标名称"),
    "name": ("三级指标", "指标名称", "绩效指标", "三级指标名称", "指标"),
    SIGN: ("指标性质", "指标方向", "指标值类型", "计算符号", "符号", "方向"),
    TARGET: ("目标值", "年度指标值", "指标值", "年度目标值", "年初指标值", "年初目标值", "批复目标值"),
    TARGET_TEXT: ("定性目标", "指标说明", "指标解释", "指标内容"),
    ADJUSTED: ("调整后目标值", "调整后指标值", "调整指标值", "调整目标值", "年中调整目标值", "年中调整指标值"),
    UNIT: ("计量单位", "度量单位"),
    "worth": ("权重", "分值", "指标权重", "指标分值"),
}
"""What columns are called in plans of goals, by what they say."""
DOCUMENT_HEADS = ("调整文号", "年中调整文号", "调整批复文号", "批复文号", "文号")
STAGE_HEADS = ("批复类型", "批复阶段", "阶段", "类型")
TABLE_HEADS = ("明细表", "表名")
LEVEL_HEADS = ("一级指标", "二级指标", "三级指标", "指标类别")
SIGNS = ((">=", "≥", "≧", "大于等于", "不低于"), ("<=", "≤", "≦", "小于等于", "不高于"), (">", "大于"), ("<", "小于"))
QUALITATIVE = "定性"
_EQUAL = ("=", "等于")
_INDICATOR = re.compile("指标$")


@dataclass(frozen=True)
class GoalTable:
    """A table whose rows are indicators of the unit's own, and the columns of the list that go into it.

    columns: by column of the table, that of the list. names: what the form calls it, and no other table.
    """

    name: str
    table: Table
    indicator: Indicator
    part: ScoringPart | None
    columns: Mapping[str, int]
    names: frozenset[str] = frozenset()

    @cached_property
    def key(self) -> list[str]:
        """The columns that name an indicator: those that the form prints as its levels and its name."""
        return self._shown(Content.LEVEL_1, Content.LEVEL_2, Content.INDICATOR)

    @cached_property
    def own_name(self) -> list[str]:
        """Those that the form prints as the indicator's own name."""
        return self._shown(Content.INDICATOR)

    def saying(self, term: str) -> str | None:
        """The first column that says this of an indicator."""
        return self._by_term.get(term)

    @cached_property
    def _by_term(self) -> Mapping[str, str]:
        columns = reversed(self.table.columns.items())
        return {term: name for name, spec in columns if (term := term_of(spec))}

    @cached_property
    def binding(self) -> str | None:
        """The column against which the unit is measured: that of adjusted values, where the form has one."""
        return self.saying(ADJUSTED) or self.saying(TARGET) or self.saying(TARGET_TEXT)

    def _shown(self, *contents: Content) -> list[str]:
        shows = self.indicator.expansion.shows if self.indicator.expansion else {}
        texts = [text for content in contents for text in shows.get(content, ())]
        return [name for text in texts for name in TYPED.findall(text) if name in self.table.columns]


def goal_tables(listing: Listing, scheme: Scheme) -> list[GoalTable]:
    """The tables that the form prints as rows of indicators, with the columns of a list that go into them."""
    tables = [
        GoalTable(
            each.expansion.table,
            scheme.tables[each.expansion.table],
            each,
            part_of_rows(scheme, each.expansion.table),
            _columns(listing, scheme.tables[each.expansion.table]),
        )
        for each in scheme.indicators
        if each.expansion is not None
    ]
    names = {each.name: _names(scheme, each) for each in tables}
    result = []
    for each in tables:
        others = {name for other, theirs in names.items() if other != each.name for name in theirs}
        own = frozenset(names[each.name] - others)
        result.append(GoalTable(each.name, each.table, each.indicator, each.part, each.columns, own))
    return result


def term_of(spec: Input) -> str | None:
    """What a column says of an indicator, by its label; None for another column."""
    return next((term for term, heads in TERMS.items() if normalize_text(spec.label) in heads), None)


def option_of(spec: Input, text: str) -> str | None:
    """The option that a text means: itself, with or without 指标 at its end, or the same sign; None if it is none."""
    wanted = [normalize_text(text), bare_name(text), _sign(text)]
    alike = (
        [normalize_text(option) for option in spec.options],
        list(map(bare_name, spec.options)),
        list(map(_sign, spec.options)),
    )
    places = (known.index(want) for want, known in zip(wanted, alike, strict=True) if want and want in known)
    place = next(places, None)
    return None if place is None else spec.options[place]


def bare_name(text: str) -> str:
    """The name of a level without 指标 at its end: 产出 and 产出指标 are one."""
    return _INDICATOR.sub("", normalize_text(text))


def document_of(listing: Listing) -> int:
    """The column of the documents by which targets were adjusted; -1 without one."""
    return listing.column(DOCUMENT_HEADS)


def adjusted_of(listing: Listing) -> int:
    """The column of adjusted targets; -1 without one."""
    return listing.column(TERMS[ADJUSTED])


def _sign(text: str) -> str:
    sign = normalize_text(text)
    return next((signs[0] for signs in (*SIGNS, _EQUAL) if sign in signs), "")


def _columns(listing: Listing, table: Table) -> dict[str, int]:
    """The columns of the list by those of the table: what is called exactly so first, then what means the same."""
    own = {name: _own_heads(name, spec) for name, spec in table.columns.items()}
    found = {name: place for name, heads in own.items() if (place := listing.column(heads)) >= 0}
    for name, spec in table.columns.items():
        term = term_of(spec)
        heads = TERMS[term] if term and name not in found else ()
        places = [place for head in heads if (place := listing.column([head])) not in (-1, *found.values())]
        if places:
            found[name] = places[0]
    return found


def _own_heads(name: str, spec: Input) -> list[str]:
    heads = [normalize_text(head) for head in (name, spec.label, spec.short) if head]
    return with_units(heads) if spec.kind is InputType.MONEY else heads


def _names(scheme: Scheme, table: GoalTable) -> set[str]:
    """What the form calls a table: its label, the indicator and the levels above it, and the levels that it names."""
    above: Sequence[Group] = next((groups for groups, each in scheme.walk() if each is table.indicator), ())
    names = {table.name, table.table.label, table.indicator.name, *(group.name for group in above)}
    levels = (table.table.columns[name] for name in table.key)
    return {bare_name(name) for name in [*names, *(option for spec in levels for option in spec.options)]}
