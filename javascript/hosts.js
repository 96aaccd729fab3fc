// Registration where a host is found, written by hand.

// Throws where there is no result: SUM would pass over a text.
function hosted(name, given) {
  const { value, error, reason } = XLGEN.answer(name, [...given]);
  if (error !== undefined) throw new Error(`${error}：${reason}`);
  return value;
}

// Microsoft 365 passes the invocation last. The page's `as_in_sheet` asks the sheet for blanks and dates.
async function from_microsoft_365(name, given) {
  const [invocation, ...args] = [given[given.length - 1], ...given.slice(0, -1)];
  const cells = typeof Excel === "undefined" ? args : await as_in_sheet(args, invocation);
  const { value, error, reason } = XLGEN.answer(name, cells);
  if (error !== undefined) throw new CustomFunctions.Error(error, reason);
  return value;
}

// ONLYOFFICE reads the parameters off the text, takes rows only, and the text "#N/A" for the error.
function in_rows(called) {
  const wrapped = function (...given) {
    const places = this.args || [];
    const args = given.map((rows, place) => filled_up(rows, (places[place] || {}).address));
    const { value, error } = XLGEN.answer(called.name, args);
    return Array.isArray(value) ? value : [[error === undefined ? value : error]];
  };
  const [parameters] = /[^()]*(?=\))/.exec(called.toString());
  wrapped.toString = () => `(${parameters.replace("...values", Array(20).fill("values").join(", "))})`;
  return Object.defineProperty(wrapped, "name", { value: called.name });
}

// ONLYOFFICE cuts a range to the used part of the sheet; without an address, a blank was left out.
function filled_up(rows, address) {
  if (!address) return rows.length === 1 && rows[0].length === 1 && rows[0][0] === "" ? undefined : rows;
  const corners = /([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(address);
  if (corners === null) return rows;
  const column = (letters) => Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const [, left, top, right, bottom] = corners;
  return Array.from({ length: bottom - top + 1 }, (_, row) =>
    Array.from({ length: column(right) - column(left) + 1 }, (_, place) => (rows[row] || [])[place]),
  );
}

if (typeof CustomFunctions !== "undefined") {
  XLGEN.names.forEach((name) => CustomFunctions.associate(name, (...given) => from_microsoft_365(name, given)));
  XLGEN.registered = "Microsoft 365";
} else if (typeof wps !== "undefined" && wps.AddCustomFunction && typeof startPane === "undefined") {
  // The pane's page may close.
  XLGEN.names.forEach((name) => wps.AddCustomFunction("XLGEN", name, (...given) => hosted(name, given)));
  XLGEN.registered = "WPS";
} else if (typeof Api !== "undefined" && Api.AddCustomFunction) {
  // Each call in the text is given the next comment above.
  ONLYOFFICE
  XLGEN.registered = "ONLYOFFICE";
}
