"""Microsoft's Open XML SDK as judge of a file's form (npm's @ooxml-tools/validate holds it as WebAssembly)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / ".tools"
PACKAGE = "@ooxml-tools/validate@0.4.6"
SCRIPT = Path(__file__).with_name("validate.mjs")
SECONDS = 240


class ValidatorMissingError(RuntimeError):
    """Node or the validator is not installed; a test must not pass without it."""


def errors(files: Sequence[Path]) -> dict[Path, list[str]]:
    """What the validator has against each file: `part: description`; an empty list for a valid one."""
    node = shutil.which("node")
    if node is None:
        raise ValidatorMissingError("node is missing; the tests need version 20 or newer: apt-get install nodejs npm")
    if not (TOOLS / "node_modules").is_dir():
        install = f"npm install --prefix {TOOLS} --no-save --no-package-lock {PACKAGE}"
        raise ValidatorMissingError(f"the validator is missing; run tests/oracles/install.sh, or {install}")
    command = [node, str(SCRIPT), str(TOOLS), *map(str, files)]
    result = subprocess.run(command, capture_output=True, check=True, timeout=SECONDS, encoding="utf-8")
    found = json.loads(result.stdout)
    return {file: [f"{each['path']['partUri']}: {each['description']}" for each in found[str(file)]] for file in files}
