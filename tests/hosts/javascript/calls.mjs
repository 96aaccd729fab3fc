// Calls from standard input, with the file of the script; its answers to standard output.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";

const special = { omitted: () => undefined, number: Number, date: (day) => new Date(day), object: () => ({}) };

const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const [kind] = Object.keys(value);
  return special[kind](value[kind]);
};

/** The object XLGEN of a script. */
export function loaded(script) {
  const context = createContext({});
  runInContext(`${script}\nglobalThis.loaded = XLGEN;`, context);
  return context.loaded;
}

/** A call: the name, and the arguments as a host passes them. */
export const call = ([name, args]) => [name, plain(args)];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { script, calls } = JSON.parse(readFileSync(0, "utf8"));
  const { answer } = loaded(readFileSync(script, "utf8"));
  process.stdout.write(JSON.stringify(calls.map((given) => answer(...call(given)))));
}
