"""The Chinese texts of the add-in: for Excel's function wizard, and the answers of the status function."""

from __future__ import annotations

from collections.abc import Iterator

from udf.catalogue import FUNCTIONS
from udf.decorators import CATEGORY
from xlgen import __version__
from xlgen.xlsx.limits import MAX_FUNCTION_HELP

TEXTS_SHEET = "texts"
STATUS_FUNCTION = "XLGEN_STATUS"
"""The function that reports whether the others work."""
FIRST_ROW = 3
"""The rows above contain the answers of the status function: it works, it does not."""
READY_ANSWER = f"已就绪：绩效评价函数 xlgen {__version__}"
NOT_READY_ANSWER = "未就绪：请在命令行运行 xlgen addin doctor，按它的提示处理。原因："
STATUS_HELP = "函数加载项是否可用；显示“未就绪”的，后面是原因。没有参数。"


def rows() -> Iterator[list[str]]:
    """Rows of the texts sheet: name, category, description, number of arguments, help of each argument."""
    yield [READY_ANSWER]
    yield [NOT_READY_ANSWER]
    for function in FUNCTIONS.values():
        helps = [argument.help for argument in function.arguments]
        yield _checked([function.name, CATEGORY, function.help, str(len(helps)), *helps])
    yield _checked([STATUS_FUNCTION, CATEGORY, STATUS_HELP, "0"])


def _checked(row: list[str]) -> list[str]:
    for text in row:
        if len(text) > MAX_FUNCTION_HELP:
            raise ValueError(
                f"{row[0]}: a text has {len(text)} characters, Excel shows at most {MAX_FUNCTION_HELP}: {text}"
            )
    return row
