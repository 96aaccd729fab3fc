"""How much of a form a draft of its blank gets right: levels, points, texts, and the rules that the criteria determine.

Levels, points and texts are those that the blank prints, as the workbook that xlgen issues and as a Word document. A
rule is the same where rule and parameters are those of the shipped scheme, the options of a choice by their scores.
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

from bench.draft_structure import as_document, missing, of_draft, of_scheme
from xlgen.draft.drafting import draft_from
from xlgen.draft.scheme import Draft
from xlgen.draft.sources import grids_in
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
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


def rules_of(parts: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Rules and parameters; the options of a choice by their scores alone, since people name them otherwise."""
    found = []
    for part in parts:
        parameters = dict(part.get("with", {}))
        if part["rule"] == "choice_score":
            parameters = {"scores": list(parameters["scores"].values())}
        found.append((part["rule"], parameters))
    return found


def _indicators(groups: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The indicators of a draft by name."""
    leaves: dict[str, dict[str, Any]] = {}
    for group in groups:
        leaves |= _indicators(group.get("groups", []))
        leaves |= {leaf["name"]: leaf for leaf in group.get("indicators", [])}
    return leaves


def _share(right: int, whole: int) -> str:
    return f"{right}/{whole}" + (f" {right / whole:.0%}" if whole else "")


def measure(scheme: Scheme, blank: Path) -> list[str]:
    """The row of a form: levels, points, texts, rules the same, rules left as todo, wrong rules, milliseconds."""
    start = time.perf_counter()
    draft = draft_from(blank).draft
    taken = (time.perf_counter() - start) * 1000
    expected = of_scheme(scheme)
    lost = missing(expected, of_draft(draft.data))
    whole = len(expected.levels), len(expected.points), len(expected.texts)
    absent = len(lost.levels), len(lost.points), len(lost.texts)
    shares = (_share(all_of - part, all_of) for part, all_of in zip(absent, whole, strict=True))
    return [scheme.id, blank.suffix, *shares, *_rules_right(scheme, draft), f"{taken:.0f}"]


def _rules_right(scheme: Scheme, draft: Draft) -> tuple[str, str]:
    """Of the indicators whose printed criteria determine the rule, how many have it; and how many rules are wrong."""
    leaves = _indicators(draft.data.get("groups", []))
    open_rules = NOT_DETERMINED.get(scheme.id, {})
    determined = [each for each in scheme.table_indicators if each.criteria and each.id not in open_rules]
    same = wrong = 0
    for each in scheme.table_indicators:
        parts = leaves.get(each.name, {}).get("parts")
        if parts is None:
            continue
        if rules_of(parts) == rules_of([{"rule": part.rule, "with": part.parameters} for part in each.parts]):
            same += each in determined
        else:
            wrong += 1
    return _share(same, len([each for each in determined if each.expansion is None and each.parts])), str(wrong)


def main() -> None:
    """Print the table."""
    columns = ("form", "file", "levels", "points", "texts", "rules", "wrong", "ms")
    table = Table(*columns, title="drafts of blank forms, against the shipped schemes")
    with tempfile.TemporaryDirectory() as folder:
        for name in scheme_files():
            scheme = load_scheme(name)
            blank, document = Path(folder) / f"{name}.xlsx", Path(folder) / f"{name}.docx"
            blank.write_bytes(build(scheme))
            document.write_bytes(as_document(grids_in(blank)[0], before=1))
            table.add_row(*measure(scheme, blank))
            table.add_row(*measure(scheme, document))
    Console().print(table)


if __name__ == "__main__":
    main()
