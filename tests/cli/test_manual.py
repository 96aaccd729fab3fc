"""`xlgen manual`: opened in the browser, or written where one says."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint


@pytest.mark.parametrize(
    ("found", "said"), [(True, "已在浏览器里打开使用手册："), (False, "没有找到浏览器。使用手册在 ")]
)
def test_manual__is_opened_in_the_browser(
    found: bool, said: str, xlgen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        return found

    monkeypatch.setattr(webbrowser, "open", browser)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    first = tmp_path / ".xlgen" / "使用手册" / "index.html"
    done = xlgen("manual")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{said}{first}")
    assert opened == [first.as_uri()]
    assert "怎样下发和核对" in first.read_text(encoding="utf-8")


def test_manual__is_written_into_a_folder(xlgen: Run, tmp_path: Path) -> None:
    folder = tmp_path / "手册"
    assert xlgen("manual", "-o", folder).out == f"使用手册已写到 {folder / 'index.html'}，用浏览器打开\n"
    (folder / "manual.css").unlink()
    assert_complaint(xlgen("manual", "-o", folder), 3, f"-o {folder}：里面已有别的文件。请写一个空的或新的文件夹")
