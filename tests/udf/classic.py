"""xlwings' own module for Excel on Windows, run here with stand-ins for pywin32; prints what it makes of udf/ as JSON.

Run as a process of its own: the stand-ins must not be seen by anything else. They only let the module be imported;
metadata, VBA wrappers and the conversion of values are those of xlwings.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import sys
import types
from typing import Any
from unittest.mock import MagicMock

WINDOWS_ONLY = ["api", "con", "gui", "process", "timezone", "event"]
SERVER = ["", ".dispatcher", ".policy", ".util"]
DISPATCH = "{00020400-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""What VBA hands over for an argument that was not given."""


def _stand_in(name: str, **attributes: Any) -> None:
    module = types.ModuleType(name)
    vars(module).update(attributes)
    sys.modules[name] = module


def _pretend_windows() -> None:
    class ComError(Exception):
        pass

    _stand_in("pywintypes", com_error=ComError, IID=str, TimeType=type("TimeType", (), {}))
    _stand_in(
        "pythoncom",
        __file__="pythoncom",
        CoInitialize=lambda: None,
        com_error=ComError,
        Empty=object(),
        Missing=object(),
        IID_IDispatch=DISPATCH,
        TypeIIDs={DISPATCH: object},
        VT_ERROR=10,
    )
    client = {name: type(name, (), {}) for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass", "VARIANT")}
    _stand_in("win32com", __path__=[])
    _stand_in("win32com.client", __path__=[], Dispatch=lambda value, **_: value, DispatchEx=None, **client)
    vars(sys.modules["win32com"])["client"] = sys.modules["win32com.client"]
    for name in [*(f"win32{each}" for each in WINDOWS_ONLY), *(f"win32com.server{each}" for each in SERVER)]:
        sys.modules[name] = MagicMock()
    for name in ("PyDLL", "windll", "oledll"):
        setattr(ctypes, name, MagicMock())
    for name, value in (("WinError", OSError), ("WINFUNCTYPE", ctypes.CFUNCTYPE), ("HRESULT", ctypes.c_long)):
        setattr(ctypes, name, value)


def loaded() -> Any:
    """xlwings.udfs, with xlwings as it is on Windows."""
    _pretend_windows()
    xlwings: Any = importlib.import_module("xlwings")
    windows: Any = importlib.import_module("xlwings._xlwindows")
    xlwings._xlwindows = windows
    xlwings.engines.add(xlwings.Engine(impl=windows.engine))
    windows.is_range_instance = lambda _: False  # a range comes as its values
    _stand_in("xlwings.com_server", loop=None)
    udfs: Any = importlib.import_module("xlwings.udfs")
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    return udfs


def _called(udfs: Any, name: str, arguments: Any) -> Any:
    given = tuple(tuple(map(tuple, each)) if isinstance(each, list) else each for each in arguments)
    try:
        return udfs.call_udf("udf.functions", name, given, None, MagicMock())
    except Exception as error:  # as Excel gets it: the class and the text
        return [type(error).__name__, str(error)]


def main() -> None:
    """Calls as JSON in: [[name, [argument, …]], …]; metadata, wrappers and results out."""
    udfs = loaded()
    functions = udfs.get_udf_module("udf.functions", None)
    found = {name: each.__xlfunc__ for name, each in vars(functions).items() if hasattr(each, "__xlfunc__")}
    wrappers = io.StringIO()
    udfs.generate_vba_wrapper("udf.functions", functions, wrappers, MagicMock(Name="评分.xlsm"))
    results = [_called(udfs, name, arguments) for name, arguments in json.load(sys.stdin)]
    told = {"functions": found, "wrappers": wrappers.getvalue(), "results": results}
    json.dump(told, sys.stdout, default=lambda value: f"<{type(value).__name__}>")


if __name__ == "__main__":
    main()
