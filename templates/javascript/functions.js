// The scoring functions of xlgen 0.1.0 for spreadsheets that run JavaScript, 6440776002b4cdf2.
// Generated from the rules and functions in Python: change those, then `make functions`.
"use strict";

const XLGEN = (function () {
// What the translated functions stand on, written by hand.

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

// Translated from Python.

const _NUMBER = /(?<sign>[-+]?)(?<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?<fraction>\.[0-9]+)?(?<percent>%?)/u;
const FULL_WIDTH = py.table([[65281, 94, 33], [12288, 1, 32], [8722, 1, 45]]);
const WHOLE_FROM = 1e15;
const BLANK = "";
const VALUE = "#VALUE!";
const NOT_AVAILABLE = "#N/A";
const WRONG_COUNT = "参数的个数不对，请对照函数的说明";
const STILL_BLANK = "还有没填的单元格，填好就有结果";
const NO_PROBLEM = "没有问题";
const MAX_QUOTED = 20;
const EXACT = argument("exact", "最后一个参数");
const ERRORS = new Set(["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]);
const YES = "是";
const NO = "否";
const INVISIBLE = /[\u{ad}͏\u{600}-\u{605}\u{61c}\u{6dd}\u{70f}\u{890}\u{891}\u{8e2}ᅟᅠ឴឵᠋-᠏\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}⠀ㅤ︀-️\u{feff}ﾠ\u{fff0}-\u{fffb}\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u;
const ANSWERS = new Map([["是", "是"], ["√", "是"], ["TRUE", "是"], ["否", "否"], ["×", "否"], ["FALSE", "否"]]);
const BOUND = { minimum: 1e-09, maximum: 10, percent: true };
const MAX_NUMBER = 1e14;
const ANY = { minimum: -1e14, maximum: 1e14 };
const LAST = ["其余", "其他"];
const REST = "其余";
const _BOUND = /(>=|<=|<|≤|>|≥)(.+)/u;
const BOUND_NAMES = new Map([["<", "below"], ["≤", "at_most"], [">", "above"], ["≥", "at_least"], [">=", "at_least"], ["<=", "at_most"]]);
const COMPARISON_SIGNS = new Map([["≥", "≥"], [">", "＞"], ["=", "＝"], ["≤", "≤"], ["<", "＜"], [">=", "≥"], ["<=", "≤"]]);
const BELOW = "＜";
const SCALES = new Map([["tiers", tiers], ["curve", curve], ["comparisons", comparisons], ["scores", options], ["bands", bands]]);
const MIN_NUMBER = 1e-09;
const SCORE_PLACES = 2;
const RATE = { minimum: 0, maximum: 1e14, percent: true };
const POSITIVE = { minimum: 1e-09, maximum: 1e14 };
const PERCENT = "%";
const COMPARE_PLACES = 10;
const COMPARISONS = new Map([["<", (a, b) => a < b], ["<=", (a, b) => a <= b], ["=", (a, b) => a === b], [">=", (a, b) => a >= b], [">", (a, b) => a > b]]);
const SIGNED_RATE = { minimum: -1e14, maximum: 1e14, percent: true };
const SCALED_ARGUMENT = argument("rate", "比率", SIGNED_RATE);
const NOT_NEGATIVE = { minimum: 0, maximum: 1e14 };
const DIFFERENCE_PLACES = 12;
const POINTS = argument("points", "满分", POSITIVE, NOT_NEGATIVE);
const QUALITATIVE = "定性";
const EXACTLY = "＝";
const STEP_PLACES = 8;
const SHARE = { minimum: 0, maximum: 1, percent: true };
const WHOLE_TOTAL = { minimum: 0, maximum: 100 };
const DEFAULT_GRADES = new Map([["优", 90], ["良", 80], ["中", 60], ["差", 0]]);
const DIVISION = "#DIV/0!";
const FINEST_SHARE = 0.0001;

class Tier {
  constructor({ below = null, at_most = null, above = null, at_least = null, score }) { Object.assign(this, { below, at_most, above, at_least, score }); }
  get bounds() {
    const bounds = new Map([["below", this.below], ["at_most", this.at_most], ["above", this.above], ["at_least", this.at_least]]);
    return py.items(bounds).filter(([name, value]) => value !== null);
  }
}

class Knot {
  constructor({ at, score }) { Object.assign(this, { at, score }); }
}

class Comparison {
  constructor({ sign, score }) { Object.assign(this, { sign, score }); }
}

class Band {
  constructor({ least, most = null, below = null }) { Object.assign(this, { least, most, below }); }
  get end() {
    if (this.most !== null) {
      return this.most;
    }
    return this.below === null ? 0 : this.below;
  }
  get top() {
    return this.below === null ? this.end : excel_round(this.below - FINEST_SHARE, DIFFERENCE_PLACES);
  }
  holds(share) {
    return this.least <= share && py.truth(this.below === null ? share <= this.end : share < this.end);
  }
  toString() {
    return `${exact_percent(this.end)}${this.below === null ? "" : "（不含）"}至${exact_percent(this.least)}`;
  }
}

function shorten(text, max_length) {
  return py.len(text) <= max_length ? text : `${py.slice(text, undefined, max_length - 1)}…`;
}

function rule_score(rule, given) {
  const values = rule_values(rule, given);
  const taken = new Map(py.items(values).filter(([name, value]) => py.contains(rule.arguments, name)));
  const points = rule.compute(taken, new Map(py.items(values).filter(([name, value]) => !py.contains(taken, name))));
  return is_exact(py.item(given, EXACT.name)) ? Number(points) : excel_round(points, SCORE_PLACES);
}

function rule_values(rule, given) {
  const exact = py.item(given, EXACT.name);
  const values = _scales(rule, given, exact);
  for (const argument of py.list(rule.call)) {
    const cell = py.item(given, argument.name);
    if (!py.contains(values, argument.source) && cell !== OMITTED) {
      values.set(argument.source, _value(rule, argument, cell, exact, values));
    }
  }
  _check(rule, values, exact);
  return values;
}

function _scales(rule, given, exact) {
  const columns = new Map([]);
  for (const argument of py.list(rule.call)) {
    if (argument.part !== null) {
      py.setdefault(columns, argument.source, []).push([argument, py.item(given, argument.name)]);
    }
  }
  return new Map(py.items(columns).map(([name, parts]) => [name, py.item(SCALES, name)(...parts, exact)]));
}

function tiers(bounds, scores, exact) {
  const [argument, cell] = bounds;
  const ordered = !is_exact(exact);
  const [written, points] = [texts(cell, argument.label), _numbers(scores)];
  same_count(argument.label, written, scores[0].label, points);
  if (!py.contains(LAST, py.item(written, -1))) {
    throw new ExcelError(VALUE, `${argument.label}的最后一个应当是“${REST}”`);
  }
  const bounded = py.zip(py.slice(written, undefined, -1), py.slice(points, undefined, -1)).map(([bound, score]) => _tier(bound, score));
  if (py.truth(ordered)) {
    _check_order(bounded);
  }
  return [...bounded, new Tier({ score: py.item(points, -1) })];
}

function is_exact(exact) {
  return exact !== OMITTED && answer(exact, EXACT.label) === YES;
}

function answer(argument, label) {
  return _single(answers(argument, label), label);
}

function _single(values, label) {
  if (py.len(values) > 1) {
    throw new ExcelError(VALUE, `${label}只能是一个单元格，不能是${py.len(values)}个`);
  }
  return values[0];
}

function answers(argument, label) {
  return _read_all(argument, label, _answer);
}

function _read_all(argument, label, read) {
  const all_cells = cells(argument);
  const values = all_cells.filter(cell => !is_blank(cell)).map(cell => read(cell, label));
  if (py.len(values) < py.len(all_cells) || !py.truth(all_cells)) {
    throw new NotFilledInError();
  }
  return values;
}

function cells(argument) {
  return Array.isArray(argument) ? argument.flatMap(item => cells(item)) : [argument];
}

function is_blank(cell) {
  return cell === null || ((typeof cell === "string") && !py.truth(py.strip(cell)));
}

function _answer(cell, label) {
  no_error(cell, label);
  if ((typeof cell === "boolean")) {
    return py.truth(cell) ? YES : NO;
  }
  const written = (typeof cell === "string") ? normalize_text(cell) : "";
  if (!py.contains(ANSWERS, written)) {
    throw new ExcelError(VALUE, `${label}应填“${YES}”或“${NO}”`);
  }
  return py.item(ANSWERS, written);
}

function no_error(cell, label) {
  if ((typeof cell === "string") && py.contains(ERRORS, cell)) {
    throw new ExcelError(cell, `${label}的单元格里是错误值`);
  }
}

function normalize_text(text) {
  return without_spaces(without_invisible(py.normalize("NFKC", text)));
}

function without_spaces(text) {
  return py.join("", py.split(text));
}

function without_invisible(text) {
  return py.sub(INVISIBLE, "", text);
}

function texts(argument, label) {
  return _read_all(argument, label, _text);
}

function _text(cell, label) {
  no_error(cell, label);
  if (!(typeof cell === "string")) {
    throw new ExcelError(VALUE, `${label}应填文字`);
  }
  return normalize_text(cell);
}

function _numbers(column) {
  const [argument, cell] = column;
  return numbers(cell, argument.label, _limits(argument));
}

function numbers(argument, label, limits) {
  return _read_all(argument, label, (cell, name) => _number(cell, name, limits));
}

function _number(cell, label, limits) {
  no_error(cell, label);
  if ((typeof cell === "boolean") || !py.isinstance(cell, ["number", "string"])) {
    throw new ExcelError(VALUE, `${label}应填数字，不能是日期或TRUE、FALSE`);
  }
  const value = _float_in(cell);
  if (value === null || !Number.isFinite(value)) {
    throw new ExcelError(VALUE, `${label}“${_cut((typeof cell === "string") ? cell : "")}”不是数字`);
  }
  if (!(limits.minimum <= value && value <= limits.maximum)) {
    throw new ExcelError(VALUE, `${label}是${py.general(value + 0, 10)}，${_allowed(limits, value)}`);
  }
  return value;
}

function _cut(quoted) {
  return shorten(quoted, MAX_QUOTED);
}

function _allowed(limits, value) {
  if (limits === BOUND) {
    return `应当大于0，不超过${py.general(limits.maximum * 100, 6)}%`;
  }
  if (limits.maximum < MAX_NUMBER) {
    const [low, high] = [limits.minimum, limits.maximum].map(end => py.truth(limits.percent) ? `${py.general(end * 100, 6)}%` : `${py.general(end, 6)}`);
    return `应当在${low}至${high}之间`;
  }
  return Math.abs(value) > MAX_NUMBER ? "太大" : limits.minimum > 0 ? "应当大于0" : "不能小于0";
}

function _limits(argument) {
  return argument.limits === null ? ANY : argument.limits;
}

function same_count(label, first, other, second) {
  if (py.len(first) !== py.len(second)) {
    throw new ExcelError(VALUE, `${label}有${py.len(first)}个，${other}有${py.len(second)}个，应当一样多`);
  }
}

function _tier(bound, score) {
  const match = py.fullmatch(_BOUND, bound);
  if (match === null) {
    throw new ExcelError(VALUE, `界限应写成“≥90%”“＜5%”“≤3”的样子，最后一个写“${REST}”`);
  }
  return new Tier({ score, ...py.record(new Map([[py.item(BOUND_NAMES, match[1]), number(match[2], "界限", ANY)]])) });
}

function number(argument, label, limits) {
  return _single(numbers(argument, label, limits), label);
}

function _check_order(bounded) {
  for (const [sides, sign] of [[["above", "at_least"], -1], [["below", "at_most"], 1]]) {
    const widths = bounded.flatMap(tier => tier.bounds.filter(([name, value]) => py.contains(sides, name)).map(([name, value]) => [sign * value, sides.indexOf(name)]));
    if (py.any(py.pairwise(widths).map(([[earlier, side_before], [later, side]]) => later < earlier || (later === earlier && side <= side_before)))) {
      throw new ExcelError(VALUE, "界限的顺序不对，后面的一档永远达不到：≥、＞从大到小写，≤、＜从小到大写");
    }
  }
}

function curve(knots, scores, _exact) {
  const [at, points] = [_numbers(knots), _numbers(scores)];
  const label = knots[0].label;
  same_count(label, at, scores[0].label, points);
  if (py.len(at) < 2 || py.any(py.pairwise(at).map(([before, after]) => after <= before))) {
    throw new ExcelError(VALUE, `${label}至少要有两个，从小到大`);
  }
  return py.zip(at, points).map(([place, score]) => new Knot({ at: place, score }));
}

function comparisons(signs, scores, _exact) {
  const [argument, cell] = signs;
  const [written, points] = [texts(cell, argument.label), _numbers(scores)];
  same_count(argument.label, written, scores[0].label, points);
  return py.zip(written, points).map(([sign, score]) => new Comparison({ sign: py.item(COMPARISON_SIGNS, one_of(sign, py.list(COMPARISON_SIGNS), argument.label)), score }));
}

function one_of(chosen, options, label) {
  if (!py.contains(options, chosen)) {
    throw new ExcelError(NOT_AVAILABLE, `${label}“${_cut(chosen)}”不在可选的内容（${_cut(py.join("、", options))}）之中`);
  }
  return chosen;
}

function options(choices, scores, _exact) {
  const [argument, cell] = choices;
  const [written, points] = [names(cell, argument.label), _numbers(scores)];
  same_count(argument.label, written, scores[0].label, points);
  return new Map(py.zip(written, points));
}

function names(argument, label) {
  const listed = texts(argument, label);
  for (const name of py.list(listed)) {
    if (py.count(listed, name) > 1) {
      throw new ExcelError(VALUE, `${label}中“${_cut(name)}”重复`);
    }
  }
  return listed;
}

function bands(grades, least, most, _exact) {
  const [argument, cell] = grades;
  const [written, lower] = [names(cell, argument.label), _numbers(least)];
  const open_ends = cells(most[1]).filter(end => !is_blank(end)).map(end => _is_open(end));
  const upper = _numbers([most[0], cells(most[1]).map(end => _is_open(end) ? py.slice(py.strip(end), 1, undefined) : end)]);
  same_count(argument.label, written, least[0].label, lower);
  same_count(argument.label, written, most[0].label, upper);
  const found = new Map([]);
  for (const [name, low, high, is_open] of py.zip(written, lower, upper, open_ends)) {
    if (low > high || high === 0 || (py.truth(is_open) && low === high)) {
      throw new ExcelError(VALUE, `${argument.label}“${name}”的下限大于上限，或者上限是0`);
    }
    found.set(name, py.truth(is_open) ? new Band({ least: low, below: high }) : new Band({ least: low, most: high }));
  }
  return found;
}

function _is_open(end) {
  return (typeof end === "string") && normalize_text(end).startsWith(normalize_text(BELOW));
}

function _value(rule, argument, cell, exact, values) {
  const several = rule.several(argument.source);
  if (rule.within !== null && rule.within[0] === argument.source) {
    const [_, chosen, scale] = rule.within;
    same_count(rule.label(chosen), py.item(values, chosen), argument.label, cells(cell));
    return shares(argument, cells(cell), py.item(values, chosen), py.item(values, scale));
  }
  if (argument.words !== null) {
    const words = new Map(py.items(argument.words).map(([word, meaning]) => [normalize_text(word), meaning]));
    return py.item(words, one_of(text(cell, argument.label), py.list(words), argument.label));
  }
  if (argument.limits !== null) {
    let limits = argument.limits;
    if (argument.exact_limits !== null && is_exact(exact)) {
      limits = argument.exact_limits;
    }
    return (py.truth(several) ? numbers : number)(cell, argument.label, limits);
  }
  if (rule.chosen !== null && rule.chosen[0] === argument.source) {
    return _chosen(argument, cell, py.list(py.item(values, rule.chosen[1])), several);
  }
  return (py.truth(several) ? answers : answer)(cell, argument.label);
}

function shares(argument, written, grades, known) {
  return py.zip(written, grades).map(([cell, grade]) => _share_in_band(argument, cell, py.item(known, grade), grade));
}

function _share_in_band(argument, cell, band, grade) {
  const blank = is_blank(cell);
  if (py.truth(blank) && band.least === 0) {
    throw new NotFilledInError();
  }
  const share = py.truth(blank) ? 0 : number(cell, argument.label, _limits(argument));
  if (py.truth(share) && !band.holds(share)) {
    throw new ExcelError(VALUE, `${argument.label}${py.general(share * 100, 6)}%不在“${grade}”的${band}之内`);
  }
  return share;
}

function text(argument, label) {
  return _single(texts(argument, label), label);
}

function _chosen(argument, cell, options, several) {
  if (!py.truth(several)) {
    return one_of(text(cell, argument.label), options, argument.label);
  }
  const chosen = cells(cell).map(choice => one_of(text(choice, argument.label), options, argument.label));
  if (!py.truth(chosen)) {
    throw new NotFilledInError();
  }
  return chosen;
}

function _check(rule, values, exact) {
  const parameters = ({ ...py.record(new Map([...rule.defaults, ...values])) });
  if (rule.paired !== null) {
    let [first, second] = rule.paired;
    same_count(rule.label(first), py.item(values, first), rule.label(second), parameters[second]);
  }
  if (!py.contains(values, "points") && rule.full_marks !== null) {
    values.set("points", rule.full_marks(parameters));
  }
  if (is_exact(exact)) {
    return;
  }
  if (rule.rising !== null) {
    const steps = rule.rising.names.flatMap(name => cells(parameters[name]));
    if (py.any(py.pairwise(steps).map(([before, after]) => after < before))) {
      throw new ExcelError(VALUE, `${rule.rising.label}应当从小到大；可能漏写了一个参数`);
    }
  }
  if (rule.not_above !== null) {
    let [first, second] = rule.not_above;
    if (py.item(values, first) > py.item(values, second)) {
      throw new ExcelError(VALUE, `${rule.label(first)}大于${rule.label(second)}`);
    }
  }
  if (py.item(values, "points") < MIN_NUMBER) {
    throw new ExcelError(VALUE, "满分应当大于0");
  }
}

function quarter_exec_score(progress, { points = 6, pace = [0.25, 0.5, 0.75, 1], quarter_points = 1, average_points = 2 }) {
  const rates = py.zip(progress, pace).map(([reached, due]) => reached / due);
  const quarters = total(rates.map(rate => minimum(rate, 1) * quarter_points));
  return quarters + (minimum(mean(rates), 1) * average_points);
}

function total(items) {
  const [first, ...rest] = items;
  let result = first;
  for (const item of py.list(rest)) {
    result = result + item;
  }
  return result;
}

function minimum(first, second) {
  return py.min(first, second);
}

function mean(items) {
  return total(items) / Number(py.len(items));
}

function tier_score(rate, { points, tiers, unit = PERCENT }) {
  const tests = new Map([["below", below], ["at_most", at_most], ["above", above], ["at_least", at_least]]);
  const [last, ...bounded] = py.rest_first(tiers);
  let result = last.score;
  for (const tier of py.reversed(bounded)) {
    const [[name, bound]] = tier.bounds;
    result = when(py.item(tests, name)(rate, bound), tier.score, result);
  }
  return result;
}

function below(value, bound) {
  return _compared(value, "<", bound);
}

function _compared(left, sign, right) {
  const [first, second] = [excel_round(left, COMPARE_PLACES), excel_round(right, COMPARE_PLACES)];
  return py.item(COMPARISONS, sign)(first, second);
}

function at_most(value, bound) {
  return _compared(value, "<=", bound);
}

function above(value, bound) {
  return _compared(value, ">", bound);
}

function at_least(value, bound) {
  return _compared(value, ">=", bound);
}

function when(condition, then, otherwise) {
  return py.truth(condition) ? then : otherwise;
}

function interpolation_score(rate, { points, curve, unit = PERCENT }) {
  let [after, ...starts] = py.rest_first(curve);
  let result = after.score;
  for (const before of py.reversed(starts)) {
    const [gain, width] = [difference(after.score, before.score), difference(after.at, before.at)];
    const line = difference((rate * gain) / width, ((before.at * gain) / width) - before.score);
    result = when(below(rate, after.at), line, result);
    after = before;
  }
  return when(below(rate, after.at), after.score, result);
}

function difference(whole, part) {
  return rounded(whole - part, DIFFERENCE_PLACES);
}

function rounded(value, places) {
  return excel_round(value, places);
}

function ratio_score(rate, { points, over = "full" }) {
  const proportional = minimum(maximum(rate, 0), 1) * points;
  return over === "zero" ? when(above(rate, 1), 0, proportional) : proportional;
}

function maximum(first, second) {
  return py.max(first, second);
}

function inverse_ratio_score(rate, { points }) {
  return minimum(maximum(difference(points, rate * points), 0), points);
}

function target_score(actual, target, sign, { points, reverse = "excess" }) {
  const [reached, goal] = [maximum(actual, 0), maximum(target, 0)];
  const whole = when(equals(sign, QUALITATIVE), 1, goal);
  const up = minimum(quotient(reached * points, whole, points, when(equals(sign, EXACTLY), 0, points)), points);
  const excess = difference(points * 2, quotient(reached * points, goal, 0, points * 2));
  const share = quotient(goal * points, reached, points, points);
  const down = minimum(reverse === "excess" ? maximum(excess, 0) : share, points);
  const rising = any_of(["≥", "＞", EXACTLY, QUALITATIVE].map(known => equals(sign, known)));
  const falling = any_of(["≤", "＜"].map(known => equals(sign, known)));
  return when(rising, up, when(falling, down, 0));
}

function equals(left, right) {
  return left === right;
}

function quotient(numerator, denominator, both_zero, base_zero) {
  if (denominator === 0) {
    return numerator === 0 ? both_zero : base_zero;
  }
  return numerator / denominator;
}

function any_of(conditions) {
  return py.any(conditions);
}

function comparison_score(amount, others, { points, comparisons, otherwise = 0 }) {
  const holds = new Map([["≥", at_least], ["＞", above], ["＝", same], ["≤", at_most], ["＜", below]]);
  let result = otherwise;
  for (const [other, comparison] of py.reversed(py.list(py.zip(others, comparisons)))) {
    result = when(py.item(holds, comparison.sign)(amount, other), comparison.score, result);
  }
  return result;
}

function same(value, bound) {
  return _compared(value, "=", bound);
}

function step_deduct_score(rate, { points, free, step, each, direction = "above", unit = PERCENT }) {
  const beyond = direction === "above" ? rate - free : free - rate;
  return maximum(difference(points, whole_steps(beyond, step) * each), 0);
}

function whole_steps(amount, step) {
  const steps = rounded(maximum(amount, 0) / step, STEP_PLACES);
  return Number(Math.floor(steps));
}

function deduct_score(counts, { points, each }) {
  const lost = total(py.zip(counts, each).map(([count, worth]) => count * worth));
  return maximum(difference(points, lost), 0);
}

function sized_deduct_score(missed, due, { points, size, each_above, each_within }) {
  const each = when(above(due, size), each_above, each_within);
  return maximum(difference(points, missed * each), 0);
}

function criteria_score(answers, { points, each }) {
  return total(py.zip(answers, each).map(([answer, worth]) => when(equals(answer, YES), worth, 0)));
}

function choice_score(answer, { points, scores }) {
  let result = 0;
  for (const [option, score] of py.reversed(py.list(py.items(scores)))) {
    result = when(equals(answer, option), score, result);
  }
  return result;
}

function completion_score(completion, { points, pass_at = 0.6, full_at = 1, excess_above = 1.5, excess_share = 0.5 }) {
  const reached = when(above(completion, excess_above), points * excess_share, minimum(completion / full_at, 1) * points);
  return when(below(completion, pass_at), 0, reached);
}

function band_score(grades, shares, { points, bands }) {
  const reached = py.zip(grades, shares).map(([grade, share]) => _share(grade, share, bands));
  return mean(reached) * points;
}

function _share(grade, share, bands) {
  let result = 0;
  for (const [name, band] of py.reversed(py.list(py.items(bands)))) {
    const exact = maximum(minimum(share, band.end), band.least);
    result = when(equals(grade, name), py.truth(band.least) ? when(equals(share, 0), band.top, exact) : exact, result);
  }
  return result;
}

function GRADE(total, grade_names = OMITTED, cut_offs = OMITTED) {
  if (grade_names === OMITTED && cut_offs === OMITTED) {
    return grade_of(excel_round(number(total, "总分", WHOLE_TOTAL), SCORE_PLACES), DEFAULT_GRADES);
  }
  if (grade_names === OMITTED || cut_offs === OMITTED) {
    throw new ExcelError(VALUE, "等次的名称和分数线须一同给出");
  }
  const [known, bounds] = [names(grade_names, "等次"), numbers(cut_offs, "分数线", NOT_NEGATIVE)];
  same_count("等次", known, "分数线", bounds);
  if (py.len(new Set(bounds)) < py.len(bounds)) {
    throw new ExcelError(VALUE, "分数线不能重复");
  }
  const reached = excel_round(number(total, "总分", NOT_NEGATIVE), SCORE_PLACES);
  return grade_of(reached, new Map(py.zip(known, bounds)));
}

function grade_of(total, cut_offs) {
  const [lowest, ...better] = py.rest_first(py.sorted(cut_offs, { key: (name) => -py.item(cut_offs, name) }));
  let grade = lowest;
  for (const name of py.reversed(better)) {
    grade = chosen(at_least(total, py.item(cut_offs, name)), name, grade);
  }
  return grade;
}

function chosen(condition, then, otherwise) {
  return py.truth(condition) ? then : otherwise;
}

function EXEC_RATE(actual, budget, if_zero = OMITTED) {
  const spent = number(actual, "实际支出数", NOT_NEGATIVE);
  return _rate(spent, number(budget, "预算数", NOT_NEGATIVE), "预算数", if_zero);
}

function _rate(part, whole, label, if_zero) {
  const otherwise = if_zero === OMITTED ? null : number(if_zero, "除数是0时的结果", ANY);
  if (Math.abs(whole) >= MIN_NUMBER) {
    return part / whole;
  }
  if (otherwise === null) {
    throw new ExcelError(DIVISION, `${label}是0，无法计算`);
  }
  return otherwise;
}

function COMPLETION_RATE(done, planned, if_zero = OMITTED) {
  const finished = number(done, "完成数", NOT_NEGATIVE);
  return _rate(finished, number(planned, "计划数", NOT_NEGATIVE), "计划数", if_zero);
}

function CHANGE_RATE(this_year, last_year, if_zero = OMITTED) {
  const [now, before] = [number(this_year, "本年数", ANY), number(last_year, "上年数", ANY)];
  return _rate(now - before, before, "上年数", if_zero);
}

function STACK(...values) {
  const stacked = values.flatMap(value => cells(value));
  for (const cell of py.list(stacked)) {
    no_error(cell, "所排的单元格");
    if (!is_blank(cell) && !py.isinstance(cell, ["boolean", "number", "string"])) {
      throw new ExcelError(VALUE, "所排的单元格应填数字或文字，不能是日期");
    }
  }
  return stacked.map(cell => [is_blank(cell) ? BLANK : cell]);
}

function SCORE_REASON(function_name, ...values) {
  return _reason(text(function_name, "函数的名称").toUpperCase(), values);
}

const FUNCTIONS = {
  QUARTER_EXEC_SCORE: new Rule(quarter_exec_score, [
    argument("progress", "累计支出进度", RATE, ANY),
    argument("pace", "序时进度", BOUND),
    argument("quarter_points", "每季分值", POSITIVE),
    argument("average_points", "平均分值", POSITIVE),
  ], { arguments: ["progress"], lists: ["progress", "pace"], defaults: new Map([["points", 6], ["pace", [0.25, 0.5, 0.75, 1]], ["quarter_points", 1], ["average_points", 2]]), paired: ["progress", "pace"], rising: { names: ["pace"], label: "序时进度" }, full_marks: (parameters) => (py.len(parameters.pace) * parameters.quarter_points) + parameters.average_points }),
  TIER_SCORE: new Rule(tier_score, [
    SCALED_ARGUMENT,
    argument("bounds", "界限", null, null, { source: "tiers", part: true }),
    argument("scores", "得分", NOT_NEGATIVE, null, { source: "tiers", part: true }),
  ], { arguments: ["rate"], defaults: new Map([["unit", "%"]]), full_marks: (parameters) => py.max(parameters.tiers.map(tier => tier.score)) }),
  INTERPOLATION_SCORE: new Rule(interpolation_score, [
    SCALED_ARGUMENT,
    argument("knots", "各点", ANY, null, { source: "curve", part: true }),
    argument("scores", "得分", NOT_NEGATIVE, null, { source: "curve", part: true }),
  ], { arguments: ["rate"], defaults: new Map([["unit", "%"]]), full_marks: (parameters) => py.max(parameters.curve.map(knot => knot.score)) }),
  RATIO_SCORE: new Rule(ratio_score, [
    argument("rate", "比率", RATE, ANY),
    POINTS,
    argument("over", "超过100%时", null, null, { words: new Map([["满分", "full"], ["零分", "zero"]]) }),
  ], { arguments: ["rate"], defaults: new Map([["over", "full"]]) }),
  INVERSE_RATIO_SCORE: new Rule(inverse_ratio_score, [
    argument("rate", "比率", RATE, ANY),
    POINTS,
  ], { arguments: ["rate"] }),
  TARGET_SCORE: new Rule(target_score, [
    argument("actual", "完成值", ANY),
    argument("target", "目标值", NOT_NEGATIVE, ANY),
    argument("sign", "目标的符号", null, null, { words: new Map([["≥", "≥"], ["＞", "＞"], ["＝", "＝"], ["≤", "≤"], ["＜", "＜"], ["定性", "定性"], [">=", "≥"], ["<=", "≤"]]) }),
    POINTS,
    argument("reverse", "反向的算法", null, null, { words: new Map([["超出比例", "excess"], ["目标÷完成", "quotient"]]) }),
  ], { arguments: ["actual", "target", "sign"], defaults: new Map([["reverse", "excess"]]) }),
  COMPARISON_SCORE: new Rule(comparison_score, [
    argument("amount", "所比较的数", ANY),
    argument("others", "所对照的数", ANY),
    argument("signs", "符号", null, null, { source: "comparisons", part: true }),
    argument("scores", "得分", NOT_NEGATIVE, null, { source: "comparisons", part: true }),
    argument("otherwise", "其余的得分", NOT_NEGATIVE),
  ], { arguments: ["amount", "others"], lists: ["others"], defaults: new Map([["otherwise", 0]]), paired: ["others", "comparisons"], full_marks: (parameters) => py.max(parameters.otherwise, ...parameters.comparisons.map(comparison => comparison.score)) }),
  STEP_DEDUCT_SCORE: new Rule(step_deduct_score, [
    SCALED_ARGUMENT,
    POINTS,
    argument("free", "不扣分的比率", NOT_NEGATIVE),
    argument("step_size", "一档", POSITIVE, null, { source: "step" }),
    argument("step_loss", "每档扣分", POSITIVE, null, { source: "each" }),
    argument("direction", "方向", null, null, { words: new Map([["高于", "above"], ["低于", "below"]]) }),
  ], { arguments: ["rate"], defaults: new Map([["direction", "above"], ["unit", "%"]]) }),
  DEDUCT_SCORE: new Rule(deduct_score, [
    argument("counts", "次数", NOT_NEGATIVE, ANY),
    POINTS,
    argument("losses", "每次扣分", POSITIVE, null, { source: "each" }),
  ], { arguments: ["counts"], lists: ["counts", "each"], paired: ["counts", "each"] }),
  SIZED_DEDUCT_SCORE: new Rule(sized_deduct_score, [
    argument("missed", "没有办的项数", NOT_NEGATIVE),
    argument("due", "应办的项数", NOT_NEGATIVE),
    POINTS,
    argument("size", "分界的项数", POSITIVE),
    argument("loss_above", "超过分界的扣分", POSITIVE, null, { source: "each_above" }),
    argument("loss_within", "不超过分界的扣分", POSITIVE, null, { source: "each_within" }),
  ], { arguments: ["missed", "due"], not_above: ["missed", "due"] }),
  CRITERIA_SCORE: new Rule(criteria_score, [
    argument("answers_given", "是否符合", null, null, { source: "answers" }),
    argument("worths", "分值", NOT_NEGATIVE, null, { source: "each" }),
  ], { arguments: ["answers"], lists: ["answers", "each"], paired: ["answers", "each"], full_marks: (parameters) => py.sum(parameters.each) }),
  CHOICE_SCORE: new Rule(choice_score, [
    argument("chosen", "所选的一项", null, null, { source: "answer" }),
    argument("options", "选项", null, null, { source: "scores", part: true }),
    argument("scores", "得分", NOT_NEGATIVE, null, { part: true }),
  ], { arguments: ["answer"], chosen: ["answer", "scores"], full_marks: (parameters) => py.max([0, ...py.values(parameters.scores)]) }),
  COMPLETION_SCORE: new Rule(completion_score, [
    argument("completion", "完成率", RATE, ANY),
    POINTS,
    argument("pass_at", "得分的界限", BOUND),
    argument("full_at", "满分的界限", BOUND),
    argument("excess_above", "偏高的界限", BOUND),
    argument("excess_share", "偏高的得分比例", SHARE),
  ], { arguments: ["completion"], defaults: new Map([["pass_at", 0.6], ["full_at", 1], ["excess_above", 1.5], ["excess_share", 0.5]]), rising: { names: ["pass_at", "full_at", "excess_above"], label: "得分、满分、偏高的界限" } }),
  BAND_SCORE: new Rule(band_score, [
    argument("grades", "档次"),
    argument("shares", "比例", SHARE),
    POINTS,
    argument("band_names", "档次", null, null, { source: "bands", part: true }),
    argument("band_least", "下限", SHARE, null, { source: "bands", part: true }),
    argument("band_most", "上限", SHARE, null, { source: "bands", part: true }),
  ], { arguments: ["grades", "shares"], lists: ["grades", "shares"], chosen: ["grades", "bands"], within: ["shares", "grades", "bands"] }),
  GRADE: { least: 1, most: 3, call: GRADE },
  EXEC_RATE: { least: 2, most: 3, call: EXEC_RATE },
  COMPLETION_RATE: { least: 2, most: 3, call: COMPLETION_RATE },
  CHANGE_RATE: { least: 2, most: 3, call: CHANGE_RATE },
  STACK: { least: 0, most: Infinity, call: STACK },
  SCORE_REASON: { least: 1, most: Infinity, call: SCORE_REASON },
};

// What a host passes in, and what comes out; written by hand.

// Error values and an argument left out, as COM counts them and WPS passes them.
const ERRORS_BY_NUMBER = new Map([
  [-2146826288, "#NULL!"],
  [-2146826281, "#DIV/0!"],
  [-2146826273, "#VALUE!"],
  [-2146826265, "#REF!"],
  [-2146826259, "#NAME?"],
  [-2146826252, "#NUM!"],
  [-2146826246, "#N/A"],
]);
const MISSING = "-2147352572"; // alone, or in a range

// A cell, or rows of cells: blank is null, an error value its text.
function as_cells(given) {
  if (Array.isArray(given)) return given.map(as_cells);
  if (given === undefined || given === null) return null;
  return ERRORS_BY_NUMBER.has(given) ? ERRORS_BY_NUMBER.get(given) : given;
}

// The arguments in order. Null is a blank cell, or an argument left out where that is allowed.
function as_arguments(name, given) {
  const { least, most } = FUNCTIONS[name];
  if (given.length > most) throw new ExcelError(VALUE, WRONG_COUNT);
  const read = given.map((argument, place) => {
    const omitted = argument === undefined || String(argument) === MISSING || (argument === null && place >= least);
    return omitted ? OMITTED : as_cells(argument);
  });
  const passed = read.slice(0, read.map((argument) => argument !== OMITTED).lastIndexOf(true) + 1);
  if (passed.length < least || passed.slice(0, least).includes(OMITTED)) throw new ExcelError(VALUE, WRONG_COUNT);
  return most < Infinity ? passed : passed.map((argument) => (argument === OMITTED ? null : argument));
}

function computed(name, given) {
  const found = FUNCTIONS[name];
  const read = as_arguments(name, given);
  if (!(found instanceof Rule)) return found.call(...read);
  const names = [...found.call.map((argument) => argument.name), EXACT.name];
  return rule_score(found, new Map(names.map((name, place) => [name, place < read.length ? read[place] : OMITTED])));
}

// { value }, or { error, reason }.
function answered(name, given) {
  try {
    return { value: computed(name, given) };
  } catch (error) {
    if (error instanceof NotFilledInError) return { value: BLANK };
    if (error instanceof ExcelError) return { error: error.name, reason: error.message };
    return { error: VALUE, reason: `函数出了错（${error}）。请把公式和所填的数发给维护人员` };
  }
}

return { version: "0.1.0", digest: "6440776002b4cdf2", names: Object.keys(FUNCTIONS), registered: "", answer: answered };
})();

/**
 * 季度预算执行率得分：各季末累计支出进度÷序时进度为该季执行率。每季按执行率得分，封顶为每季分值；四季执行率的平均数（100%封顶）再得平均分值。只给进度时按深圳表计算，满分6分。
 * @customfunction
 * @param {any[][]} progress 各季度末的累计支出进度，按季度先后，一行或一列，如B2:E2；不要漏了百分号：92.99就是9299%
 * @param {any[][]} [pace] 可省略：各季度末的序时进度，一行或一列；省略时为25%、50%、75%、100%
 * @param {any[][]} [quarter_points] 可省略：每个季度的分值；省略时为1分
 * @param {any[][]} [average_points] 可省略：四个季度平均执行率的分值；省略时为2分
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function QUARTER_EXEC_SCORE(progress, pace, quarter_points, average_points, exact) { return hosted("QUARTER_EXEC_SCORE", arguments); }

/**
 * 分档得分：从第一档起依次对照界限，比率（或名次等数）落在哪一档就得哪一档的分。
 * @customfunction
 * @param {any[][]} rate 比率（或天数、名次等数），一个单元格，如92.99%；可以是负数。不要漏了百分号：92.99就是9299%
 * @param {any[][]} bounds 各档的界限，一行或一列，每格写成“≥90%”“＜5%”（名次等数写成“≤3”）的样子，最后一格写“其余”；从第一档起依次对照，≥、＞从大到小写，≤、＜从小到大写
 * @param {any[][]} scores 各档的得分，一行或一列，与界限一一对应
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function TIER_SCORE(rate, bounds, scores, exact) { return hosted("TIER_SCORE", arguments); }

/**
 * 插值得分：各点之间按比例计算（直线内插），低于第一点的得第一点的分，高于最后一点的得最后一点的分。
 * @customfunction
 * @param {any[][]} rate 比率（或天数、名次等数），一个单元格，如92.99%；可以是负数。不要漏了百分号：92.99就是9299%
 * @param {any[][]} knots 各点的比率（或数），一行或一列，从小到大，如80%、95%
 * @param {any[][]} scores 各点的得分，一行或一列，与各点一一对应
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function INTERPOLATION_SCORE(rate, knots, scores, exact) { return hosted("INTERPOLATION_SCORE", arguments); }

/**
 * 按比率得分：比率×满分。超过100%的得满分，表格规定得0分的，第三个参数写“零分”。
 * @customfunction
 * @param {any[][]} rate 比率，一个单元格，如92.99%；不能小于0。不要漏了百分号：92.99就是9299%
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} [over] 可省略：比率超过100%时得“满分”还是“零分”；省略时得满分
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function RATIO_SCORE(rate, points, over, exact) { return hosted("RATIO_SCORE", arguments); }

/**
 * 按比率反向得分：（1－比率）×满分，扣完为止。
 * @customfunction
 * @param {any[][]} rate 比率，一个单元格，如92.99%；不能小于0。不要漏了百分号：92.99就是9299%
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function INVERSE_RATIO_SCORE(rate, points, exact) { return hosted("INVERSE_RATIO_SCORE", arguments); }

/**
 * 对照目标值得分：达到目标值得满分；未达到的，≥、＞、＝按完成值÷目标值，≤、＜按（1－超出部分÷目标值），定性的按达到的比例。负数按0计。
 * @customfunction
 * @param {any[][]} actual 实际完成值，一个单元格；定性的填达到的比例，如85%
 * @param {any[][]} target 目标值（年度指标值），一个单元格；定性的填100%
 * @param {any[][]} sign ≥、＞、＝、≤、＜或定性，一个单元格
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} [reverse] 可省略：≤、＜未达到时，按“超出比例”（1－超出部分÷目标值）还是按“目标÷完成”计；省略时按超出比例
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function TARGET_SCORE(actual, target, sign, points, reverse, exact) { return hosted("TARGET_SCORE", arguments); }

/**
 * 比较得分：把一个数依次与所对照的数比较，第一个成立的，得那一档的分；都不成立的，得其余的分。金额逐分比较。
 * @customfunction
 * @param {any[][]} amount 所比较的数，一个单元格，如结余
 * @param {any[][]} others 所对照的数，一个单元格，或一行、一列，与它同一金额单位，如上年结转
 * @param {any[][]} signs 各次比较的符号≥、＞、＝、≤、＜，一行或一列，与所对照的数一一对应
 * @param {any[][]} scores 各次比较成立时的得分，一行或一列，与符号一一对应
 * @param {any[][]} [otherwise] 可省略：都不成立时的得分；省略时为0分
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function COMPARISON_SCORE(amount, others, signs, scores, otherwise, exact) { return hosted("COMPARISON_SCORE", arguments); }

/**
 * 逐档扣分：比率超出（或不足）的部分每满一档扣若干分，不满一档的不扣，扣完为止。
 * @customfunction
 * @param {any[][]} rate 比率（或天数、名次等数），一个单元格，如92.99%；可以是负数。不要漏了百分号：92.99就是9299%
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} free 不扣分的比率，如10%；从它算起，超出（或不足）的部分才扣分
 * @param {any[][]} step_size 一档有多大，如1%；不满一档的不扣
 * @param {any[][]} step_loss 每满一档扣多少分
 * @param {any[][]} [direction] 可省略：比率“高于”还是“低于”不扣分的比率时扣分；省略时为高于
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function STEP_DEDUCT_SCORE(rate, points, free, step_size, step_loss, direction, exact) { return hosted("STEP_DEDUCT_SCORE", arguments); }

/**
 * 逐次扣分：满分减去各类情形的次数×每次扣分，扣完为止。
 * @customfunction
 * @param {any[][]} counts 各类情形发生的次数（酌情扣分的填应扣的分数），一行或一列；没有发生的填0
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} losses 各类情形每次扣多少分，一行或一列，与次数一一对应；酌情扣分的填1
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function DEDUCT_SCORE(counts, points, losses, exact) { return hosted("DEDUCT_SCORE", arguments); }

/**
 * 按规模扣分：每缺1项扣多少分，要看应办的项数是否超过分界；扣完为止。
 * @customfunction
 * @param {any[][]} missed 没有办的有几项
 * @param {any[][]} due 应当办的有几项
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} size 分界的项数：应办的超过它，按超过的扣分标准；正好等于它的，按不超过的扣分标准
 * @param {any[][]} loss_above 应办的超过分界时，每缺1项扣多少分
 * @param {any[][]} loss_within 应办的不超过分界时，每缺1项扣多少分
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function SIZED_DEDUCT_SCORE(missed, due, points, size, loss_above, loss_within, exact) { return hosted("SIZED_DEDUCT_SCORE", arguments); }

/**
 * 逐项达标得分：符合（是）的各得其分，不符合（否）的不得分。
 * @customfunction
 * @param {any[][]} answers_given 各项标准是否符合，一行或一列，每格填“是”或“否”（√、×，TRUE、FALSE也可以）
 * @param {any[][]} worths 各项标准的分值，一行或一列，与是否符合一一对应
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function CRITERIA_SCORE(answers_given, worths, exact) { return hosted("CRITERIA_SCORE", arguments); }

/**
 * 选项得分：选哪一项，得哪一项的分。不在选项之中的显示#N/A。
 * @customfunction
 * @param {any[][]} chosen 所选的一项，一个单元格，文字须与选项之一相同
 * @param {any[][]} options 全部选项，一行或一列
 * @param {any[][]} scores 各选项的得分，一行或一列，与选项一一对应
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function CHOICE_SCORE(chosen, options, scores, exact) { return hosted("CHOICE_SCORE", arguments); }

/**
 * 目标完成率得分：低于60%不得分，60%至100%按比例，100%至150%满分，超过150%得一半。四个界限都可以另给。
 * @customfunction
 * @param {any[][]} completion 比率，一个单元格，如92.99%；不能小于0。不要漏了百分号：92.99就是9299%
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} [pass_at] 可省略：完成率低于它不得分；省略时为60%
 * @param {any[][]} [full_at] 可省略：完成率达到它得满分；省略时为100%
 * @param {any[][]} [excess_above] 可省略：完成率超过它算明显偏高；省略时为150%
 * @param {any[][]} [excess_share] 可省略：明显偏高的得满分的百分之几；省略时为50%
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function COMPLETION_SCORE(completion, points, pass_at, full_at, excess_above, excess_share, exact) { return hosted("COMPLETION_SCORE", arguments); }

/**
 * 分档按比例得分：各评价要点平均分配满分，按各自档次之内的比例得分。比例不在档次之内的显示#VALUE!。
 * @customfunction
 * @param {any[][]} grades 各评价要点的档次，一行或一列，如达成、部分达成、未达成
 * @param {any[][]} shares 各评价要点在档次之内的比例，一行或一列，与档次一一对应；空着或填0的按该档最高的比例，下限为0的一档必须填
 * @param {any[][]} points 满分是多少分
 * @param {any[][]} band_names 全部档次的名称，一行或一列
 * @param {any[][]} band_least 各档比例的下限，一行或一列，与名称一一对应，如80%
 * @param {any[][]} band_most 各档比例的上限，一行或一列，与名称一一对应，如100%；不含上限的写成“＜80%”的样子
 * @param {any[][]} [exact] 可省略：TRUE为不四舍五入到分
 * @returns {any[][]} 结果
 */
function BAND_SCORE(grades, shares, points, band_names, band_least, band_most, exact) { return hosted("BAND_SCORE", arguments); }

/**
 * 等次：总分达到哪个等次的分数线就是哪个等次，正好在线上的算高的一等。只给总分时：90分优，80分良，60分中，其余差。
 * @customfunction
 * @param {any[][]} total 总分，一个单元格；不给分数线时为0至100
 * @param {any[][]} [grade_names] 可省略：各等次的名称，一行或一列；省略时为优、良、中、差。须与分数线一同给出
 * @param {any[][]} [cut_offs] 可省略：各等次的分数线，一行或一列，与名称一一对应，最低一等写0；省略时为90、80、60、0
 * @returns {any[][]} 结果
 */
function GRADE(total, grade_names, cut_offs) { return hosted("GRADE", arguments); }

/**
 * 预算执行率：实际支出数÷预算数，结果是比率（单元格请设为百分比格式）。
 * @customfunction
 * @param {any[][]} actual 实际支出数，一个单元格
 * @param {any[][]} budget 预算数（按表格规定的口径），一个单元格，与支出数同一金额单位
 * @param {any[][]} [if_zero] 可省略：除数是0时的结果，按表格的规定填写，如100%；省略时显示#DIV/0!
 * @returns {any[][]} 结果
 */
function EXEC_RATE(actual, budget, if_zero) { return hosted("EXEC_RATE", arguments); }

/**
 * 完成率：完成数÷计划数，办结率、及时率、利用率、覆盖率也这样算；结果是比率（单元格请设为百分比格式）。
 * @customfunction
 * @param {any[][]} done 完成（办结、达标）的数量，一个单元格
 * @param {any[][]} planned 计划（应当办结、应当达标）的数量，一个单元格
 * @param {any[][]} [if_zero] 可省略：除数是0时的结果，按表格的规定填写，如100%；省略时显示#DIV/0!
 * @returns {any[][]} 结果
 */
function COMPLETION_RATE(done, planned, if_zero) { return hosted("COMPLETION_RATE", arguments); }

/**
 * 变动率：（本年数－上年数）÷上年数，减少的是负数；结果是比率（单元格请设为百分比格式）。
 * @customfunction
 * @param {any[][]} this_year 本年数，一个单元格
 * @param {any[][]} last_year 上年数（或变动前的数），一个单元格，与本年数同一金额单位
 * @param {any[][]} [if_zero] 可省略：除数是0时的结果，按表格的规定填写，如100%；省略时显示#DIV/0!
 * @returns {any[][]} 结果
 */
function CHANGE_RATE(this_year, last_year, if_zero) { return hosted("CHANGE_RATE", arguments); }

/**
 * 把不相邻的单元格排成一列，供要求“一行或一列”的参数使用，如DEDUCT_SCORE的次数。
 * @customfunction
 * @param {any[][]} [values] 一个单元格，或一行、一列单元格；空着的保留为空
 * @returns {any[][]} 结果
 */
function STACK(...values) { return hosted("STACK", arguments); }

/**
 * 得不出结果的原因：写函数的名称，再写同样的参数，说明这样写为什么得不出结果；能得出结果的显示“没有问题”。
 * @customfunction
 * @param {any[][]} function_name 函数的名称，写在引号里，如"RATIO_SCORE"
 * @param {any[][]} [values] 与原来的公式相同的参数，依次写
 * @returns {any[][]} 结果
 */
function SCORE_REASON(function_name, ...values) { return hosted("SCORE_REASON", arguments); }

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
  Api.AddCustomFunction(in_rows(QUARTER_EXEC_SCORE));
  Api.AddCustomFunction(in_rows(TIER_SCORE));
  Api.AddCustomFunction(in_rows(INTERPOLATION_SCORE));
  Api.AddCustomFunction(in_rows(RATIO_SCORE));
  Api.AddCustomFunction(in_rows(INVERSE_RATIO_SCORE));
  Api.AddCustomFunction(in_rows(TARGET_SCORE));
  Api.AddCustomFunction(in_rows(COMPARISON_SCORE));
  Api.AddCustomFunction(in_rows(STEP_DEDUCT_SCORE));
  Api.AddCustomFunction(in_rows(DEDUCT_SCORE));
  Api.AddCustomFunction(in_rows(SIZED_DEDUCT_SCORE));
  Api.AddCustomFunction(in_rows(CRITERIA_SCORE));
  Api.AddCustomFunction(in_rows(CHOICE_SCORE));
  Api.AddCustomFunction(in_rows(COMPLETION_SCORE));
  Api.AddCustomFunction(in_rows(BAND_SCORE));
  Api.AddCustomFunction(in_rows(GRADE));
  Api.AddCustomFunction(in_rows(EXEC_RATE));
  Api.AddCustomFunction(in_rows(COMPLETION_RATE));
  Api.AddCustomFunction(in_rows(CHANGE_RATE));
  Api.AddCustomFunction(in_rows(STACK));
  Api.AddCustomFunction(in_rows(SCORE_REASON));
  XLGEN.registered = "ONLYOFFICE";
}
