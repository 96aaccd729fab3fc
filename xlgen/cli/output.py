"""What commands print: sentences on the console, JSON for programs, complaints on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.errors import EXIT_FINDINGS, EXIT_OK
from xlgen.files.atomic import save
from xlgen.text import one_line

if TYPE_CHECKING:
    from xlgen.reports.outcomes import WrittenFile


def say(*lines: str) -> None:
    """Print lines at once, also into a pipe; names of files in them cannot break a line or turn it around."""
    sys.stdout.write("".join(f"{one_line(line)}\n" for line in lines))
    sys.stdout.flush()


def complain(*lines: str) -> None:
    """Print lines of a complaint on standard error, made safe as by `say`."""
    sys.stderr.write("".join(f"{one_line(line)}\n" for line in lines))


def write(file: Path, content: bytes) -> None:
    """Write a file and say so. Raises OSError."""
    save(file, content)
    say(f"已写出 {file}")


def say_each(files: Iterable[WrittenFile], what: str) -> int:
    """Say what was written of each form, and why nothing was; gives the exit code. what: as 公开版."""
    code = EXIT_OK
    for each in files:
        if each.file is None:
            complain(f"{each.name}：没有写{what}。{each.why}")
            code = EXIT_FINDINGS
        else:
            say("　".join(filter(None, (f"{each.name} → {each.file}", each.why))))
    return code


def print_json(value: object) -> None:
    """Print JSON in UTF-8 on every console: as bytes, not in the console's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
