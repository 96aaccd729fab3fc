"""What went wrong, as one reads it on a page: in the words of the command line, without its options."""

from __future__ import annotations

import errno

from xlgen.errors import XlgenError
from xlgen.files.atomic import failure_sentence

RECORD_BUSY = "下发记录正被另一个程序使用（也许正在下发或审核）。等它做完，再打开这一页"


def sentence_of(error: XlgenError | OSError) -> str:
    """What a user can mend, and how."""
    if isinstance(error, XlgenError):
        return str(error)
    return RECORD_BUSY if error.errno == errno.EBUSY else failure_sentence(error)


def fault_sentence(error: Exception) -> str:
    """A fault of ours, with the place that a maintainer asks for."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"，{trace.tb_frame.f_code.co_qualname} 第 {trace.tb_lineno} 行"
    return f"程序出错（{type(error).__name__}{place}）。请把这一行发给维护人员"
