// The self-test: writes each formula of the sheet 自检 into the column of results, and tells what the sheet says of it.
"use strict";

/** @param {SelfTest} places @returns {Promise<Result[]>} */
async function selftestInWps(places) {
  const sheet = /** @type {Et.Worksheet} */ (window.Application.ActiveWorkbook.Sheets.Item(places.sheet));
  /** @param {string} column @param {number} row */
  const cell = (column, row) => sheet.Range(column + row);
  /** @type {Result[]} */
  const results = [];
  const rows = Array.from({ length: 300 }, (_, index) => places.firstRow + index);
  const cases = rows.filter((row) => String(cell(places.formula, row).Value2 || "").startsWith("="));
  cases.forEach((row) => {
    const result = cell(places.result, row);
    if (!result.HasFormula) {
      result.Formula = String(cell(places.formula, row).Value2);
    }
  });
  const probed = probes(sheet, cases[cases.length - 1] + 2, places);
  window.Application.Calculate();
  cases.forEach((row) => {
    const [title, formula, result, verdict] = [places.title, places.formula, places.result, places.verdict].map(
      (column) => cell(column, row).Value2,
    );
    results.push({ passed: verdict === "✓", subject: `${title} ${formula}`, value: String(result) });
  });
  return results.concat(probed());
}

/**
 * How a function gives an error to its cell is written down nowhere: three ways are tried, and ISERROR tells which works.
 * The one that the functions use is the first. @param {Et.Worksheet} sheet @param {number} first @param {SelfTest} places
 */
function probes(sheet, first, places) {
  /** @type {[string, string, () => any][]} */
  const ways = [
    ["抛出", "PROBE_THROWN", () => { throw new Error("#N/A"); }],
    ["返回对象", "PROBE_RETURNED", () => new Error("#N/A")],
    ["返回文字", "PROBE_TEXT", () => "#N/A"],
  ];
  ways.forEach(([, name, way], index) => {
    const result = places.result + (first + index);
    window.wps.AddCustomFunction("XLGEN", name, way, { result: { type: "any" }, parameters: [] });
    sheet.Range(result).Formula = `=XLGEN.${name}()`;
    sheet.Range(places.verdict + (first + index)).Formula = `=IF(ISERROR(${result}),"✓","✗")`;
  });
  return () =>
    ways.map(([way], index) => ({
      passed: sheet.Range(places.verdict + (first + index)).Value2 === "✓",
      subject: `错误值由函数${way}`,
      value: String(sheet.Range(places.result + (first + index)).Value2),
    }));
}
