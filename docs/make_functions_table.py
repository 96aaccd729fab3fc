"""Write the table of the custom functions in docs/使用手册.md anew from their declarations: `make docs`."""

from __future__ import annotations

from pathlib import Path

from xlgen.files.atomic import save
from xlgen.hosts.javascript.shipped import NAMESPACE, guide_rows

MANUAL = Path(__file__).with_name("使用手册.md")
BEGIN, END = "<!-- 函数表：由 make docs 写入，请勿手改 -->", "<!-- 函数表到此为止 -->"
HEADINGS = ("公式", "算什么", "例子里的单元格", "结果")


def functions_table() -> str:
    """Every function with its example: the formula, what it computes, the cells, the result."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS)]
    for _, purpose, _, formula, cells, result in guide_rows()[1:]:
        lines.append((f"`{formula.replace(f'{NAMESPACE}.', '')}`", purpose, cells.replace("\n", "；"), result))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_table(manual: str) -> str:
    """The manual's text with the table as it must be. Raises ValueError where its markers are missing."""
    before, begin, rest = manual.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{MANUAL}: no place for the table of functions: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{functions_table()}\n\n{END}{after}"


def main() -> None:
    """The manual, all else in it unchanged."""
    save(MANUAL, with_table(MANUAL.read_text(encoding="utf-8")).encode("utf-8"))


if __name__ == "__main__":
    main()
