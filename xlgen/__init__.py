"""xlgen: official indicator scoring workbooks that score themselves, from scheme files.

    import xlgen

    scheme = xlgen.load_scheme("shenzhen-2021", year=2026)
    xlgen.build(scheme, unit="示例单位").save("评分表.xlsx")

The names in `__all__` are the public face (docs/python-api.md). Each is loaded when it is first used, so that
importing xlgen costs a few milliseconds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from xlgen.api import build as build
    from xlgen.api import compare as compare
    from xlgen.api import explain as explain
    from xlgen.api import issue as issue
    from xlgen.api import load_scheme as load_scheme
    from xlgen.api import preview as preview
    from xlgen.api import read_data as read_data
    from xlgen.api import repair as repair
    from xlgen.api import reviews as reviews
    from xlgen.api import score as score
    from xlgen.api import summarize as summarize
    from xlgen.api import validate as validate
    from xlgen.authoring.preview import Preview as Preview
    from xlgen.errors import UsageError as UsageError
    from xlgen.errors import XlgenError as XlgenError
    from xlgen.execution.local import LocalExecutor as LocalExecutor
    from xlgen.issuing.issue_result import IssueResult as IssueResult
    from xlgen.reports.repaired_files import RepairedFile as RepairedFile
    from xlgen.results import Explained as Explained
    from xlgen.results import Report as Report
    from xlgen.results import Score as Score
    from xlgen.results import SummaryReport as SummaryReport
    from xlgen.results import Workbook as Workbook
    from xlgen.reviewing.result import ReviewResult as ReviewResult
    from xlgen.scheme.model import Scheme as Scheme
    from xlgen.scheme.problems import DataError as DataError
    from xlgen.scheme.problems import SchemeError as SchemeError
    from xlgen.scoring.form_data import FormData as FormData
    from xlgen.submissions.compare import Comparison as Comparison
    from xlgen.submissions.finding import Finding as Finding
    from xlgen.submissions.validate import FileReport as FileReport
    from xlgen.xlsx.read.unreadable import UnreadableError as UnreadableError

_HOMES = {
    "Comparison": "xlgen.submissions.compare",
    "DataError": "xlgen.scheme.problems",
    "Explained": "xlgen.results",
    "FileReport": "xlgen.submissions.validate",
    "Finding": "xlgen.submissions.finding",
    "FormData": "xlgen.scoring.form_data",
    "IssueResult": "xlgen.issuing.issue_result",
    "LocalExecutor": "xlgen.execution.local",
    "Preview": "xlgen.authoring.preview",
    "RepairedFile": "xlgen.reports.repaired_files",
    "Report": "xlgen.results",
    "ReviewResult": "xlgen.reviewing.result",
    "Scheme": "xlgen.scheme.model",
    "SchemeError": "xlgen.scheme.problems",
    "Score": "xlgen.results",
    "SummaryReport": "xlgen.results",
    "UnreadableError": "xlgen.xlsx.read.unreadable",
    "UsageError": "xlgen.errors",
    "Workbook": "xlgen.results",
    "XlgenError": "xlgen.errors",
    "build": "xlgen.api",
    "compare": "xlgen.api",
    "explain": "xlgen.api",
    "issue": "xlgen.api",
    "load_scheme": "xlgen.api",
    "preview": "xlgen.api",
    "read_data": "xlgen.api",
    "repair": "xlgen.api",
    "reviews": "xlgen.api",
    "score": "xlgen.api",
    "summarize": "xlgen.api",
    "validate": "xlgen.api",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    """A name of the public face, when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
