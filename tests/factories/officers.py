"""An officer at the desk, by a browser alone: a round of 40 units from a messy roster to the settled review.

Whatever the pages show is compared with the record, with the workbooks that were written and with each other.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import Locator, Page

from tests.factories.returns import Post, form, scheme
from tests.factories.reviews import filled
from xlgen.campaign.progress import CampaignProgress, State, counts, progress_of
from xlgen.campaign.record import open_record
from xlgen.desk.workspace import DOCUMENTS, REVIEW, SUMMARY, CampaignFolder
from xlgen.reviewing.opinion import OPINION, SHEET, WHOLE_ROW
from xlgen.reviewing.reviews import Reviews, Stage, reviews_of
from xlgen.xlsx.values import CellValue

NAME, TODAY, DAYS = "绩效自评", "2026-03-20", ("2026-03-05", "2026-03-12")
EARLY, LATE = "2026-03-01T08:00:00Z", "2026-03-09T08:00:00Z"
UNITS = [f"示例第{number:02}中心" for number in range(1, 41)]
SPENT = {unit: 60 + number for number, unit in enumerate(UNITS, 1) if number <= 28}
LACKING, ABOVE, TWICE, BROKEN, REPORT, OLD = UNITS[28:31], UNITS[31], UNITS[32], UNITS[33], UNITS[34], UNITS[35]
FIRST_STATES = {
    State.PASSED: 28,
    State.RETURNED: 4,
    State.OPEN: 1,
    State.NOT_CHECKED: 3,
    State.MISSING: 4,
}
AGREED: Mapping[str, Mapping[str, CellValue]] = {"预算执行率": {"agreed": "√"}, "任务完成": {"agreed": "√"}}
CORRECTED: Mapping[str, Mapping[str, CellValue]] = {
    **AGREED,
    "实际支出": {"value": 30, "problem": "决算为30万元", "reason": "14 数据与佐证资料不符", "evidence": "不符"},
}


def roster() -> bytes:
    """A list as bureaus keep them: a heading above, sums and notes below."""
    lines = [
        f"{number:03},{unit},第{number % 4}局,联系人{number},0755-{number:07}" for number, unit in enumerate(UNITS, 1)
    ]
    heads = ["2026年应报送单位,,,,", "单位编码,单位名称,主管部门,联系人,联系电话"]
    return "\n".join([*heads, *lines, "合计,40个单位,,,", "注：请于3月底前报送,,,,"]).encode("utf-8-sig")


def first_returns() -> dict[str, bytes]:
    """What came first, of all sorts."""
    good = {f"邮件/{unit}/评分表.xlsx": form(unit, EARLY, spent=spent) for unit, spent in SPENT.items()}
    return good | {
        **{f"QQ/{unit}.xlsx": form(unit, EARLY, spent=None) for unit in LACKING},
        f"QQ/{ABOVE}.xlsx": form(ABOVE, EARLY, spent=120),
        f"QQ/{TWICE}初稿.xlsx": form(TWICE, EARLY, spent=70),
        f"QQ/{TWICE}.xlsx": form(TWICE, LATE, spent=71),
        f"QQ/{BROKEN}.xls": b"no workbook",
        f"QQ/{REPORT}自评报告.pdf": b"%PDF",
        f"QQ/{OLD}.xlsx": form(OLD, EARLY, year=scheme().year - 1),
        "QQ/表.xls": b"?",
    }


def second_returns() -> dict[str, bytes]:
    """What came after the letters."""
    corrected = dict.fromkeys(LACKING, 90) | {ABOVE: 100, BROKEN: 50, OLD: 40}
    return {f"{unit}（改）.xlsx": form(unit, LATE, spent=spent) for unit, spent in corrected.items()}


@dataclass
class Officer:
    """Somebody at the desk. folder: of things to drop; campaign: where the desk keeps the round; pictures: for eyes."""

    page: Page
    folder: Path
    campaign: CampaignFolder
    pictures: Path | None = None

    def send(self, end: str, fields: Mapping[str, str], files: Sequence[Path] = ()) -> None:
        """Fill in the form whose address ends so, and press its button."""
        form_ = self.page.locator(f"form[action$='{end}']").first
        form_.evaluate("form => { for (let at = form; at; at = at.closest('details:not([open])')) at.open = true; }")
        for name, value in fields.items():
            field = form_.locator(f"[name={name}]:not([type=hidden])").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if files:
            form_.locator("input[type=file]").first.set_input_files(files)
        self.press(form_)

    def press(self, form_: Locator) -> None:
        """The button of a form."""
        form_.locator("button:not([type=button])").last.click()

    def finished(self, *said: str) -> None:
        """Wait for the end of the job that was begun, which says all this."""
        self.page.wait_for_url("**/jobs/*")
        self.page.wait_for_selector("#job[data-ended]", timeout=240_000)
        text = self.page.inner_text("main")
        assert self.page.inner_text("#job-state") == "完成", text
        for each in said:
            assert each in text, text

    def go(self, place: str = "") -> None:
        """A page of the campaign, complete in a wide and in a narrow window."""
        address = re.match("http://[^/]+", self.page.url)
        assert address
        self.page.goto(f"{address[0]}/campaigns/{self.campaign.key}{place}")
        for width in (400, 1366):
            self.page.set_viewport_size({"width": width, "height": 768})
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not self.page.evaluate(wide), (place, width)
            if self.pictures:
                name = f"{len(list(self.pictures.iterdir())):03}{place.partition('?')[0].replace('/', '-')}-{width}.png"
                self.page.screenshot(path=self.pictures / name, full_page=True)

    def shown(self) -> dict[str, int]:
        """The numbers at the top of the page."""
        found = (entry.inner_text().split() for entry in self.page.locator("ul.numbers li").all())
        return {label: int(number) for number, label in found}

    def progress(self) -> CampaignProgress:
        """What the record says."""
        with open_record(self.campaign.record) as record:
            return progress_of(record, TODAY)

    def reviews(self) -> Reviews:
        """What the record says of the review."""
        with open_record(self.campaign.record) as record:
            return reviews_of(record, TODAY)

    def agrees_everywhere(self) -> None:
        """The numbers of the first page, the campaign's page, its list, the progress workbook and the record."""
        progress = self.progress()
        said = counts(progress.units)
        self.go()
        assert self.shown() == said, (self.shown(), said)
        with self.page.expect_download() as saved:
            self.page.click("text=进度表（.xlsx）")
        sheet = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))["进度"]
        head, *rows = sheet.iter_rows(min_row=2, values_only=True)
        states = Counter(dict(zip(head, row, strict=True))["情况"] for row in rows)
        assert states == Counter(unit.state for unit in progress.units)
        self.page.goto(re.sub("/campaigns/.*", "/", self.page.url))
        assert self.shown() == said, (self.shown(), said)

    def issues(self) -> None:
        """A new campaign from the roster."""
        (self.folder / "名单.csv").write_bytes(roster())
        self.page.click("text=新的自评")
        self.page.fill("input[name=name]", NAME)
        self.page.fill("input[name=scheme]", "最小示例")
        self.page.fill("input[name=year]", str(scheme().year))
        self.page.fill("input[name=due]", "2099-03-31")
        self.page.set_input_files("#roster", self.folder / "名单.csv")
        self.page.click("text=下一步：看名单")
        assert "名单：40 个单位" in self.page.inner_text("main")
        self.page.click("button:text-is('下发')")
        self.finished("已为 40 个单位生成评分表")
        self.agrees_everywhere()

    def receives(self, files: Mapping[str, bytes], day: str) -> None:
        """Returns that were saved to a folder are chosen, and checked with letters."""
        came = self.folder / day
        Post(came).put(files)
        self.go("/returns")
        self.page.fill("#drop input[name=day]", day)
        self.page.set_input_files("#files", sorted(path for path in came.rglob("*") if path.is_file()))
        self.page.wait_for_selector(f"text={len(files)} 个文件，按“收下并审核”")
        self.page.click("button:text-is('收下并审核')")
        self.finished()
        self.agrees_everywhere()

    def decides(self) -> None:
        """Which of two copies is valid, after the unit was asked."""
        self.go(f"?state={State.OPEN}")
        self.page.click(f"table >> text={TWICE}")
        self.page.click("summary:has-text('有效版本')")
        self.page.select_option("details[open] select[name=copy]", "1")
        self.page.fill("details[open] textarea", "单位来函，以第二次的为准")
        self.page.fill("details[open] input[name=author]", "李四")
        self.page.click("details[open] button:text-is('记下')")
        assert "李四指定" in self.page.inner_text("main")
        self.agrees_everywhere()

    def sums_up(self) -> dict[str, float]:
        """The summary: each unit that counts with its score, as on the pages and in the record."""
        self.go("/summary")
        assert self.shown() == counts(self.progress().units)
        self.send("/summary/start", {})
        self.finished()
        (file,) = self.campaign.folder(SUMMARY).glob("*/汇总.xlsx")
        expected = {
            unit.form.name: unit.score
            for unit in self.progress().units
            if unit.state in (State.PASSED, State.WARNED) and unit.score is not None
        }
        table = openpyxl.load_workbook(file, data_only=True)["汇总表"]
        rows = [row for row in table.iter_rows(values_only=True) if set(row) & set(UNITS)]
        assert len(rows) == len(expected)
        for unit, score in expected.items():
            assert any(unit in row and score in row for row in rows), unit
        for unit in (UNITS[0], TWICE):
            self.go(f"/unit?unit={unit}")
            assert f"{expected[unit]:.2f}" in self.page.inner_text("main")
        return expected

    def reviews_five(self) -> None:
        """Five are drawn by lot and reviewed, from the list to be signed to the settled scores."""
        by = {"author": "赵六"}
        self.go("/review")
        self.send("/review/draw/upload", {"method": "随机", "count": "5", "seed": "三月二十日", **by})
        self.finished("抽取清单.xlsx")
        for end, fields in (("/review/materials", {}), ("/review/open", by)):
            self.go("/review")
            self.send(end, fields)
            self.finished()
        papers = sorted(self.campaign.folder(REVIEW).glob("复核底稿/*.xlsx"))
        assert len(papers) == 5
        for number, paper in enumerate(papers):
            filled(paper, AGREED if number else CORRECTED)
        self.go("/review")
        self.send("/review/take/upload", by, papers)
        self.finished(*["已收下"])
        self.go("/review")
        self.send("/review/ask", {"until": "2026-04-10", **by})
        self.finished()
        asked = sorted(self.campaign.folder(REVIEW).glob("征求意见表/*.xlsx"))
        for file in asked:
            book = openpyxl.load_workbook(file)
            book[SHEET][f"{OPINION}{WHOLE_ROW}"] = "同意"
            content = io.BytesIO()
            book.save(content)
            file.write_bytes(content.getvalue())
        self.go("/review")
        self.send("/review/answers/upload", by, asked)
        self.finished("同意")
        self.go("/review")
        self.send("/review/settle", {"signers": "钱七、孙八", "day": "2026-04-15", **by})
        reviews = self.reviews()
        assert [each.stage for each in reviews.units.values()] == [Stage.SETTLED] * 5
        self.go("/review")
        self.send("/review/summary", {})
        self.finished()

    def reviewed_agrees(self, scores: Mapping[str, float]) -> None:
        """The scores of the review on its page, beside the self-evaluation's, are those of the summary of it."""
        self.go("/review")
        rows = self.page.locator("h2:text-is('复核的单位') + div tbody tr").all()
        cells = [[cell.inner_text() for cell in row.locator("td").all()] for row in rows]
        shown = {row[1]: (row[3], row[5], row[6]) for row in cells}
        assert len(shown) == 5
        changed = 0
        (file,) = (file for file in self.campaign.folder(REVIEW).rglob("*.xlsx") if "复核汇总" in file.name)
        values = {
            tuple(f"{value:.2f}" if isinstance(value, (int, float)) else value for value in row)
            for sheet in openpyxl.load_workbook(file, data_only=True)
            for row in sheet.iter_rows(values_only=True)
        }
        for who, (own, final, difference) in shown.items():
            (unit,) = (unit for unit in scores if unit in who)
            assert own == f"{scores[unit]:.2f}"
            assert round(float(final) - float(own), 2) == float(difference)
            assert any({unit, own, final} <= set(row) for row in values), (unit, own, final)
            changed += own != final
        assert changed == 1

    def writes(self, scores: Mapping[str, float]) -> None:
        """The report on the round counts as the pages do."""
        self.go("/documents")
        for at in range(3):
            self.go("/documents")
            self.press(self.page.locator("form[action$='/documents/start']").nth(at))
            self.finished()
        (report,) = self.campaign.folder(DOCUMENTS).glob("*/*汇总报告*.docx")
        document = docx.Document(str(report))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        assert "40" in text
        assert str(len(scores)) in text
        assert f"{max(scores.values()):.2f}" in text


def round_of_40(officer: Officer) -> None:
    """The whole round."""
    officer.issues()
    officer.receives(first_returns(), DAYS[0])
    found = Counter(unit.state for unit in officer.progress().units)
    assert found == FIRST_STATES, [(unit.who, unit.state, unit.why) for unit in officer.progress().units[28:]]
    officer.decides()
    officer.receives(second_returns(), DAYS[1])
    assert Counter(unit.state for unit in officer.progress().units)[State.MISSING] == 4
    scores = officer.sums_up()
    officer.reviews_five()
    officer.reviewed_agrees(scores)
    officer.writes(scores)
    officer.agrees_everywhere()
