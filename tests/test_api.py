"""The public face: it loads lazily, and every example of its page runs."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import xlgen
from xlgen.files.resources import SAMPLES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "python-api.md"


def test_examples_of_the_page__run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLES / "shenzhen-2021" / "inputs.yaml", "inputs.yaml")
    Path("名单.csv").write_text("单位名称\n甲局\n乙局\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    examples = list(re.finditer(r"```python\n(.*?)```", page, re.DOTALL))
    assert len(examples) > 6
    names: dict[str, object] = {"__name__": "example"}  # the guarded example would start processes
    for example in examples:
        lines_above = "\n" * page.count("\n", 0, example.start(1))  # a failure shows the line of the page
        exec(compile(lines_above + example[1], str(PAGE), "exec"), names)
    assert Path("结果.html").is_file()
    assert Path("汇总.xlsx").is_file()


def test_import__loads_nothing_else() -> None:
    program = "import sys; before = {*sys.modules}; import xlgen; print(*({*sys.modules} - before))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "xlgen" in loaded
    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"xlgen"}


@pytest.mark.parametrize("name", xlgen.__all__)
def test_every_name__is_there_and_explained(name: str) -> None:
    assert getattr(xlgen, name).__doc__
    assert name in dir(xlgen)


def test_names__are_those_that_type_checkers_see() -> None:
    tree = ast.parse(Path(xlgen.__file__).read_text(encoding="utf-8"))
    typed = {
        f"{node.module}.{alias.name}"
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == {f"{home}.{name}" for name, home in xlgen._HOMES.items()}
    assert sorted(xlgen._HOMES) == sorted(xlgen.__all__)


def test_unknown_name__is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="没有这个"):
        getattr(xlgen, "没有这个")  # noqa: B009


def test_package__is_typed() -> None:
    assert Path(xlgen.__file__).with_name("py.typed").is_file()
