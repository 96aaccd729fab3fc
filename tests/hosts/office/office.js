// In the place of Microsoft's office.js: a workbook whose values are `standing.sheets` (rows by sheet), and a list of
// what was done to it. What is asked for is there after the next sync, and no sooner.
"use strict";
window.done = [];
if (standing.program !== "none") {
  const sheets = standing.sheets || {};
  const column = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

  function valuesOf(name, address) {
    const [, left, top, right, bottom] = /^([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)$/.exec(address);
    const blank = (cell) => (cell === null || cell === undefined ? "" : cell);
    return Array.from({ length: bottom - top + 1 }, (_, y) =>
      Array.from({ length: column(right) - column(left) + 1 }, (_, x) =>
        blank((sheets[name][Number(top) + y - 1] || [])[column(left) + x - 1]),
      ),
    );
  }

  function context() {
    const waiting = [];
    const range = (sheet, place) => {
      const made = {
        load: () => waiting.push(() => Object.defineProperty(made, "values", { value: valuesOf(sheet, place) })),
        select: () => waiting.push(() => done.push(`select ${sheet}!${place}`)),
        set values(rows) {
          waiting.push(() => done.push({ sheet, rows }));
        },
        format: { font: {}, autofitRows: () => {} },
        getRow: () => range(sheet, place),
      };
      return made;
    };
    const sheet = (name) => ({
      name,
      activate: () => waiting.push(() => done.push(`activate ${name}`)),
      getRange: (cells) => range(name, cells),
      getRangeByIndexes: (...place) => range(name, place.join(",")),
      freezePanes: { freezeRows: () => {} },
    });
    const fail = (code) => waiting.push(() => {
      throw new Error(code);
    });
    const worksheets = {
      load: () => waiting.push(() => (worksheets.items = Object.keys(sheets).map(sheet))),
      getItem: (name) => {
        if (!(name in sheets)) fail("ItemNotFound");
        return sheet(name);
      },
      add: (name) => {
        if (standing.locked) fail("AccessDenied");
        return sheet(name);
      },
    };
    return { workbook: { worksheets }, sync: async () => waiting.splice(0).forEach((each) => each()) };
  }

  window.Office = {
    onReady: async (then) => then && then({ host: standing.program === "browser" ? null : "Excel" }),
    context: { requirements: { isSetSupported: () => standing.program !== "old" } },
  };
  window.Excel = { run: async (options, work) => work(context()) };
  window.CustomFunctions = { associate: (name) => done.push(name), Error };
}
