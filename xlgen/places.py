"""Where the schemes, texts and samples lie: inside an installed wheel, or beside the package in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


TEMPLATES = _shipped("templates")
SAMPLES = _shipped("samples")
TEXTS = TEMPLATES / "texts"


def scheme_files() -> dict[str, Path]:
    """The shipped schemes: scheme id to its file, in the order of the ids."""
    return {file.parent.name: file for file in sorted(TEMPLATES.glob("*/scheme.yaml"))}
