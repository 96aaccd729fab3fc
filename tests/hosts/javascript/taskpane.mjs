// The task pane in a browser, against the running server. Reads {origin, chromium, scenes: [{standing, steps, picture}]};
// a step is the id of a button, or the number of a finding whose place is clicked. Prints what was then to be seen.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const puppeteer = createRequire(`${process.argv[2]}/`)("puppeteer-core");
const given = JSON.parse(await text(process.stdin));
const office = await readFile(new URL("office.js", import.meta.url), "utf8");
const browser = await puppeteer.launch({
  executablePath: given.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
});

function seen() {
  const words = (each) => each.textContent.trim();
  const findings = [...document.querySelectorAll("#findings li")].map((item) => ({
    code: item.title,
    level: words(item.querySelector(".level")),
    place: item.querySelector(".place") && words(item.querySelector(".place")),
    text: words(item),
  }));
  return {
    state: words(document.querySelector("#state")),
    wrong: document.querySelector("#state").classList.contains("wrong"),
    facts: document.querySelector("#report").hidden ? null : [...document.querySelectorAll("dd")].map(words),
    verdict: words(document.querySelector("#verdict")),
    findings,
    done: window.done,
    wide: document.documentElement.scrollWidth > window.innerWidth,
  };
}

const results = [];
for (const { standing, steps, picture } of given.scenes) {
  const page = await browser.newPage();
  const asked = [];
  const complaints = [];
  await page.setViewport({ width: 350, height: 720, deviceScaleFactor: 2 });
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  if (standing) {
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const body = `const standing = ${JSON.stringify(standing)};\n${office}`;
      if (request.url().endsWith("/office.js")) request.respond({ contentType: "text/javascript", body });
      else request.continue();
    });
  }
  await page.goto(`${given.origin}/taskpane.html`);
  const ready = standing ? () => !document.querySelector("#check").disabled : () => document.querySelector("#state.wrong");
  await page.waitForFunction(ready);
  for (const step of steps) {
    if (typeof step === "number") await (await page.$$(".place"))[step].click();
    else await page.click(`#${step}`);
    await page.waitForFunction(ready);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  }
  if (picture) await page.screenshot({ path: picture });
  results.push({ ...(await page.evaluate(seen)), asked, complaints });
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(results));
