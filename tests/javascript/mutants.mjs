// The numbers of the scripts that answer every call as expected.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { call, loaded } from "../hosts/javascript/calls.mjs";

const { calls, expected, scripts } = JSON.parse(readFileSync(0, "utf8"));
const asked = calls.map(call);
const plain = (value) => JSON.parse(JSON.stringify(value));
const agrees = (script) => {
  try {
    const { answer } = loaded(script);
    return asked.every((given, number) => isDeepStrictEqual(plain(answer(...given)), expected[number]));
  } catch {
    return false;
  }
};
process.stdout.write(JSON.stringify(scripts.flatMap((script, number) => (agrees(script) ? [number] : []))));
