"use strict";
// The arguments of a call as the sheet has them. functions.js asks for them in Microsoft 365.
//
// Excel on the desktop passes an empty cell as 0, Excel on the web as null (office-js issues 1951 and 4702), and either
// a date as its number. Only the sheet knows: it is asked once for a call, where a cell holds a number.
const as_in_sheet = (function () {
  const MAX_CELLS = 2000; // more are a whole column, which is slow to ask about
  // Parts of a number format that are no date codes: literals, colours, conditions, currencies, exponents.
  const LITERALS = /"[^"]*"?|[\\_*].|\[(?![hms]+\])[^\][]*\]|General|G\/通用格式|E[+-]/gi;
  const failure = (sentence) => new CustomFunctions.Error("#VALUE!", sentence);
  const shows_date = (format) => /[ymdhsaegb]/i.test(format.replace(LITERALS, ""));

  function plain(cell) {
    if (cell === null || typeof cell !== "object") return cell;
    if (cell.type === "Entity" || cell.type === "LinkedEntity") return "#VALUE!"; // a stock, a place on a map
    return cell.numberFormat && shows_date(cell.numberFormat) ? new Date(0) : cell.basicValue;
  }

  function read(range, place, doubtful) {
    const address = Array.isArray(place) ? place.flat(Infinity)[0] : place;
    if (range === null || range === undefined) return address ? [[null]] : undefined; // a blank cell, or left out
    const cells = range.map((row) => row.map(plain));
    if (address && cells.some((row) => row.some((cell) => typeof cell === "number"))) doubtful.push({ cells, address });
    return cells;
  }

  async function look_up(doubtful) {
    await Excel.run({ delayForCellEdit: true }, async (context) => {
      const ranges = doubtful.map(({ address }) => {
        const at = address.lastIndexOf("!");
        const sheet = address.slice(0, at).replace(/^'(.*)'$/, "$1").replace(/''/g, "'").replace(/^\[[^\]]*\]/, "");
        const range = context.workbook.worksheets.getItem(sheet).getRange(address.slice(at + 1));
        range.load("valueTypes, numberFormat");
        return range;
      });
      await context.sync();
      ranges.forEach(({ valueTypes, numberFormat }, index) => {
        const { cells } = doubtful[index];
        if (valueTypes.length !== cells.length || valueTypes[0].length !== cells[0].length) throw new Error("another size");
        cells.forEach((row, i) =>
          row.forEach((cell, j) => {
            if (typeof cell !== "number") return;
            if (valueTypes[i][j] === "Empty") row[j] = null;
            else if (shows_date(numberFormat[i][j])) row[j] = new Date(0);
          }),
        );
      });
    });
  }

  return async function (given, { parameterAddresses: addresses }) {
    await Office.onReady();
    if (!Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.3") || !Array.isArray(addresses)) {
      throw failure("这个版本的 Excel 不能使用本加载项，请更新 Excel");
    }
    const doubtful = [];
    const ranges = given.flatMap((argument, index) => {
      if (!Array.isArray(argument && argument[0] && argument[0][0])) return [read(argument, addresses[index], doubtful)];
      const places = Array.isArray(addresses[index]) ? addresses[index] : addresses.slice(index); // of a repeated one
      return argument.map((range, place) => read(range, places[place], doubtful));
    });
    if (ranges.flat(2).length > MAX_CELLS) {
      throw failure(`参数的单元格太多，一次最多${MAX_CELLS}个。请只选有数据的单元格，不要选整行、整列`);
    }
    try {
      if (doubtful.length > 0) await look_up(doubtful);
    } catch (error) {
      throw failure("分不清单元格是空着、是数字还是日期。请按 Ctrl+Alt+F9 重算；仍不行的，在单元格里直接写公式引用的数");
    }
    return ranges;
  };
})();
