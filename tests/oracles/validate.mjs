// Validates many workbooks and documents in one process: the validator takes seconds to start and a fraction of one per file.
// Arguments: the folder with node_modules, then the files. Prints {file: [errors]} as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, ...files] = process.argv.slice(2);
const found = createRequire(`${tools}/`).resolve("@ooxml-tools/validate");
const { default: validate, ready } = await import(pathToFileURL(found));
await ready();
const results = {};
for (const file of files) {
  results[file] = await validate(new Uint8Array(await readFile(file)), file.endsWith(".docx") ? "docx" : "xlsx", "Microsoft365");
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
