"""Changes xlgen/rules piece by piece, and tells which changes no test notices: `make mutants`.

cosmic-ray makes the changes, in copies of the tree, and runs the fast tests of the rules on each: an hour on two cores.
`equivalent.yaml` lists the changes that make no difference. Left out are changes that are no question: unions
in annotations, shifts and bits of numbers (not in the language of the rules), and the examples that the help shows.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xlgen.scheme.yaml_file import read_yaml

ROOT = Path(__file__).parents[2]
WORK = ROOT / "out" / "mutants"
COPIED = ("xlgen", "udf", "tests", "templates", "samples", "conformance", "pyproject.toml")
TESTS = "tests/rules tests/conformance/test_cases.py tests/udf/test_functions.py"
NOT_ASKED = ["core/ReplaceBinaryOperator_BitOr_.*", "core/ReplaceBinaryOperator_.*_(RShift|LShift|BitXor|BitOr|BitAnd)"]
SESSION = """
[cosmic-ray]
module-path = {modules}
timeout = 60.0
excluded-modules = []
test-command = "{python} -B -m pytest {tests} -x -q -m 'not oracle' -p no:cacheprovider"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {not_asked}
"""
RESULTS = """
SELECT module_path, start_pos_row, operator_name, diff, test_outcome
FROM work_results JOIN mutation_specs USING (job_id)
WHERE worker_outcome != 'SKIPPED' ORDER BY module_path, start_pos_row
"""


class Mutant(NamedTuple):
    """A change: where, what the line became, and whether a test failed for it."""

    file: str
    row: int
    operator: str
    line: str
    killed: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.operator}: {self.line}"


def main(tools: Path) -> int:
    """Make the changes and print the survivors; 1 if there are any. tools: where cosmic-ray's commands are."""
    shutil.rmtree(WORK, ignore_errors=True)
    modules = sorted((ROOT / "xlgen" / "rules").glob("*.py"), key=lambda module: module.stat().st_size)
    sessions = [_started(tools, WORK / str(share), modules[share::2]) for share in range(2)]
    mutants = [mutant for folder, session in sessions for mutant in _finished(folder, session)]
    asked = [mutant for mutant in mutants if not _in_example(mutant)]
    survivors = [mutant for mutant in asked if not mutant.killed]
    unexpected = [mutant for mutant in survivors if not _equivalent(mutant)]
    counts = f"{len(asked)} changes, {len(survivors) - len(unexpected)} make no difference, {len(unexpected)} survive"
    sys.stdout.write("\n".join([*map(str, unexpected), counts]) + "\n")
    return 1 if unexpected or not asked else 0


def _started(tools: Path, folder: Path, modules: Sequence[Path]) -> tuple[Path, subprocess.Popen[bytes]]:
    """A session on a copy of the tree that changes these modules."""
    folder.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    changed = [str(module.relative_to(ROOT)) for module in modules]
    fields = {"modules": changed, "python": sys.executable, "tests": TESTS, "not_asked": NOT_ASKED}
    (folder / "session.toml").write_text(SESSION.format(**fields), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    for command in (("cosmic-ray", "init", "session.toml", "session.sqlite"),
                    ("cr-filter-operators", "session.sqlite", "session.toml")):  # fmt: skip
        subprocess.run([str(tools / command[0]), *command[1:]], cwd=folder, env=environment, check=True)
    run = ["nice", "-n", "19", str(tools / "cosmic-ray"), "exec", "session.toml", "session.sqlite"]
    return folder, subprocess.Popen(run, cwd=folder, env=environment)


def _finished(folder: Path, session: subprocess.Popen[bytes]) -> Iterator[Mutant]:
    assert session.wait() == 0, f"cosmic-ray failed in {folder}"
    with sqlite3.connect(folder / "session.sqlite") as results:
        for path, row, operator, diff, outcome in results.execute(RESULTS):
            lines = [line[1:].strip() for line in (diff or "").splitlines() if re.match(r"\+(?!\+)", line)]
            yield Mutant(Path(path).name, row, operator.removeprefix("core/"), " ".join(lines), outcome == "KILLED")


def _in_example(mutant: Mutant) -> bool:
    module = ast.parse((ROOT / "xlgen" / "rules" / mutant.file).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Example"]
    return any(call.lineno <= mutant.row <= (call.end_lineno or 0) for call in calls)


def _equivalent(mutant: Mutant) -> bool:
    file = Path(__file__).with_name("equivalent.yaml")
    listed: Any = read_yaml(file.read_text(encoding="utf-8"), file).data
    return any(mutant.file == each["file"] and re.search(each["change"], str(mutant)) for each in listed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
