"use strict";
(function () {
  const SLICE = 1024 * 1024;
  const GUIDE_SHEET = "函数说明";
  const WIDTHS = [170, 260, 330, 260, 240, 60];

  const byId = (id) => document.getElementById(id);
  const buttons = [byId("check"), byId("guide")];

  class Told extends Error {} // its message is for the person at the pane

  function say(sentence, wrong = false) {
    byId("state").textContent = sentence;
    byId("state").classList.toggle("wrong", wrong);
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // Runs what a button does; whatever fails becomes one sentence.
  async function busy(sentence, work, failure) {
    buttons.forEach((button) => (button.disabled = true));
    say(sentence);
    try {
      say(await work());
    } catch (error) {
      say(error instanceof Told ? error.message : failure, true);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }

  async function answer(path, options) {
    let response;
    try {
      response = await fetch(path, options);
    } catch {
      throw new Told("连接不上函数服务器，请联系提供加载项的部门。");
    }
    const data = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Told(`${data.error || "服务器出错，请告诉提供加载项的部门"}。`);
    }
    return data;
  }

  // The workbook as it is now, saved or not

  function asked(start) {
    return new Promise((resolve, reject) => {
      start((result) => (result.status === Office.AsyncResultStatus.Succeeded ? resolve(result.value) : reject(result.error)));
    });
  }

  async function workbook() {
    const document_ = Office.context.document;
    const file = await asked((done) => document_.getFileAsync(Office.FileType.Compressed, { sliceSize: SLICE }, done));
    try {
      if (file.size > Number(document.body.dataset.most)) {
        throw new Told(`本表有 ${Math.round(file.size / SLICE)} MB，太大了。请删去图片、附件后再试。`);
      }
      const parts = [];
      for (let index = 0; index < file.sliceCount; index += 1) {
        const slice = await asked((done) => file.getSliceAsync(index, done));
        parts.push(new Uint8Array(slice.data));
      }
      return new Blob(parts, { type: "application/octet-stream" });
    } finally {
      await asked((done) => file.closeAsync(done));
    }
  }

  function fileName() {
    const last = (Office.context.document.url || "").split(/[\\/]/).pop();
    try {
      return decodeURIComponent(last) || "本表.xlsx";
    } catch {
      return last;
    }
  }

  // 检查本表

  async function check() {
    byId("report").hidden = true;
    const data = await workbook();
    const options = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: data };
    const report = await answer(`check?name=${encodeURIComponent(fileName())}`, options);
    show(report);
    return "核对完毕。改过之后请再检查一次。";
  }

  function show(report) {
    const score = (value) => (value === null ? "" : String(value));
    const facts = [
      ["单位", report.unit],
      ["年度", report.year],
      ["表中总分", score(report.total)],
      ["按规则应得", score(report.by_rule)],
      ["等次", report.grade],
    ];
    const known = facts.filter(([, value]) => value !== "");
    byId("facts").replaceChildren(...known.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]));
    byId("facts").hidden = known.length === 0;
    const counts = [
      [report.errors, "处错误"],
      [report.warnings, "处警告"],
      [report.notices, "处提示"],
    ].filter(([count]) => count > 0);
    const told = counts.map(([count, what]) => `${count} ${what}`).join("，");
    const next = report.errors > 0 ? "请改正错误后再报送" : "请逐条核对";
    byId("verdict").textContent = told ? `${told}，${next}` : "没有发现问题";
    byId("verdict").className = report.errors > 0 ? "bad" : "good";
    byId("findings").replaceChildren(...report.findings.map(line));
    byId("report").hidden = false;
  }

  function line(finding) {
    const item = document.createElement("li");
    item.append(element("span", `level ${finding.level}`, finding.level), element("span", "title", finding.title));
    if (finding.sheet) {
      const where = element("button", "place", [finding.sheet, finding.cell].filter(Boolean).join(" "));
      where.addEventListener("click", () => go(finding.sheet, finding.cell));
      const place = element("p", "", "");
      place.append(where);
      item.append(place);
    }
    item.append(element("p", "", finding.message), element("p", "remedy", finding.remedy));
    item.title = finding.code;
    return item;
  }

  async function go(sheet, cell) {
    try {
      await Excel.run(async (context) => {
        const target = context.workbook.worksheets.getItem(sheet);
        target.activate();
        if (cell) {
          target.getRange(cell).select();
        }
        await context.sync();
      });
    } catch {
      say(`没有能选中“${sheet}”${cell}。工作表可能已改名、隐藏或受保护，请在表中自行找到。`, true);
    }
  }

  // 插入函数说明

  async function guide() {
    const rows = await answer("guide.json");
    const name = await Excel.run(async (context) => {
      const sheets = context.workbook.worksheets;
      sheets.load("items/name");
      await context.sync();
      const taken = new Set(sheets.items.map((sheet) => sheet.name));
      let free = GUIDE_SHEET;
      for (let number = 2; taken.has(free); number += 1) {
        free = `${GUIDE_SHEET} ${number}`;
      }
      const sheet = sheets.add(free);
      const range = sheet.getRangeByIndexes(0, 0, rows.length, rows[0].length);
      range.values = rows.map((row) => row.map((text) => (text.startsWith("=") ? `'${text}` : text)));
      range.format.wrapText = true;
      range.format.verticalAlignment = "Top";
      WIDTHS.forEach((width, column) => {
        sheet.getRangeByIndexes(0, column, 1, 1).format.columnWidth = width;
      });
      range.getRow(0).format.font.bold = true;
      sheet.freezePanes.freezeRows(1);
      range.format.autofitRows();
      sheet.activate();
      await context.sync();
      return free;
    });
    return `已插入工作表“${name}”，共 ${rows.length - 1} 个函数。例子可以复制到别的单元格里试用。`;
  }

  Office.onReady((info) => {
    if (info.host !== "Excel") {
      say("请在 Excel 里打开：开始 → 绩效评价 → 核对与函数。", true);
      return;
    }
    say("检查本表：按规则核对打开的评分表，列出问题。插入函数说明：另起一张工作表，列出全部计分函数。");
    buttons.forEach((button) => (button.disabled = false));
    byId("check").addEventListener("click", () =>
      busy("正在核对……", check, "没有能读取本表。请保存后再试；仍不行的，把文件交给收表的部门核对。"),
    );
    byId("guide").addEventListener("click", () =>
      busy("正在插入……", guide, "没有能插入工作表。工作簿的结构可能受保护，请在一份新的工作簿里插入。"),
    );
  });
})();
