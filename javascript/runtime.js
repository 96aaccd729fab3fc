// What the translated functions stand on, written by hand.
// needs: xlgen.text._NUMBER xlgen.text.FULL_WIDTH xlgen.rules.rounding.WHOLE_FROM udf.outcome.BLANK udf.outcome.VALUE udf.outcome.NOT_AVAILABLE udf.functions.WRONG_COUNT udf.functions.STILL_BLANK udf.functions.NO_PROBLEM udf.functions.MAX_QUOTED xlgen.text.shorten

// Why there is no result: error value and sentence.
class ExcelError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

// An argument is still blank.
class NotFilledInError extends Error {}

// An argument that was left out; null is a blank cell.
const OMITTED = { omitted: true };

const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // as Python has them

// Python's built-in functions and methods, as far as the functions use them.
const py = {
  any: (items) => items.some(py.truth),
  contains: (items, item) => (items instanceof Map || items instanceof Set ? items.has(item) : items.includes(item)),
  count: (items, item) => items.filter((other) => other === item).length,
  fullmatch: (pattern, text) => new RegExp(`^(?:${pattern.source})$`, pattern.flags).exec(text),
  isinstance: (value, kinds) => kinds.includes(typeof value),
  item: (items, key) => (items instanceof Map ? items.get(key) : items.slice(key)[0]),
  items: (map) => [...map],
  join: (separator, texts) => texts.join(separator),
  len: (items) => [...items].length,
  list: (items) => (items instanceof Map ? [...items.keys()] : Array.isArray(items) ? items : [...items]),
  max: (...values) => Math.max(...values.flat()),
  min: (...values) => Math.min(...values.flat()),
  normalize: (form, text) => text.normalize(form),
  pairwise: (items) => items.slice(1).map((item, place) => [items[place], item]),
  record: (map) => Object.fromEntries(map),
  rest_first: (items) => [py.item(items, -1), ...items.slice(0, -1)],
  reversed: (items) => [...items].reverse(),
  slice: (items, start, end) => (typeof items === "string" ? [...items].slice(start, end).join("") : items.slice(start, end)),
  sorted: (items, { key }) => [...py.list(items)].sort((first, second) => key(first) - key(second)),
  split: (text) => text.split(new RegExp(`[${SPACES}]+`)),
  strip: (text) => text.replace(new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g"), ""),
  sub: (pattern, replacement, text) => text.replace(new RegExp(pattern.source, `${pattern.flags}g`), replacement),
  sum: (items) => items.reduce((sum, item) => sum + item, 0),
  truth: (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)),
  table: (runs) => new Map(runs.flatMap(([from, count, to]) => Array.from({ length: count }, (_, place) => [from + place, to + place]))),
  values: (map) => [...map.values()],
  zip: (first, ...more) => first.map((item, place) => [item, ...more.map((column) => column[place])]),

  setdefault(map, key, value) {
    if (!map.has(key)) map.set(key, value);
    return map.get(key);
  },

  // A number as Python's format "g" shows it.
  general(value, count) {
    const [digits, power] = significant(Math.abs(value), count);
    const sign = value < 0 ? "-" : "";
    if (power >= -4 && power < count) return sign + decimal(digits, power + 1);
    return `${sign}${decimal(digits, 1)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  },
};

// The digits in the notation 1.25e+3, and the power of ten of the first one.
function parts(text) {
  const [mantissa, power] = text.split("e");
  return [mantissa.replace(".", ""), Number(power)];
}

// To so many digits, halves to the even one, as Python's format does.
function significant(value, count) {
  if (/5e/.test(value.toExponential(count))) {
    const [digits, power] = parts(value.toExponential(100));
    if (/^[02468]50*$/.test(digits.slice(count - 1))) return [digits.slice(0, count), power];
  }
  return parts(value.toExponential(count - 1));
}

// Excel's ROUND: halves away from zero, on 15 significant digits.
function excel_round(value, places) {
  if (Math.abs(value) >= WHOLE_FROM) return value;
  const [digits, power] = significant(Math.abs(value), 15);
  const kept = power + 1 + places;
  if (kept < 0) return 0;
  const whole = BigInt(digits.slice(0, kept).padEnd(kept, "0")) + (digits[kept] >= "5" ? 1n : 0n);
  return Math.sign(value) * Number(`${whole}e${-places}`);
}

function translated(text, table) {
  return Array.from(text, (sign) => String.fromCodePoint(table.get(sign.codePointAt(0)) || sign.codePointAt(0))).join("");
}

// The number that a text is, 0.9299 for 92.99%, or null.
function number_in(text) {
  const match = py.fullmatch(_NUMBER, py.strip(translated(text, FULL_WIDTH)));
  if (match === null) return null;
  const { sign, whole, fraction = "", percent } = match.groups;
  return Number(`${sign}${whole.replace(/,/g, "") || "0"}${fraction}e${percent ? -2 : 0}`);
}

// Digits as a decimal number with so many of them before the point.
function decimal(digits, before) {
  const padded = "0".repeat(Math.max(0, 1 - before)) + digits.padEnd(before, "0");
  const point = Math.max(1, before);
  return `${padded.slice(0, point)}.${padded.slice(point)}`.replace(/\.?0*$/, "").replace(/^0+(?=\d)/, "");
}

// A ratio in percent with all its digits: 79.99% for 0.7999.
function exact_percent(ratio) {
  const [digits, power] = parts(ratio.toExponential());
  return `${decimal(digits, power + 3)}%`;
}

// An argument of a rule's call, as declared.
function argument(name, label, limits = null, exact_limits = null, declared = {}) {
  return { name, label, limits, exact_limits, source: name, words: null, part: null, ...declared };
}

// A rule as declared, with its function.
class Rule {
  constructor(calculate, call, declared) {
    const nothing = { chosen: null, full_marks: null, not_above: null, paired: null, rising: null, within: null };
    Object.assign(this, nothing, { calculate, call, lists: [], defaults: new Map() }, declared);
    this.least = call.filter((argument) => !this.defaults.has(argument.source)).length;
    this.most = call.length + 1;
  }

  label(source) {
    return this.call.find((argument) => argument.source === source).label;
  }

  several(source) {
    return this.lists.includes(source);
  }

  compute(args, parameters) {
    return this.calculate(...this.arguments.map((name) => args.get(name)), py.record(parameters));
  }
}

function _float_in(cell) {
  return typeof cell === "string" ? number_in(cell) : cell;
}

// Why a call gives no result.
function _reason(name, given) {
  if (!py.contains(Object.keys(FUNCTIONS), name)) throw new ExcelError(NOT_AVAILABLE, `没有名为“${shorten(name, MAX_QUOTED)}”的函数`);
  const { value, reason } = answered(name, given.map((argument) => (argument === OMITTED ? undefined : argument)));
  return reason !== undefined ? reason : value === BLANK ? STILL_BLANK : NO_PROBLEM;
}
