// The pane of WPS and Microsoft 365. It computes no finding: the formulas of an issued workbook have decided already,
// and the validator decides alike; the pane shows the verdict on 校验 and what 填报清单 counts as open.
//
// host.js calls startPane(host) once the program can be asked, or tellPane(sentence) if it never can. The address says
// what is done first: #do-check, #do-guide, #do-status; without it, the open workbook is looked at.
// Syntax and functions are those of 2018: WPS on a government's computer shows the pane in an old browser.
"use strict";

/**
 * @typedef {Object} Host What the pane needs of a spreadsheet program.
 * @property {string} name The program's name, as people say it.
 * @property {string} remedy What to do where the program has not registered the functions.
 * @property {() => Promise<string[]>} sheets All sheets of the open workbook, hidden ones too; fails without one.
 * @property {(sheet: string, range: string) => Promise<any[][]>} values Rows of cells; blank ones null or "".
 * @property {(sheet: string, cell: string) => Promise<void>} select Shows a cell.
 * @property {(name: string, rows: string[][], widths: number[]) => Promise<string>} addSheet Adds a sheet of texts,
 *   the first row bold and frozen; widths in characters. Gives the name.
 * @property {() => Promise<number>} registered How many functions the program has registered.
 * @property {(places: SelfTest) => Promise<Result[]>} [selftest] Computes the self-test's workbook, where that needs help.
 */
/** @typedef {{passed: boolean, subject: string, value: string}} Result */
/** @typedef {{sheet: string, firstRow: number, title: string, formula: string, result: string, verdict: string}} SelfTest */

