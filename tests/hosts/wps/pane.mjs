// Pages of an add-in folder in a browser of a pane's width, with a script in the place of the program: wps.js, or that
// which is given. Reads {folder, chromium, program, scenes: [{page, standing, steps, picture, ask}]}; a step is a
// selector to click, `ask` what to evaluate at the end.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const puppeteer = createRequire(`${process.argv[2]}/`)("puppeteer-core");
const given = JSON.parse(await text(process.stdin));
const program = await readFile(given.program ?? new URL("wps.js", import.meta.url), "utf8");
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});

function seen() {
  const words = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent.trim());
  const state = document.querySelector("#state");
  return {
    state: state && words("#state")[0],
    wrong: Boolean(state) && state.classList.contains("wrong"),
    form: words("#report:not([hidden]) #form")[0] || null,
    verdict: words("#report:not([hidden]) #verdict > *"),
    facts: Object.fromEntries(words("#report:not([hidden]) dt").map((name, at) => [name, words("dd")[at]])),
    points: [...document.querySelectorAll("#report:not([hidden]) .point")].map((each) =>
      [...each.children].map((part) => part.textContent),
    ),
    results: [...document.querySelectorAll("#results:not([hidden]) .result")].map((each) =>
      [...each.children].map((part) => part.textContent),
    ),
    buttons: words(".buttons button:not([hidden])"),
    done: window.done,
    wide: document.documentElement.scrollWidth > window.innerWidth,
  };
}

const results = [];
for (const { page: name, standing, steps, picture, ask } of given.scenes) {
  const page = await browser.newPage();
  const asked = [];
  const complaints = [];
  await page.setViewport({ width: 350, height: 720, deviceScaleFactor: 1.5 });
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.evaluateOnNewDocument(`const standing = ${JSON.stringify(standing)};\n${program}`);
  await page.goto(`${pathToFileURL(given.folder)}/${name}`);
  const idle = () => !document.querySelector("button:disabled") || document.querySelector("#state.wrong");
  await page.waitForFunction(idle);
  for (const step of steps) {
    await (await page.$$(step.split(" #")[0]))[Number(step.split(" #")[1] || 0)].click();
    await page.waitForFunction(idle);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  }
  if (picture) await page.screenshot({ path: picture });
  const answer = ask ? await page.evaluate(ask) : null;
  results.push({ ...(await page.evaluate(seen)), answer, asked, complaints });
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(results));
