"""The levels and indicators of a draft: points as printed, criteria as rules where they are understood."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from xlgen.draft.blocks import Blocks
from xlgen.draft.headings import Headings
from xlgen.draft.identifiers import numbered
from xlgen.draft.own_rows import own_rows_table
from xlgen.draft.reading import NotUnderstood, Path, Understood
from xlgen.draft.table import Leaf, Level, Table
from xlgen.scheme.form import Content
from xlgen.scheme.todos import TODO

Understanding = Callable[[Sequence[str], float, str, str, Collection[str]], Understood | NotUnderstood]
"""From criteria, points, name, explanation and the ids that are taken."""
TEXTS = {Content.EXPLANATION: "explanation", Content.EVIDENCE: "evidence", Content.REMARK: "remark"}
"""The keys of an indicator that hold what a column prints."""
NO_POINTS = "，补 points（分值）"
SUMMED = "（表上没有印，这是下级相加）"
LEFT = "（表上没有印，这是总分减去其余各级）"


def number(value: float) -> float:
    """A number as one writes it: 5, not 5.0."""
    return int(value) if float(value).is_integer() else round(value, 10)


class Levels:
    """Writes levels and indicators; counts them; notes which columns they show something in (`shown`)."""

    def __init__(self, headings: Headings, blocks: Blocks, understand: Understanding, words: dict[Path, str]) -> None:
        self.headings, self.blocks, self.understand, self.words = headings, blocks, understand, words
        self.indicators = self.understood = self.own_rows = 0
        self.shown: set[str] = set()

    def groups(self, table: Table, first: int) -> list[dict[str, Any]]:
        """The levels of a table; first: how many there are before them."""
        groups = [self._group(level, ("groups", first + place), 1) for place, level in enumerate(table.levels)]
        unknown = [place for place, group in enumerate(groups) if "points" not in group]
        if len(unknown) == 1 and table.total_points is not None:
            others = [group["points"] for group in (*self.blocks.groups, *groups) if "points" in group]
            left = round(table.total_points.value - sum(others), 10)
            if left > 0:
                self._give(groups[unknown[0]], left, ("groups", first + unknown[0]))
        return groups

    def _give(self, group: dict[str, Any], points: float, path: Path) -> None:
        """The points that are left for a level, and for its only indicator."""
        items = list(group.items())
        group.clear()
        group |= {"name": items[0][1], "points": number(points), **dict(items[1:])}
        self.words[(*path, "points")] = LEFT
        if group.get("indicators") and len(group["indicators"]) == 1 and not group.get("groups"):
            group.pop(TODO, None)
            only = group["indicators"][0]
            entries = list(only.items())
            only.clear()
            only |= dict(entries[:2]) | {"points": number(points)} | dict(entries[2:])
            only[TODO] = only[TODO].removesuffix(NO_POINTS)
            self.words[(*path, "indicators", 0, "points")] = LEFT

    def _group(self, level: Level, path: Path, depth: int) -> dict[str, Any]:
        own = level.own_rows
        dimensions: list[str] = []
        kept: list[Level] = []
        for below in level.levels:
            if below.own_rows and not below.leaves and below.points is None and not below.levels:
                own, dimensions = own + below.own_rows, [*dimensions, below.name]
            else:
                kept.append(below)
        groups = [self._group(each, (*path, "groups", place), depth + 1) for place, each in enumerate(kept)]
        indicators = [self._indicator(leaf, (*path, "indicators", place)) for place, leaf in enumerate(level.leaves)]
        if own:
            place = (*path, "indicators", len(indicators))
            indicators.append(self._own_rows(level, own, dimensions, [*groups, *indicators], place, depth))
        return self._level(level, groups, indicators, path)

    def _level(
        self, level: Level, groups: list[dict[str, Any]], indicators: list[dict[str, Any]], path: Path
    ) -> dict[str, Any]:
        data: dict[str, Any] = {"name": level.name or "指标"}
        points = [each.get("points") for each in (*groups, *indicators)]
        summed = None if None in points else round(sum(each for each in points if each is not None), 10)
        todo = [] if level.name else ["这一级没有印名称，请补写"]
        if level.points is not None:
            data["points"] = number(level.points.value)
            self.words[(*path, "points")] = level.points.words
            if summed is not None and summed != level.points.value:
                todo.append(f"“{level.name}”印的是{level.points.value:g}分，下级相加是{summed:g}分，请核对")
        elif summed:
            data["points"] = number(summed)
            self.words[(*path, "points")] = SUMMED
        else:
            todo.append("补 points（分值）：表上没有印")
        if todo:
            data[TODO] = "；".join(todo)
        return data | ({"groups": groups} if groups else {}) | ({"indicators": indicators} if indicators else {})

    def _own_rows(
        self, level: Level, count: int, dimensions: list[str], others: list[dict[str, Any]], path: Path, depth: int
    ) -> dict[str, Any]:
        """An indicator for the rows in which the unit writes its own, and their table."""
        self.own_rows += count
        name, table_name = numbered("own_rows", self.blocks.taken), numbered("table", self.blocks.taken)
        self.blocks.taken |= {name, table_name}
        labels = {table["label"] for table in self.blocks.tables.values()}
        printed = 0 if not level.name else depth
        table, shows = own_rows_table(self.headings.columns, level.name, count, dimensions, printed, labels)
        self.blocks.tables[table_name] = table
        self.words[("tables", table_name, "rows")] = f"（表上印了{count}行）"
        self.shown.update(shows)
        data: dict[str, Any] = {"id": name, "name": level.name or "自设指标"}
        known = [each.get("points") for each in others]
        if level.points is not None and None not in known:
            left = round(level.points.value - sum(each for each in known if each is not None), 10)
            if left > 0:
                data["points"] = number(left)
                self.words[(*path, "points")] = level.points.words if not others else LEFT
        what = f"这{count}行由单位自己写指标：核对明细表 {table_name} 的各列，写 parts（各行怎样计分，combine: sum）"
        if "points" not in data:
            what += NO_POINTS
        return {**data, "expansion": {"table": table_name, "shows": shows}, TODO: what}

    def _texts(self, leaf: Leaf) -> dict[str, Any]:
        """What the form prints of an indicator beside its name and points."""
        data: dict[str, Any] = {}
        for content, key in TEXTS.items():
            if leaf.texts.get(content):
                data[key] = "\n".join(leaf.texts[content])
        if leaf.texts.get(Content.CRITERIA):
            data["criteria"] = list(leaf.texts[Content.CRITERIA])
        if leaf.texts.get(Content.BASIS):
            data["basis"] = list(leaf.texts[Content.BASIS])
        own = {column.content for column in self.headings.columns if column.own}
        shows = {content: "\n".join(lines) for content, lines in leaf.texts.items() if content in own}
        self.shown.update(shows)
        return data | ({"shows": shows} if shows else {})

    def _indicator(self, leaf: Leaf, path: Path) -> dict[str, Any]:
        name = numbered("indicator", self.blocks.taken)
        self.blocks.taken.add(name)
        self.indicators += 1
        data: dict[str, Any] = {"id": name, "name": leaf.name or "（没有印名称）"}
        if leaf.points is not None:
            data["points"] = number(leaf.points.value)
            self.words[(*path, "points")] = leaf.points.words
        data |= self._texts(leaf)
        reading = self._reading(leaf, data)
        if isinstance(reading, NotUnderstood):
            return {**data, TODO: reading.why}
        self.understood += 1
        for key, entries in (("inputs", reading.inputs), ("measures", reading.measures)):
            if entries:
                data[key] = entries
                self.blocks.taken.update(entries)
        self.words.update({(*path, *place): words for place, words in reading.words.items()})
        return {**data, "parts": reading.parts, **reading.keys}

    def _reading(self, leaf: Leaf, data: dict[str, Any]) -> Understood | NotUnderstood:
        if not leaf.name:
            return NotUnderstood("补 name（指标名称）：表上没有印；再写 parts（怎样计分）")
        if leaf.points is None:
            unread = f"分值一格印的是“{leaf.unread}”，不是一个数" if leaf.unread else "表上没有印分值"
            return NotUnderstood(f"补 points（分值）和 parts（怎样计分）：{unread}")
        if leaf.shared:
            return NotUnderstood("补 criteria 和 parts（怎样计分）：评分标准与别的指标印在一格里")
        if not data.get("criteria"):
            return NotUnderstood("补 parts（怎样计分）：表上没有印评分标准")
        explanation = str(data.get("explanation", ""))
        reading = self.understand(
            data["criteria"], leaf.points.value, leaf.name, explanation, frozenset(self.blocks.taken)
        )
        return NotUnderstood(f"补 parts（怎样计分）：{reading.why}") if isinstance(reading, NotUnderstood) else reading

    def adjustments(self, table: Table) -> list[dict[str, Any]]:
        """加减分, of which the form does not say how it is computed from what the unit fills in."""
        found = []
        for group, leaf in table.adjustments:
            name = numbered("adjustment", self.blocks.taken)
            self.blocks.taken.add(name)
            unread = f"（分值一格印的是“{leaf.unread}”）" if leaf.unread else ""
            what = f"补加减分的 value（算式）、most（最多加几分）、least（最多减几分）{unread}"
            found.append({"id": name, "group": group, "name": leaf.name, **self._texts(leaf), TODO: what})
        return found
