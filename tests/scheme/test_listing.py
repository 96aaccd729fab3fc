"""What the list shows of a scheme is what loading it gives, though the list only reads plain data."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.factories.schemes import HERE, MINIMAL, edited
from xlgen.files.resources import scheme_files
from xlgen.scheme import listing
from xlgen.scheme.listing import listed, listed_from
from xlgen.scheme.load import load_file
from xlgen.scheme.problems import SchemeError
from xlgen.scheme.yaml_file import read_file

SHIPPED = scheme_files()
FILES = {**SHIPPED, **{name: HERE / f"{name}.yaml" for name in ("minimal", "rows", "next_year")}}


@pytest.fixture
def never_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain data is enough."""
    monkeypatch.setattr(listing, "_loaded", None)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.usefixtures("never_loaded")
def test_listed__as_loaded(name: str) -> None:
    assert listed(FILES[name]) == listed_from(load_file(FILES[name]))


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("indent", [2, 4])
@pytest.mark.parametrize("flow", [None, True, False])
@pytest.mark.usefixtures("never_loaded")
def test_listed__however_it_is_indented(name: str, indent: int, flow: bool | None, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    text = yaml.safe_dump(
        read_file(SHIPPED[name]).data, indent=indent, default_flow_style=flow, width=60, allow_unicode=True
    )
    file.write_text(text, encoding="utf-8")
    assert listed(file) == listed_from(load_file(SHIPPED[name]))


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
@pytest.mark.usefixtures("never_loaded")
def test_listed__whatever_else_is_wrong(edits: list[tuple[str, str]], tmp_path: Path) -> None:
    """Whether or not the scheme has other faults: what is listed is what the file says."""
    file = tmp_path / "scheme.yaml"
    whole = read_file(MINIMAL).data
    for text in (edited(MINIMAL, *edits), edited(MINIMAL, *edits).replace("\n", "\r\n")):
        file.write_bytes(text.encode())
        data = read_file(file).data
        row = listed(file)
        assert (row.id, row.issuer) == (whole["id"], data["issuer"])
        assert row.name == data["name"].replace("{{ city }}{{ year }}", "示例市2024")
        assert row.indicators == sum(len(group["indicators"]) for group in data["groups"])


@pytest.mark.parametrize("code", ["NOT_YAML", "NOT_UTF8", "NOT_A_MAPPING", "CIRCULAR_BASE"])
def test_broken_scheme__error(code: str) -> None:
    file = HERE / "bad" / f"{code}.yaml"
    with pytest.raises(SchemeError, match=code):
        listed(file)


@pytest.mark.parametrize("line", ["version: 1.0\n", ""])
def test_version_missing_or_no_text__error(line: str, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, ("version: 1.0.0\n", line)), encoding="utf-8")
    with pytest.raises(SchemeError, match="version"):
        listed(file)
