// Microsoft's own maker of metadata: reads functions as data, writes them as a programmer would, prints what it makes.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { parseTree } = createRequire(`${process.argv[2]}/`)("custom-functions-metadata");
const written = JSON.parse(await text(process.stdin)).map(({ name, help, arguments: taken }) => {
  const lines = taken.map((each) => {
    const type = each.repeated ? "any[][][]" : "any[][]";
    return ` * @param {${type}} ${each.optional ? `[${each.name}]` : each.name} ${each.help}`;
  });
  const names = [...taken.map((each) => each.name), "invocation"].join(", ");
  return [
    "/**",
    ` * ${help}`,
    ` * @customfunction ${name} ${name}`,
    ...lines,
    " * @param {CustomFunctions.Invocation} invocation Where it is called.",
    " * @requiresAddress",
    " * @requiresParameterAddresses",
    " * @returns {any[][]}",
    " */",
    `function ${name.toLowerCase()}(${names}) {}`,
  ].join("\n");
});
const made = parseTree(written.join("\n"), "functions.js");
const errors = made.extras.flatMap((each) => each.errors);
process.stdout.write(JSON.stringify({ functions: made.functions, errors }));
