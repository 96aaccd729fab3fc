"""What is found in the paragraphs of a written report: sections, problems, placeholders, scores and figures."""

from __future__ import annotations

import re

import pytest

from xlgen.docx.document import Paragraph, Row
from xlgen.submissions.narrative.claims import score_claims, total_in_row
from xlgen.submissions.narrative.figures import Figure, contradicted
from xlgen.submissions.narrative.leftovers import leftovers
from xlgen.submissions.narrative.problems import Told, problems_in_report
from xlgen.submissions.narrative.report import WrittenReport, report_of


def report(*paragraphs: str | Paragraph | Row) -> WrittenReport:
    return report_of("报告.docx", [Paragraph(each) if isinstance(each, str) else each for each in paragraphs])


def test_sections__by_their_numbers_styles_or_words() -> None:
    read = report(
        "某局2024年度自评报告",
        "目　录",
        "一、基本情况　1",
        "一、基本情况",
        "（一）职能。负责某事。",
        "1．承担某项工作，包括许多内容，这一句话长得不像是标题，所以是正文，后面还有许多字，不止四十个字。",
        Paragraph("主要成绩", 2),
        "存在问题",
        "四、有关建议（针对存在的问题，分别提出相关建议）无",
        "附件1：评分表",
        Row(("合计", "97")),
    )
    assert read.opening.texts == ["某局2024年度自评报告", "目　录"]
    assert [(each.level, each.heading, each.texts) for each in read.sections] == [
        (1, "一、基本情况", []),
        (
            2,
            "（一）职能",
            [
                "负责某事。",
                "1．承担某项工作，包括许多内容，这一句话长得不像是标题，所以是正文，后面还有许多字，不止四十个字。",
            ],
        ),
        (2, "主要成绩", []),
        (1, "存在问题", []),
        (1, "四、有关建议（针对存在的问题，分别提出相关建议）", ["无"]),
        (1, "附件1：评分表", []),
    ]
    assert read.sections[2].headings == ("一、基本情况", "主要成绩")
    assert read.sections[-1].rows == [("合计", "97")]


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (
            ["三、存在问题", "（一）预算执行慢", "部分项目推迟。", "四、建议", "提前。"],
            "（一）预算执行慢\n部分项目推迟。",
        ),
        (
            ["三、问题和改进措施", "1.执行慢。改进措施：提前。", "2.无。", "四、计划"],
            "1.执行慢\n改进措施：提前。\n2.无",
        ),
        (["（二）存在的不足：无。", "（三）建议", "无"], "无。"),
        (["二、存在问题", Row(("问题", "执行慢"))], "问题\n执行慢"),
        (["二、上年度存在问题整改情况", "已整改。"], None),
        (["五、有关建议（针对存在的问题）", "无"], None),
        (["没有标题的报告，存在问题若干。"], None),
    ],
)
def test_problems__everything_below_their_heading(paragraphs: list[str | Row], told: str | None) -> None:
    found = problems_in_report(report(*paragraphs))
    assert (found and found.text) == told


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("无", True),
        ("无。", True),
        ("", True),
        ("暂无明显问题。", True),
        ("经自评，我单位部门整体支出绩效不存在问题。", True),
        ("本年度未发现重大问题。", True),
        ("无固定资产台账。", False),
        ("没有按进度支出。", False),
        ("存在无预算采购的问题。", False),
    ],
)
def test_no_problems__in_words(text: str, nothing: bool) -> None:
    assert Told("报告.docx", "存在问题", text).nothing is nothing


@pytest.mark.parametrize(
    ("text", "expected"), [("详见自评报告。", True), ("见附件", True), ("没有按进度支出，见附件。", False)]
)
def test_problems__told_elsewhere(text: str, expected: bool) -> None:
    assert Told("报告.docx", "存在问题", text).elsewhere is expected


@pytest.mark.parametrize(
    ("text", "name", "reasons", "expected"),
    [
        ("公用经费支出超过控制率。", "公用经费控制率", [], True),
        ("预算执行还不均衡。", "预算执行率", [], True),
        ("编外人员偏多。", "编外人员控制率", [], True),
        ("项目推迟，专家委换届的方案没有确定。", "社会效益", ["专家委换届的方案尚未确定"], True),
        ("制度还不健全。", "编外人员控制率", ["编外人员超过比例"], False),
        ("支出进度慢。", "政府采购执行率", ["采购推迟"], False),
    ],
)
def test_loss__is_told_by_name_or_reason(text: str, name: str, reasons: list[str], expected: bool) -> None:
    assert Told("报告.docx", "存在问题", text).tells_of(name, reasons) is expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自评得分【待填】分。", ["自评得分【待填】"]),
        (f"【待填：{'逐项写明改进措施' * 8}】", [f"【待填:{'逐项写明改进措施' * 8}】"]),
        ("由XX科室负责。", ["由XX科室负责"]),
        ("××局２０２４年度", ["××局"]),
        ("责任人：____", ["____"]),
        ("共{{ total }}分", ["共{{total}}"]),
        ("（请根据实际情况填写）", ["(请根据实际情况填写"]),
        ("单击或点击此处输入文字。", ["单击或点击此处输入文字"]),
        ("自评得分……分，等次为优", ["自评得分......"]),
        ("20XX年度自评报告", ["20XX年"]),
        ("联系电话138****1234，在填写报表时", []),
        ("XX1号、AXX、X光机，尺寸3×5，2×3", []),
        ("按【2024】5号文件填写表格，认真填报", []),
        ("取得进展……后续工作", []),
    ],
)
def test_placeholder__with_the_words_before_it(text: str, found: list[str]) -> None:
    assert list(leftovers(text)) == found


