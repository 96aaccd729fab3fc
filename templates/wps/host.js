// What the pane asks of WPS. WPS answers at once; the pane of Microsoft 365 has to wait, hence the promises.
"use strict";
(function () {
  const FUNCTIONS_KEY = "xlgen_functions"; // main.js notes there how many functions it has seen registered
  const app = window.Application;

  const workbook = () => {
    const active = app && app.ActiveWorkbook;
    if (!active) {
      throw new Error("no workbook");
    }
    return active;
  };
  /** @param {string | number} name @returns {Et.Worksheet} */
  const sheet = (name) => /** @type {Et.Worksheet} */ (workbook().Sheets.Item(name));

  const names = async () => Array.from({ length: workbook().Sheets.Count }, (_, index) => sheet(index + 1).Name);

  /** @param {string} name @param {string} range @returns {Promise<any[][]>} */
  const values = async (name, range) => {
    const found = sheet(name).Range(range).Value2;
    return Array.isArray(found) ? found : [[found]];
  };

  /** @param {string} name @param {string} cell */
  const select = async (name, cell) => {
    sheet(name).Activate();
    sheet(name).Range(cell).Select();
  };

  /** @param {string} name @param {string[][]} rows @param {number[]} widths */
  const addSheet = async (name, rows, widths) => {
    const { Sheets } = workbook();
    const added = Sheets.Add(undefined, Sheets.Item(Sheets.Count));
    added.Name = name;
    const table = added.Range("A1").Resize(rows.length, widths.length);
    table.NumberFormat = "@"; // a formula shown as an example must not be computed
    table.Value2 = rows;
    table.WrapText = true;
    table.VerticalAlignment = -4160; // xlTop
    added.Range("A1").Resize(1, widths.length).Font.Bold = true;
    widths.forEach((width, index) => (added.Columns.Item(index + 1).ColumnWidth = width));
    added.Activate();
    return name;
  };

  startPane({
    name: "WPS 表格",
    remedy: "需要 WPS 表格 12.1.0.20540 或更高版本；已经是的，请在“加载项管理”里信任并启用“绩效评价”，再重新打开 WPS。",
    sheets: names,
    values,
    select,
    addSheet,
    selftest: selftestInWps,
    registered: async () => Number(app.PluginStorage.getItem(FUNCTIONS_KEY) || 0),
  });
})();
