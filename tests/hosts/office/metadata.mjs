// Microsoft's own maker of metadata: reads the text of a script, prints what it makes of the functions in it.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { parseTree } = createRequire(`${process.argv[2]}/`)("custom-functions-metadata");
const made = parseTree(JSON.parse(await text(process.stdin)), "functions.js");
process.stdout.write(JSON.stringify({ functions: made.functions, errors: made.extras.flatMap((each) => each.errors) }));
