"""What commands print: sentences on the console, JSON for programs, complaints on standard error."""

from __future__ import annotations

import json
import sys


def say(message: str) -> None:
    """Print a sentence at once, also into a pipe."""
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


def complain(message: str) -> None:
    """Print a complaint on standard error."""
    sys.stderr.write(f"{message}\n")


def print_json(value: object) -> None:
    """Print JSON in UTF-8 on every console: as bytes, not in the console's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
