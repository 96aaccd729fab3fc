// What Kingsoft's scanner makes of a file of functions. Reads {file}; prints its metadata and the calls that register.
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const { generateFunctionsJson, generateRegister } = createRequire(`${process.argv[2]}/`)("wpsjs/vite_plugins");
const { file } = JSON.parse(await text(process.stdin));
const made = generateFunctionsJson(file, join(mkdtempSync(join(tmpdir(), "xlgen-")), "functions.json"));
const registering = generateRegister(file, readFileSync(file, "utf8"), "XLGEN");
process.stdout.write(JSON.stringify({ ...JSON.parse(made), registering }));
