// Excel's side of custom functions: runs the shipped scripts and calls the functions as Excel does. Reads
// {scripts, host, runtime, unreadable, calls: [{name, args}]}, prints [{result} or {error, message}].
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import vm from "node:vm";

const given = JSON.parse(await text(process.stdin));

class ExcelError extends Error {
  constructor(error, message) {
    super(message);
    this.error = error;
  }
}

// What stands in the sheet, by address: null is an empty cell. A property is there only once it was loaded.
const standing = new Map();
const formats = new Map();
let trips = 0;
const kind = (cell) => (cell === null ? "Empty" : typeof cell === "number" ? "Double" : "String");
function context() {
  const asked = [];
  const range = (address) => ({
    load(properties) {
      asked.push(() => {
        if (given.unreadable || !standing.has(address)) throw new Error("GeneralException");
        const loaded = {
          valueTypes: standing.get(address).map((row) => row.map(kind)),
          numberFormat: standing.get(address).map((row) => row.map(() => formats.get(address) ?? "General")),
        };
        for (const property of properties.split(", ")) this[property] = loaded[property];
      });
    },
  });
  const worksheets = { getItem: (sheet) => ({ getRange: (cells) => range(`${sheet}!${cells}`) }) };
  const sync = async () => {
    trips += 1;
    asked.splice(0).forEach((each) => each());
  };
  return { workbook: { worksheets }, sync };
}

const functions = {};
const supported = (name, version) => parseFloat(version) <= parseFloat(given.runtime);
const page = {
  Office: { onReady: async () => ({}), context: { requirements: { isSetSupported: supported } } },
  Excel: { run: (options, work) => work(context()) },
  CustomFunctions: { associate: (name, call) => (functions[name] = call), Error: ExcelError },
};
page.window = page;
vm.createContext(page);
for (const script of given.scripts) vm.runInContext(await readFile(script, "utf8"), page, { filename: script });

// An empty cell is 0 on the desktop and null on the web.
const handed = (cell) => (cell === null ? (given.host === "web" ? null : 0) : cell);
function argument(each) {
  if (each === null) return { value: null, address: null };
  if (each.repeated) {
    const parts = each.repeated.map(argument);
    return { value: parts.map((part) => part.value), address: parts.map((part) => part.address) };
  }
  if (each.address) {
    const address = each.address.replaceAll("''", "'").replace(/^'(.*)'!/, "$1!");
    standing.set(address, each.values);
    formats.set(address, each.format);
  }
  return { value: each.values.map((row) => row.map(handed)), address: each.address };
}

async function outcome(call) {
  const read = call.args.map(argument);
  const places = read.map((each) => each.address);
  const addresses = call.unaddressed ? undefined : given.flat ? places.flat() : places;
  const invocation = { address: "评分表!Z1", parameterAddresses: addresses };
  trips = 0;
  try {
    const result = await functions[call.name](...read.map((each) => each.value), invocation);
    return given.counted ? { result, trips } : { result };
  } catch (error) {
    // Excel makes #VALUE! of any other failure.
    return error instanceof ExcelError ? { error: error.error, message: error.message } : { error: "#VALUE!", failure: `${error}` };
  }
}

const outcomes = [];
for (const call of given.calls) outcomes.push(await outcome(call));
process.stdout.write(JSON.stringify(outcomes));
