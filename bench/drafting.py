"""How much of a form a draft of its blank gets right: levels, points, texts, and the rules that the criteria determine.

A rule is the same where rule and parameters are those of the shipped scheme, the options of a choice by their scores.
Wrong without a todo must stay 0. `NOT_DETERMINED` lists the indicators whose printed criteria leave the rule open.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from xlgen.draft.drafting import draft_from
from xlgen.scheme.form import Content
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Group, Indicator, Scheme
from xlgen.workbook.build import build

DISCRETION, NO_TEXT, MISPRINT, FREE = "由人酌情", "没有印评分标准", "印的文字自相矛盾", "可以折算或不适用"
ROWS = "按单位自己的明细逐行计分，明细表有哪些列表格没有印"
NOT_DETERMINED: Mapping[str, Mapping[str, str]] = {
    "shenzhen-2021": {
        "procurement": DISCRETION,
        "financial_compliance": DISCRETION,
        "effects_score": DISCRETION,
    },
    "guangdong-2019": {
        "early_transfers": "“按比例扣分”没有写除以什么",
        "goal_soundness": DISCRETION,
        "target_clarity": DISCRETION,
        "financial_compliance": DISCRETION,
        "release_legality": FREE,
        "project_procedure": DISCRETION,
        "project_supervision": DISCRETION,
        "asset_rules": NO_TEXT,
        "fixed_assets_usage": NO_TEXT,
        "operating_costs": NO_TEXT,
        "key_tasks": FREE,
        "effects_score": DISCRETION,
        "satisfaction": NO_TEXT,
    },
    "jiangmen-2024": {
        "goal_soundness": DISCRETION,
        "target_clarity": DISCRETION,
        "performance_system": DISCRETION,
        "budget_constraint": MISPRINT,
        "output_completion": ROWS,
        "benefit_completion": ROWS,
        "fund_performance": ROWS,
    },
    "jiangning": {
        "budget_adjustment": MISPRINT,
        "carryover": MISPRINT,
        "organisation_building": MISPRINT,
        "nontax_compliance": FREE,
    },
    "yueyang-2018": {},
    "hunan-2018": {},
}
"""By form and indicator: why its printed criteria do not determine the rule."""


def _rules(parts: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    found = []
    for part in parts:
        parameters = dict(part.get("with", {}))
        if part["rule"] == "choice_score":
            parameters = {"scores": list(parameters["scores"].values())}
        found.append((part["rule"], parameters))
    return found


def _drafted(groups: list[dict[str, Any]]) -> tuple[dict[str, dict[str, Any]], dict[str, float | None]]:
    """The indicators of a draft by name, and the points of its levels."""
    leaves: dict[str, dict[str, Any]] = {}
    levels: dict[str, float | None] = {}
    for group in groups:
        levels[group["name"]] = group.get("points")
        below = _drafted(group.get("groups", []))
        leaves |= below[0] | {leaf["name"]: leaf for leaf in group.get("indicators", [])}
        levels |= below[1]
    return leaves, levels


def _share(right: int, whole: int) -> str:
    return f"{right}/{whole}" + (f" {right / whole:.0%}" if whole else "")


def measure(scheme: Scheme, blank: Path) -> list[str]:
    """The row of a form: levels, points, texts, rules the same, rules left as todo, wrong rules, milliseconds."""
    start = time.perf_counter()
    draft = draft_from(blank).draft
    taken = (time.perf_counter() - start) * 1000
    leaves, levels = _drafted(draft.data.get("groups", []))
    printed = {column.content for column in scheme.form.columns}
    shown = [content for content in (Content.LEVEL_1, Content.LEVEL_2) if content in printed]
    own = [each for above, each in scheme.walk() if isinstance(each, Group) and len(above) < len(shown)]
    adjustments = {each.id for each in scheme.adjustments}  # 加减分 has no points and is no part of the full marks
    indicators = [each for each in scheme.indicators if each.expansion is None and each.id not in adjustments]
    texts = [(each, key) for each in indicators for key in _texts(each, printed)]
    determined = [each for each in indicators if each.criteria and each.id not in NOT_DETERMINED.get(scheme.id, {})]
    same = wrong = 0
    for each in indicators:
        parts = leaves.get(each.name, {}).get("parts")
        if parts is None:
            continue
        shipped = _rules([{"rule": part.rule, "with": part.parameters} for part in each.parts])
        if _rules(parts) == shipped:
            same += each in determined
        else:
            wrong += 1
    return [
        scheme.id,
        _share(sum(group.name in levels for group in own), len(own)),
        _share(sum(leaves.get(each.name, {}).get("points") == each.points for each in indicators), len(indicators)),
        _share(
            sum(leaves.get(each.name, {}).get(key) == _texts(each, printed)[key] for each, key in texts), len(texts)
        ),
        _share(same, len(determined)),
        str(wrong),
        f"{taken:.0f}",
    ]


def _texts(indicator: Indicator, printed: set[Any]) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    if indicator.criteria and Content.CRITERIA in printed:
        texts["criteria"] = indicator.criteria
    if indicator.explanation and Content.EXPLANATION in printed:
        texts["explanation"] = indicator.explanation
    return texts


def main() -> None:
    """Print the table."""
    columns = ("form", "levels", "points", "texts", "rules (of those determined)", "wrong, no todo", "ms")
    table = Table(*columns, title="drafts of blank forms, against the shipped schemes")
    with tempfile.TemporaryDirectory() as folder:
        for name in NOT_DETERMINED:
            scheme = load_scheme(name)
            blank = Path(folder) / f"{name}.xlsx"
            blank.write_bytes(build(scheme))
            table.add_row(*measure(scheme, blank))
    Console().print(table)


if __name__ == "__main__":
    main()
