"""Files in one archive, to be saved or sent."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from xlgen.files.atomic import atomic_file


def save_zip(target: Path, files: Mapping[str, Path]) -> None:
    """Write files, each under its name in the archive, completely or not at all. Raises OSError."""
    with (
        atomic_file(target) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
    ):
        for name, path in files.items():
            archive.write(path, name)
