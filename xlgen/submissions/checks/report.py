"""Checks of the written report that came with a form: that it can be read, and is of its year and unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.narrative.report import WrittenReport
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text

OPENING = 12
"""Paragraphs at the beginning that may name the unit and the year."""
MIN_MENTIONS = 5
"""Mentions of another year from which a report is taken for that year's, if its own is hardly mentioned."""
TITLE = "标题"
BODY = "正文"
_TITLE_YEAR = re.compile(r"(20[0-9]{2})年(?=[^。,;]{0,40}(?:报告|自评|评价))")
_YEAR_ALONE = re.compile(r"[(]?(20[0-9]{2})年度?[)]?")
_YEAR = re.compile(r"(20[0-9]{2})年")
_NAMED = re.compile(
    r"(?:填报|评价|预算|报送|自评)?(?:单位|部门)(?:[(](?:单位|部门)[)])?(?:名称|全称)?(?:[(][^()]{0,10}[)])?:"
    r"(?:[(][^()]{0,4}章[)])?([^:]{2,60})"
)
_TITLED = re.compile(
    r"(?:关于)?([\u4e00-\u9fff()]{4,40}?)(?:关于)?20[0-9]{2}年度?(?:部门|单位)?(?:整体|预算|绩效|支出)[^。]{0,30}报告"
)
_REGION = re.compile(".*[省市区县州旗]")
"""Where the bureau's form is from, not a unit."""
_NEXT_LABEL = re.compile(r"[((]?(?:公章|盖章|签章)[))]?|填报人|联系人|联系电话|填报日期|日期|下属|负责人")


def readable(submission: Submission) -> Iterator[Finding]:
    """The reports can be read."""
    for report in submission.company.unread:
        yield finding(NarrativeCode.REPORT_UNREADABLE, report.name, reason=report.why, remedy=report.remedy)


def year(submission: Submission) -> Iterator[Finding]:
    """A report is of the form's year: its title says so, else most of its dates."""
    due = str(submission.scheme.year)
    for report in submission.company.reports:
        found, where = _year_of(report, due)
        if found and found != due:
            yield finding(NarrativeCode.OTHER_YEAR_IN_TEXT, report.name, label=where, found=found, expected=due)


def unit(submission: Submission) -> Iterator[Finding]:
    """A report names the form's unit where it names one; a short form of the name is the name."""
    own = normalize_text(submission.unit)
    for report in submission.company.reports if own else ():
        for where, name in _unit_in(report):
            if not _same_unit(name, own):
                fields = {"label": where, "found": name, "expected": submission.unit}
                yield finding(NarrativeCode.OTHER_UNIT_IN_TEXT, report.name, **fields)
                break


def _year_of(report: WrittenReport, due: str) -> tuple[str, str]:
    """The year that a report is of, and where it says so; empty where it does not."""
    opening = list(map(normalize_text, report.opening.texts[:OPENING]))
    titles = [year for text in opening for year in _TITLE_YEAR.findall(text)]
    titles += [alone[1] for text in opening if (alone := _YEAR_ALONE.fullmatch(text))]
    if titles:
        return due if due in titles else titles[0], TITLE
    counts = Counter(year for text in report.texts for year in _YEAR.findall(normalize_text(text)))
    (most, number), *_ = counts.most_common(1) or [("", 0)]
    is_other = number >= MIN_MENTIONS and number > 3 * counts[due]
    return (most, BODY) if is_other else ("", "")


def _unit_in(report: WrittenReport) -> Iterator[tuple[str, str]]:
    """Where a report names its unit at the beginning, and the name."""
    for text in report.opening.texts[:OPENING]:
        plain = normalize_text(text)
        named = _NAMED.match(plain)
        if named:
            name = _NEXT_LABEL.split(named[1])
            yield plain[: named.start(1)].rstrip(":"), next(filter(None, name), "")
        elif (titled := _TITLED.search(plain)) and not _REGION.fullmatch(titled[1]):
            yield TITLE, titled[1]


def _same_unit(name: str, own: str) -> bool:
    """Whether two names are of one unit: the characters of one are in the other, in their order, but for brackets."""
    short, long = sorted((_bare(name), _bare(own)), key=len)
    signs = iter(long)
    return all(sign in signs for sign in short)


def _bare(name: str) -> str:
    return re.sub(r"[^\w]|_", "", re.sub(r"[(][^()]*[)]", "", name)) or re.sub(r"\W", "", name)
