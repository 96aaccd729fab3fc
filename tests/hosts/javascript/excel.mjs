// Excel's side of custom functions: runs the served JavaScript, calls the functions as Excel does.
// Reads {origin, host, runtime, unreadable, calls: [{name, args, addresses}]}, prints [{result} or {error, message}].
import { text } from "node:stream/consumers";
import vm from "node:vm";

const given = JSON.parse(await text(process.stdin));
const origin = given.origin;
const code = await (await fetch(`${given.codeFrom ?? origin}/functions.js`)).text();

class ExcelError extends Error {
  constructor(error, message) {
    super(message);
    this.error = error;
  }
}

class Request {
  open(method, url) {
    this.method = method;
    this.url = url;
    this.headers = {};
  }
  setRequestHeader(name, value) {
    this.headers[name] = value;
  }
  send(body) {
    const signal = this.timeout ? AbortSignal.timeout(given.timeout ?? this.timeout) : undefined;
    fetch(this.url, { method: this.method, headers: this.headers, body, signal })
      .then(async (response) => {
        this.status = response.status;
        this.responseText = await response.text();
        this.onload();
      })
      .catch((error) => (error.name === "TimeoutError" ? this.ontimeout() : this.onerror()));
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
  const workbook = { load: () => {}, name: "评分.xlsx", worksheets };
  const sync = async () => {
    if (asked.length > 0) trips += 1;
    asked.splice(0).forEach((each) => each());
  };
  return { workbook, sync };
}

const functions = {};
const supported = (name, version) => parseFloat(version) <= parseFloat(given.runtime);
const page = {
  Office: { onReady: async (then) => then?.({}), context: { requirements: { isSetSupported: supported } } },
  Excel: { RequestContext: function () { return context(); }, run: (options, work) => (work ?? options)(context()) },
  CustomFunctions: { associate: (name, call) => (functions[name] = call), Error: ExcelError, ErrorCode: { invalidValue: "#VALUE!" } },
  XMLHttpRequest: Request,
  location: { origin },
  localStorage: { getItem: () => "session", setItem: () => {} },
  console: { error: () => {}, info: () => {}, log: () => {} },
  setTimeout,
};
page.window = page;
vm.createContext(page);
vm.runInContext(code, page);

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
  const addresses = call.unaddressed ? undefined : read.map((each) => each.address);
  const invocation = { address: "评分表!Z1", parameterAddresses: addresses };
  trips = 0;
  try {
    const result = await functions[call.name](...read.map((each) => each.value), invocation);
    return given.counted ? { result, trips } : { result };
  } catch (error) {
    if (!(error instanceof ExcelError)) throw error;
    return { error: error.error, message: error.message };
  }
}

const outcomes = [];
for (const call of given.calls) outcomes.push(await outcome(call));
process.stdout.write(JSON.stringify(outcomes));
