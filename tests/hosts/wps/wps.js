// In the place of WPS: a workbook whose values are `standing.sheets` (rows by sheet), and a list of what was done to it.
"use strict";
window.done = [];
(function () {
  const sheets = Object.entries(standing.sheets || {}).map(([name, rows]) => ({ name, rows }));
  const storage = new Map(Object.entries(standing.storage || {}));
  const column = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

  function corners(address) {
    const [, left, top, right, bottom] = /^([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?$/.exec(address);
    return [Number(top) - 1, column(left) - 1, Number(bottom || top), column(right || left)];
  }

  function range(sheet, [top, left, bottom, right]) {
    const at = `${sheet.name}!R${top + 1}C${left + 1}`;
    return {
      Font: {},
      HasFormula: (standing.formulas || []).includes(at),
      get Value2() {
        const rows = Array.from({ length: bottom - top }, (_, y) =>
          Array.from({ length: right - left }, (_, x) => (sheet.rows[top + y] || [])[left + x]),
        ).map((row) => row.map((cell) => (cell === null ? undefined : cell)));
        return rows.length === 1 && rows[0].length === 1 ? rows[0][0] : rows;
      },
      set Value2(rows) {
        if (sheet.locked) throw new Error("protected");
        done.push({ sheet: sheet.name, at, rows });
        [].concat(rows).forEach((row, y) =>
          [].concat(row).forEach((cell, x) => ((sheet.rows[top + y] = sheet.rows[top + y] || [])[left + x] = cell)),
        );
      },
      set Formula(text) {
        done.push({ formula: text, at });
        const result = standing.computed ? standing.computed[text] : undefined;
        (sheet.rows[top] = sheet.rows[top] || [])[left] = result === undefined ? -2146826259 : result;
      },
      Resize: (height, width) => range(sheet, [top, left, top + height, left + width]),
      Select: () => done.push(`select ${sheet.name}!R${top + 1}C${left + 1}`),
    };
  }

  const object = (sheet) => ({
    get Name() {
      return sheet.name;
    },
    set Name(name) {
      sheet.name = name;
    },
    Activate: () => done.push(`activate ${sheet.name}`),
    Range: (address) => range(sheet, corners(address)),
    Columns: { Item: () => ({}) },
  });

  const Sheets = {
    get Count() {
      return sheets.length;
    },
    Item: (index) => {
      const found = typeof index === "number" ? sheets[index - 1] : sheets.find(({ name }) => name === index);
      if (!found) throw new Error("no such sheet");
      return object(found);
    },
    Add: () => {
      if (standing.locked) throw new Error("protected");
      sheets.push({ name: "Sheet1", rows: [] });
      return object(sheets[sheets.length - 1]);
    },
  };

  const panes = [];
  window.functions = {};
  window.Application = window.wps = {
    Enum: { msoCTPDockPositionRight: 2 },
    ActiveWorkbook: standing.sheets ? { Sheets } : null,
    Calculate: () => done.push("calculate"),
    PluginStorage: {
      getItem: (key) => (storage.has(key) ? storage.get(key) : null),
      setItem: (key, value) => storage.set(key, value),
    },
    CreateTaskPane: (url, title) => {
      panes.push({ ID: panes.length + 1, url, title, Delete: () => done.push(`delete ${url}`) });
      done.push(panes[panes.length - 1]);
      return panes[panes.length - 1];
    },
    GetTaskPane: (id) => panes[id - 1],
  };
  if (!standing.old) {
    window.wps.AddCustomFunction = (namespace, name, callback) => (functions[`${namespace}.${name}`] = callback);
  }
})();
