"""The list of a bundle's parts in CycloneDX, for scanners: every package with its version, licence and files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bundle.packages import licence, name_of

SPECIFICATION = "1.6"
"""The version of CycloneDX."""


def sbom(wheels: Sequence[Path], hashes: Mapping[str, str], platform: str) -> bytes:
    """The list as JSON, without anything that changes from one making to the next. hashes: SHA-256 by file name."""
    packages: dict[tuple[str, str], list[Path]] = {}
    for wheel in wheels:
        packages.setdefault(name_of(wheel), []).append(wheel)
    (version,) = (version for name, version in packages if name == "xlgen")
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"xlgen-{platform}",
                "name": "xlgen",
                "version": version,
                "description": f"offline bundle, {platform}",
            }
        },
        "components": [_component(*package, files, hashes) for package, files in sorted(packages.items())],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _component(name: str, version: str, files: Sequence[Path], hashes: Mapping[str, str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [{"license": {"name": licence(files[0])}}],
        "components": [
            {
                "type": "file",
                "bom-ref": file.name,
                "name": file.name,
                "hashes": [{"alg": "SHA-256", "content": hashes[file.name]}],
            }
            for file in files
        ],
    }
