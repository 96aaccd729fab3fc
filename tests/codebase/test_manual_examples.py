"""The manual's YAML examples work: whoever copies one has a scheme or a data file that is accepted."""

from __future__ import annotations

import re
from pathlib import Path

from xlgen.scheme.load import load_file, load_scheme
from xlgen.scheme.yaml_file import read_file
from xlgen.scoring.data_file import load_form_data

MANUAL = Path(__file__).parents[2] / "docs" / "使用手册.md"


def test_examples__load(tmp_path: Path) -> None:
    examples = re.findall(r"^```yaml\n(.*?)^```", MANUAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) == 3
    for number, text in enumerate(examples):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        example = read_file(file).data
        if "scheme" in example:
            load_form_data(file, load_scheme(example["scheme"]))
        else:
            assert load_file(file).id == example["id"]
