"""A workbook that stays loaded, so that its formulas can be computed for one unit after another."""

from __future__ import annotations

import io
import re
import zipfile

import formualizer

from xlgen.xlsx.write.finishing import WORKBOOK_PART

_DEFINED_NAMES = re.compile(rb"<definedNames>.*</definedNames>", re.DOTALL)


def calculator_of(workbook: bytes) -> formualizer.Workbook:
    """Load a workbook of ours so that it can be recomputed for many units without growing in memory.

    Defined names are removed: they only serve printing, and formualizer stores another copy of the cells of each name
    whenever one of them changes.
    """
    nameless = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(nameless, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _DEFINED_NAMES.sub(b"", content) if name == WORKBOOK_PART else content)
    one_thread = formualizer.EvaluationConfig()
    one_thread.enable_parallel = False  # a form is too small for several: they cost more than they save
    config = formualizer.WorkbookConfig(eval_config=one_thread)
    calculator = formualizer.Workbook.from_bytes(nameless.getvalue(), config=config)
    calculator.set_changelog_enabled(False)
    calculator.evaluate_all()
    return calculator