(function () {
  const known = JSON.parse(byId("known").textContent || "");
  const { form } = known;
  const actions = { check, guide, status, selftest };
  /** @type {Host} */
  let host;

  /** Its message is for the person at the pane. */
  class Told extends Error {}

  /** @param {string} id @returns {HTMLElement} */
  function byId(id) {
    return /** @type {HTMLElement} */ (document.getElementById(id));
  }

  /** @param {string} sentence */
  function say(sentence, wrong = false) {
    byId("state").textContent = sentence;
    byId("state").classList.toggle("wrong", wrong);
  }

  /** @param {string} tag @param {string} text @returns {HTMLElement} */
  function element(tag, text, className = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  }

  /** @param {string} id @param {HTMLElement[]} parts */
  function fill(id, parts) {
    byId(id).textContent = "";
    byId(id).append(...parts);
    byId(id).hidden = parts.length === 0;
  }

  /** Runs what a button does; whatever fails becomes a sentence. @param {() => Promise<string>} work */
  async function busy(work) {
    const buttons = document.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    say("请稍候……");
    try {
      say(await work());
    } catch (error) {
      const told = error instanceof Told ? error.message : `${host.name}没有让窗格完成这一步。请保存、关闭并重新打开工作簿，再试一次。`;
      say(told, true);
    }
    document.querySelectorAll("button").forEach((button) => (button.disabled = false));
  }

  /** @param {unknown} cell */
  const text = (cell) => (cell === null || cell === undefined ? "" : String(cell));

  // 核对本表

  async function check() {
    byId("report").hidden = true;
    byId("results").hidden = true;
    const sheets = await openedSheets();
    if (sheets.includes(form.firstEdition)) {
      throw new Told(`这份表是旧版程序做的，窗格读不出结论。请看表中“${form.check}”工作表，或向下发部门要新版的表。`);
    }
    if (!sheets.includes(form.list) || !sheets.includes(form.check)) {
      throw new Told(`打开的不是下发的评分表：没有“${form.check}”“${form.list}”工作表。请打开评分表，再点“核对本表”。`);
    }
    const rows = await host.values(form.list, form.listRange);
    const heads = rows[form.headRow - 1].map(text);
    if (form.heads.some((/** @type {string} */ head, /** @type {number} */ at) => heads[at] !== head)) {
      throw new Told(`这份表的“${form.list}”与加载项的版本不合，或者改动过。请看“${form.check}”工作表的结论，并向下发部门要新版的加载项。`);
    }
    const listed = rows.slice(form.headRow).filter((row) => text(row[0]) !== "");
    const open = listed.filter((row) => typeof row[form.running] === "number");
    const checked = await host.values(form.check, form.checkRange);
    const verdict = text(at(checked, form.verdict));
    const ready = verdict.startsWith(form.ready);
    if (!ready && !verdict.startsWith(form.notReady)) {
      throw new Told(`“${form.check}”工作表没有结论：表还没有重新计算，或者公式改动过。请点“启用编辑”，按 Ctrl+Alt+F9 重新计算，再核对一次。`);
    }
    if (ready && open.length > 0) {
      throw new Told(`“${form.check}”的结论与“${form.list}”不一致：表还没有重新计算。请按 Ctrl+Alt+F9 重新计算，再核对一次。`);
    }
    const identity = sheets.includes(form.identity) ? await host.values(form.identity, form.identityRange) : [];
    show(text(rows[0][0]).replace(`　${form.list}`, ""), verdict, ready, listed.length, open);
    facts(checked, identity);
    return "已读取本表的结论。改过之后请再点“核对本表”。";
  }

  async function openedSheets() {
    try {
      return await host.sheets();
    } catch (error) {
      throw new Told("没有打开工作簿。请打开评分表，再点“核对本表”。");
    }
  }

  /** The cell of a place [row, column] counted from 0. @param {any[][]} rows @param {number[]} place */
  const at = (rows, place) => (rows[place[0]] || [])[place[1]];

  /** @param {string} title @param {string} verdict @param {boolean} ready @param {number} all @param {any[][]} open */
  function show(title, verdict, ready, all, open) {
    const [head, ...rest] = verdict.split("：");
    byId("form").textContent = title;
    byId("verdict").className = ready ? "good" : "bad";
    byId("verdict").children[0].textContent = head;
    byId("verdict").children[1].textContent = rest.join("：") || `${all} 项全部符合要求`;
    /** @type {HTMLElement[]} */
    const parts = [];
    let last = "";
    open.forEach((row) => {
      const where = text(row[form.where]);
      if (where !== last) {
        parts.push(element("h2", where));
        last = where;
      }
      parts.push(point(row));
    });
    fill("points", parts);
    byId("report").hidden = false;
  }

  /** @param {any[][]} checked @param {any[][]} identity */
  function facts(checked, identity) {
    const total = at(checked, form.total);
    const shown = [
      ["单位", at(identity, form.unit)],
      ["年度", at(identity, form.year)],
      ["总分", typeof total === "number" ? Math.round(total * 100) / 100 : total],
      ["等次", at(checked, form.grade)],
      ["核对码", at(checked, form.code)],
      ["函数", at(checked, form.functions)],
    ].filter((pair) => text(pair[1]) !== "");
    /** @type {HTMLElement[]} */
    const parts = [];
    shown.forEach(([name, value]) => parts.push(element("dt", name), element("dd", text(value))));
    fill("facts", parts);
  }

  /** @param {any[]} row */
  function point(row) {
    const state = text(row[form.state]);
    const [sheet, cell] = place(text(row[form.link]));
    const button = element("button", "", `point ${state.startsWith(form.missing) ? "" : "bad"}`);
    button.append(element("b", text(row[form.what])), element("i", state), element("u", `${sheet} ${cell}`));
    button.addEventListener("click", () => {
      host.select(sheet, cell).catch(() => {
        say(`没有能选中“${sheet}”${cell}。工作表可能已改名、隐藏或受保护，请在表中自行找到。`, true);
      });
    });
    return button;
  }

  /** The sheet and the cell of a link such as #'表 1'!F12. @param {string} link */
  function place(link) {
    const end = link.lastIndexOf("!");
    const sheet = link.slice(1, end).replace(/^'(.*)'$/, "$1").replace(/''/g, "'");
    return [sheet, link.slice(end + 1)];
  }

  // 函数说明

  async function guide() {
    let sheets;
    try {
      sheets = await host.sheets();
    } catch (error) {
      throw new Told("没有打开工作簿。请新建或打开一份工作簿，再点“函数说明”。");
    }
    let name = known.guide.name;
    for (let number = 2; sheets.includes(name); number += 1) {
      name = `${known.guide.name} ${number}`;
    }
    try {
      await host.addSheet(name, known.guide.rows, known.guide.widths);
    } catch (error) {
      throw new Told("没有能插入工作表：工作簿的结构可能受保护。请新建一份工作簿，在那里插入。");
    }
    return `已插入工作表“${name}”，共 ${known.guide.rows.length - 1} 个函数。例子可以复制到别的单元格里试用。`;
  }

  // 状态

  async function status() {
    const api = typeof XLGEN === "undefined" ? null : XLGEN; // functions.js may declare it as a constant
    byId("report").hidden = true;
    if (!api) {
      list([{ passed: false, subject: "函数", value: "没有装入" }]);
      throw new Told("加载项的函数文件没有装入。请重新安装加载项。");
    }
    const registered = await host.registered();
    const examples = known.examples.map((/** @type {any} */ example) => computed(api, example));
    list([
      { passed: true, subject: "加载项", value: known.version },
      { passed: true, subject: "函数文件", value: `${api.version}（${api.digest.slice(0, 8)}）` },
      { passed: true, subject: "表格程序", value: host.name },
      { passed: registered === api.names.length, subject: "已登记的函数", value: `${registered} / ${api.names.length}` },
      ...examples,
    ]);
    if (registered !== api.names.length) {
      throw new Told(`函数没有登记，单元格里会显示#NAME?。${host.remedy}`);
    }
    const wrong = examples.filter((/** @type {Result} */ each) => !each.passed).length;
    if (wrong > 0) {
      throw new Told(`${wrong} 个函数算出的与说明里的例子不同。请不要使用，重新安装加载项。`);
    }
    return `函数可以使用，${examples.length} 个例子都算对了。`;
  }

  /** @param {any} api @param {{name: string, formula: string, args: any[], result: any}} example @returns {Result} */
  function computed(api, { name, formula, args, result }) {
    const { value, error } = api.answer(name, args);
    return { passed: same(value, result), subject: formula, value: text(error || value) };
  }

  /** @param {any} value @param {any} expected @returns {boolean} */
  function same(value, expected) {
    if (Array.isArray(value) && Array.isArray(expected)) {
      return value.length === expected.length && value.every((each, index) => same(each, expected[index]));
    }
    return typeof expected === "number" ? Math.abs(value - expected) < 1e-9 : value === expected;
  }

  /** @param {Result[]} results */
  function list(results) {
    const parts = results.map(({ passed, subject, value }) => {
      const row = element("div", "", passed ? "result" : "result bad");
      row.append(element("b", passed ? "✓" : "✗"), element("div", subject), element("span", value));
      return row;
    });
    fill("results", parts);
  }

  // 自检

  async function selftest() {
    byId("report").hidden = true;
    const results = host.selftest ? await host.selftest(known.selftest) : [];
    list(results);
    const passed = results.filter((each) => each.passed).length;
    return `${passed} 项通过，${results.length - passed} 项不通过。`;
  }

  /** @param {Host} given */
  async function start(given) {
    host = given;
    Object.entries(actions).forEach(([id, work]) => byId(id).addEventListener("click", () => busy(work)));
    const sheets = await host.sheets().catch(() => /** @type {string[]} */ ([]));
    byId("selftest").hidden = !host.selftest || !sheets.includes(known.selftest.sheet);
    const first = /** @type {Record<string, () => Promise<string>>} */ (actions)[location.hash.replace("#do-", "")];
    await busy(first || check);
  }

  Object.assign(window, { startPane: start, tellPane: (/** @type {string} */ sentence) => say(sentence, true) });
})();
