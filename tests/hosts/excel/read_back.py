"""Every module of a file's VBA as olevba reads it, as JSON; a process of its own, because olevba warns on import."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Print {module: source} of the file named on the command line."""
    name = sys.argv[1]
    olevba: Any = importlib.import_module("oletools.olevba")
    parser = olevba.VBA_Parser(name, data=Path(name).read_bytes())
    found = {module.rpartition(".")[0]: code for _, _, module, code in parser.extract_all_macros()}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
