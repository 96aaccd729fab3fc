"""Writes what follows from the rest: the JSON Schema, and the layout of the files (`python -m conformance.renew`)."""

from __future__ import annotations

import json

from conformance.files import ROOM, files, schema, written

if __name__ == "__main__":
    (ROOM / "schema.json").write_text(schema(), encoding="utf-8")
    for file in files():
        file.write_text(written(json.loads(file.read_bytes())), encoding="utf-8")
