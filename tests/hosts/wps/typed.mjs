// What TypeScript, at its strictest, has to say of scripts. Reads {files, declared}: paths, and declarations as text;
// Kingsoft's are added. Prints the messages.
import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const ts = createRequire(`${process.argv[2]}/`)("typescript");
const { files, declared } = JSON.parse(await text(process.stdin));
const own = join(mkdtempSync(join(tmpdir(), "xlgen-")), "declared.d.ts");
writeFileSync(own, declared);
const options = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  strict: true,
  target: ts.ScriptTarget.ES2018,
  lib: ["lib.es2018.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
};
const kingsoft = join(process.argv[2], "node_modules/et-jsapi-declare/index.d.ts");
const program = ts.createProgram([...files, own, kingsoft], options);
const messages = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `${file ? file.fileName : ""}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
});
process.stdout.write(JSON.stringify(messages));