NAMES = re.compile("预算编制情况|预算编制|结转结余率|经济性")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. 预算编制情况自评（满分23分，实际得23分）", [("预算编制情况", 23)]),
        ("结转结余率为38.57%（满分3分，自评得0分）", [("结转结余率", 0)]),
        ("“经济性”满分4分，得2.50分，得分率62.5%。", [("经济性", 2.5)]),
        ("经济性：自评得分２分。", [("经济性", 2)]),
        ("经济性得分情况见附表，满分4分。", []),
        ("经济性得2分以上。", []),
    ],
)
def test_score__of_an_indicator(text: str, found: list[tuple[str, float]]) -> None:
    assert [(name, claim.value) for name, claim in score_claims(text, NAMES)] == found


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (("总分", "100", "", "95.24"), 95.24),
        (("合计", "", "100分", "95分", "95分"), 95),
        (("合 计", "100", "100"), None),
        (("合计", "1907.78", "2208.68"), None),
        (("合计", "95.2", "100%"), None),
        (("合计", "100", "20"), None),  # of a level
        (("合计", "100", "95", "96"), None),
        (("预算编制", "100", "95"), None),
        ((), None),
    ],
)
def test_total__in_the_last_row_of_a_table(cells: tuple[str, ...], total: float | None) -> None:
    claim = total_in_row(cells, 100)
    assert (claim and claim.value) == total


SPENT = Figure("全年支出", "元", 9_200_000, "920 万元")
TRAVEL = Figure("财政性资金“三公”经费实际支出数", "元", 190_700, "19.07 万元")
FINAL = Figure("一般公共预算财政拨款决算数", "元", 27_647_100, "2764.71 万元")
ALL = Figure("全年支出数", "元", 20_539_400, "2053.94 万元")
EXECUTION = Figure("预算执行率", "%", 92.99, "92.99%")
STAFF = Figure("本年度在编人数（含工勤人员）", "人", 22, "22 人")


@pytest.mark.parametrize(
    ("text", "figure", "found"),
    [
        ("预算执行率90.12%。", EXECUTION, "预算执行率90.12%"),
        ("预算执行率93%。", EXECUTION, ""),
        ("预算执行率90.12%，年末预算执行率92.99%。", EXECUTION, ""),
        ("开展项目11项，预算执行率90.12%。", EXECUTION, ""),  # of the projects
        ("2020年预算执行率90.12%。", EXECUTION, ""),  # of another year
        ("年末实际在编人数 25 人。", STAFF, "年末实际在编人数25人"),
        ("财政性资金“三公”经费实际支出数为 17.09 万元", TRAVEL, "财政性资金三公经费实际支出数为17.09万元"),
        ("一般公共预算财政拨款决算数2764.7万元。", FINAL, ""),
        ("一般公共预算财政拨款决算数27647100元。", FINAL, ""),
        ("一般公共预算财政拨款决算数2674.71万元。", FINAL, "一般公共预算财政拨款决算数2674.71万元"),
        ("支出900万元。", SPENT, ""),  # of what, it does not say
        ("全年总支出2053.49万元。", ALL, "全年总支出2053.49万元"),  # two digits changed places
        ("年末决算2083.94万元。", ALL, "年末决算2083.94万元"),  # one digit is another
        ("年末决算2083.94万元，其中2053.94万元。", ALL, ""),
        ("年末决算2063.84万元。", ALL, ""),
        ("年末决算208394万元。", ALL, ""),
    ],
)
def test_figure__under_its_name(text: str, figure: Figure, found: str) -> None:
    pairs = [each for _, each in contradicted([(1, text)], [figure], 2021)]
    assert [each.said.text for each in pairs] == ([found] if found else [])
    assert not any(each.ten_thousandfold for each in pairs)


@pytest.mark.parametrize(
    ("text", "figure", "found"),
    [
        ("全年支出920元。", SPENT, "全年支出920元"),
        ("全年支出9200000万元。", SPENT, "全年支出9200000万元"),
        ("年末决算2764.71元。", FINAL, "年末决算2764.71元"),  # whatever it is called
        ("年末决算276.471亿元。", FINAL, ""),
        ("全年支出920元，即920万元。", SPENT, "全年支出920元"),
        ("补贴920元。", SPENT, ""),  # three digits may be chance
    ],
)
def test_money__ten_thousandfold(text: str, figure: Figure, found: str) -> None:
    pairs = [each for _, each in contradicted([(1, text)], [figure], 2021) if each.ten_thousandfold]
    assert [each.said.text for each in pairs] == ([found] if found else [])
