"""The pane of WPS and Microsoft 365: its page, with what its script must know of workbooks and functions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from xlgen.files.render import render_template
from xlgen.files.resources import TEMPLATES, build_id
from xlgen.hosts import selftest
from xlgen.hosts.javascript.shipped import functions, guide_rows
from xlgen.scheme.sheet_names import CHECK, FIRST_EDITION_DATA, IDENTITY, LIST
from xlgen.scoring.status import Status
from xlgen.workbook import identity, layout
from xlgen.workbook.sheets import input_list
from xlgen.workbook.verdict import NOT_READY, READY
from xlgen.xlsx.refs import CellRef

PANE = TEMPLATES / "pane"
STATIC_FILES = (PANE / "pane.css", PANE / "pane.js")
"""Files that the page refers to; they lie beside it."""
GUIDE_SHEET = "函数说明"
GUIDE_WIDTHS = (24, 38, 48, 38, 34, 9)
"""Column widths in characters."""
MAX_LISTED = 1000
"""How many rows of 填报清单 are read: several times what any form has."""
YEAR_ON_IDENTITY = CellRef(IDENTITY, "B", identity.UNIT_ON_IDENTITY.row - 1)


def pane_page(scripts: Sequence[str]) -> str:
    """The page. scripts: addresses relative to it, in the order in which they run."""
    known = {
        "form": _form(),
        "guide": {"name": GUIDE_SHEET, "rows": guide_rows(), "widths": GUIDE_WIDTHS},
        "examples": [
            {"name": name, "formula": example.formula, "args": example.args, "result": example.result}
            for name, _, _, example in functions()
        ],
        "selftest": {
            "sheet": selftest.SELFTEST_SHEET,
            "firstRow": selftest.FIRST_ROW,
            "title": selftest.DESCRIPTION_COLUMN,
            "formula": selftest.FORMULA_COLUMN,
            "result": selftest.RESULT_COLUMN,
            "verdict": selftest.VERDICT_COLUMN,
        },
        "version": build_id(),
    }
    text = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")  # in a script, nothing else ends it
    return render_template("pane.html.jinja", folder=PANE, known=text, scripts=scripts, version=build_id())


def _form() -> dict[str, Any]:
    """Where an issued workbook says what the pane shows."""
    last = input_list.FIRST_ROW + MAX_LISTED
    columns = {"where": input_list.WHERE, "what": input_list.WHAT, "state": input_list.STATE}
    columns |= {"running": input_list.RUNNING, "link": input_list.LINK}
    cells = {
        "verdict": layout.VERDICT_ON_CHECK,
        "functions": layout.FUNCTIONS_ON_CHECK,
        "code": layout.CODE_ON_CHECK,
        "total": layout.TOTAL_ON_CHECK,
        "grade": layout.GRADE_ON_CHECK,
        "unit": identity.UNIT_ON_IDENTITY,
        "year": YEAR_ON_IDENTITY,
    }
    return {
        "list": LIST,
        "check": CHECK,
        "identity": IDENTITY,
        "firstEdition": FIRST_EDITION_DATA,
        "listRange": f"A1:{input_list.LINK}{last}",
        "checkRange": "A1:J9",
        "identityRange": "A1:B9",
        "headRow": input_list.HEAD_ROW,
        "heads": list(input_list.HEADS.values()),
        "ready": READY,
        "notReady": NOT_READY,
        "missing": Status.MISSING,
        **{name: "ABCDEFGHIJK".index(letter) for name, letter in columns.items()},
        **{name: [cell.row - 1, cell.column_number - 1] for name, cell in cells.items()},
    }
