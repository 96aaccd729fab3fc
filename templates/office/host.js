// What the pane asks of Microsoft 365, in whose workbooks everything is asked for first and read after a sync.
"use strict";
(function () {
  const POINTS_A_CHARACTER = 6; // Excel's columns are as wide as so many digits; its interface measures points

  /** @param {(workbook: any, sync: () => Promise<void>) => any} work */
  const inWorkbook = (work) => Excel.run({ delayForCellEdit: true }, (context) => work(context.workbook, () => context.sync()));

  const sheets = () =>
    inWorkbook(async ({ worksheets }, sync) => {
      worksheets.load("items/name");
      await sync();
      return worksheets.items.map((sheet) => sheet.name);
    });

  /** @param {string} sheet @param {string} range */
  const values = (sheet, range) =>
    inWorkbook(async ({ worksheets }, sync) => {
      const found = worksheets.getItem(sheet).getRange(range);
      found.load("values");
      await sync();
      return found.values;
    });

  /** @param {string} sheet @param {string} cell */
  const select = (sheet, cell) =>
    inWorkbook(async ({ worksheets }, sync) => {
      worksheets.getItem(sheet).activate();
      worksheets.getItem(sheet).getRange(cell).select();
      await sync();
    });

  /** @param {string} name @param {string[][]} rows @param {number[]} widths */
  const addSheet = (name, rows, widths) =>
    inWorkbook(async ({ worksheets }, sync) => {
      const sheet = worksheets.add(name);
      const range = sheet.getRangeByIndexes(0, 0, rows.length, rows[0].length);
      // The apostrophe keeps a formula that is shown as an example from being computed.
      range.values = rows.map((row) => row.map((text) => (text.startsWith("=") ? `'${text}` : text)));
      range.format.wrapText = true;
      range.format.verticalAlignment = "Top";
      widths.forEach((width, column) => {
        sheet.getRangeByIndexes(0, column, 1, 1).format.columnWidth = width * POINTS_A_CHARACTER;
      });
      range.getRow(0).format.font.bold = true;
      sheet.freezePanes.freezeRows(1);
      range.format.autofitRows();
      sheet.activate();
      await sync();
      return name;
    });

  const supported = () => Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.3");

  if (typeof Office === "undefined") {
    tellPane("微软的 office.js 没有装入：这台电脑访问不了它的地址。请把本窗格交给信息部门看，他们可以改用自备的副本。");
    return;
  }
  Office.onReady(({ host }) => {
    if (host !== "Excel") {
      tellPane("请在 Excel 里打开：开始 → 绩效评价 → 核对本表。");
      return;
    }
    startPane({
      name: "Microsoft 365",
      remedy: "请更新 Excel 或改用网页版；已是最新的，请关闭并重新打开工作簿。",
      sheets,
      values,
      select,
      addSheet,
      registered: async () => (supported() ? XLGEN.names.length : 0),
    });
  });
})();
