"""Check a workbook sent by the task pane in a separate process.

The workbook is passed through a pipe and never written to disk. A process can be killed when it takes too long, and
frees its memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from xlgen.errors import XlgenError

TIMEOUT_SECONDS = 60.0
"""A form takes one or two seconds."""


class NotCheckedError(XlgenError):
    """There is no answer; the message says why."""


def findings_of(name: str, workbook: bytes, schemes: Sequence[str] = (), seconds: float = TIMEOUT_SECONDS) -> Any:
    """The report of one file as in `xlgen validate --json`; `schemes` as for `--scheme`. Raises NotCheckedError."""
    command = [sys.executable, "-P", "-m", __name__, name, *schemes]
    try:
        done = subprocess.run(command, input=workbook, capture_output=True, timeout=seconds, check=True)
    except subprocess.TimeoutExpired:
        raise NotCheckedError("核对用了太长时间，已停止。请删去表中多余的内容后再试") from None
    except subprocess.CalledProcessError:
        raise NotCheckedError("核对程序意外结束。请把这份表发给维护人员") from None
    return json.loads(done.stdout)


def _main() -> None:
    from xlgen.campaign.validation_report import ValidationReport
    from xlgen.reports.json_report import json_report
    from xlgen.scheme.known_schemes import named_schemes
    from xlgen.submissions.template import templates_of
    from xlgen.submissions.validate import check_bytes

    name, *schemes = sys.argv[1:]
    report = check_bytes(name, sys.stdin.buffer.read(), templates_of(named_schemes(schemes)))
    whole = json.loads(json_report(ValidationReport((report,))))
    sys.stdout.buffer.write(json.dumps(whole["files"][0]).encode("utf-8"))


if __name__ == "__main__":
    _main()
