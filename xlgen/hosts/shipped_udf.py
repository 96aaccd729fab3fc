"""The loader of the custom functions: `import udf` finds the folder that belongs to this xlgen."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from xlgen.files.resources import CUSTOM_FUNCTIONS

NAME = "udf"


def register() -> None:
    """Load the package `udf` from the shipped folder, without searching `sys.path` for it.

    An installed xlgen has no top-level module of that name, which others may use; in a checkout the folder is the one
    at the root. Raises ImportError if another `udf` is already loaded.
    """
    file = CUSTOM_FUNCTIONS / "__init__.py"
    loaded = sys.modules.get(NAME)
    if loaded is not None:
        if Path(loaded.__file__ or "").resolve() != file:
            raise ImportError(f"another module {NAME} is loaded: {loaded.__file__}, not {file}")
        return
    spec = importlib.util.spec_from_file_location(NAME, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"no module: {file}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[NAME]
        raise
