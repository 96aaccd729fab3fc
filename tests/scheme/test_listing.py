"""What the list shows of a scheme is the same whether the file is looked at or loaded."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.factories.schemes import HERE, MINIMAL, edited
from xlgen.files.resources import scheme_files
from xlgen.scheme import listing
from xlgen.scheme.listing import listed, of_scheme, skimmed
from xlgen.scheme.load import load_file
from xlgen.scheme.problems import SchemeError

SHIPPED = scheme_files()
FILES = {**SHIPPED, **{name: HERE / f"{name}.yaml" for name in ("minimal", "rows", "next_year")}}


@pytest.mark.parametrize("name", FILES)
def test_listed__as_loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = of_scheme(load_file(FILES[name]))
    monkeypatch.setattr(listing, "_loaded", None)  # looking is enough
    assert listed(FILES[name]) == expected


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("style", [(2, 2, 0), (4, 6, 3)])
@pytest.mark.parametrize("flow", [None, False])
def test_listed__however_it_is_indented(
    name: str, style: tuple[int, int, int], flow: bool | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = of_scheme(load_file(SHIPPED[name]))
    monkeypatch.setattr(listing, "_loaded", None)
    file = tmp_path / "scheme.yaml"
    file.write_text(written(YAML(typ="safe", pure=True).load(SHIPPED[name]), style, flow), encoding="utf-8")
    assert listed(file) == expected


def written(data: Any, style: tuple[int, int, int], flow: bool | None) -> str:
    yaml, text = YAML(pure=True), StringIO()
    yaml.default_flow_style, yaml.width = flow, 60
    yaml.indent(*style)
    yaml.dump(data, text)
    return text.getvalue()


@pytest.mark.parametrize("name", SHIPPED)
def test_skimmed__few_lines_each_where_it_was(name: str) -> None:
    text = SHIPPED[name].read_text(encoding="utf-8")
    lines, left = text.splitlines(), skimmed(text).split("\n")
    assert all(line.startswith(kept) for line, kept in zip(lines, left, strict=True))
    assert sum(map(bool, left)) < len(lines) / 3


@pytest.mark.parametrize(
    "edits",
    [
        [("name: 最小示例评分表", 'name: "{{ city }}{{ year }}评分表"')],
        [("issuer: 示例市财政局", "issuer: |-\n  示例市财政局\n  groups:\n\n    - name: 不是一级")],
        [("issuer: 示例市财政局", "issuer: &who\n  示例市财政局 # 盖章的单位"), ("source: 为测试编写", "source: *who")],
        [("groups:\n", "groups: # 一级指标\n\n# 只有一个\n"), ("        criteria:\n", "        criteria:\n# 照印\n")],
        [("      - id: completion\n", "      -\n        explanation:\n          - 不是文字\n        id: completion\n")],
        [("      - id: execution\n", "      - veto: spent > budget\n        id: execution\n")],
        [("    indicators:\n", "    indicators: [{id: third, name: 另一项, points: 1}]\n    others:\n")],
    ],
)
def test_seen__as_read_whole(edits: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not the scheme has other faults: what is looked at is what the file says."""
    file = tmp_path / "scheme.yaml"
    for text in (edited(MINIMAL, *edits), edited(MINIMAL, *edits).replace("\n", "\r\n")):
        file.write_bytes(text.encode())
        seen = listing._seen(file)
        with monkeypatch.context() as whole:
            whole.setattr(listing, "skimmed", str)
            assert seen == listing._seen(file) is not None


@pytest.mark.parametrize("code", ["NOT_YAML", "NOT_UTF8", "NOT_A_MAPPING", "CIRCULAR_BASE"])
def test_broken_scheme__is_told(code: str) -> None:
    file = HERE / "bad" / f"{code}.yaml"
    with pytest.raises(SchemeError, match=code):
        listed(file)


@pytest.mark.parametrize("line", ["version: 1.0\n", ""])
def test_version_missing_or_no_text__is_told(line: str, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, ("version: 1.0.0\n", line)), encoding="utf-8")
    with pytest.raises(SchemeError, match="version"):
        listed(file)
