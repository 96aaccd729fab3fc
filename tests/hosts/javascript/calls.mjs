// Calls from standard input, answers of functions.js to standard output, a line of JSON each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";

const special = { omitted: () => undefined, number: Number, date: (day) => new Date(day), object: () => ({}) };

const revive = (key, value) => {
  const [kind] = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.keys(value) : [];
  return kind in special ? { special: special[kind](value[kind]) } : value;
};

const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  return value !== null && typeof value === "object" ? value.special : value;
};

/** The object XLGEN of a script. */
export function loaded(script) {
  const context = createContext({});
  runInContext(`${script}\nglobalThis.loaded = XLGEN;`, context);
  return context.loaded;
}

/** A call from a line: the name, and the arguments as a host passes them. */
export function call(line) {
  const [name, args] = JSON.parse(line, revive);
  return [name, plain(args)];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { answer } = loaded(readFileSync(process.argv[2], "utf8"));
  const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
  process.stdout.write(lines.map((line) => JSON.stringify(answer(...call(line)))).join("\n"));
}
