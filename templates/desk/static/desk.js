"use strict";
// Everything works without this file but dropping files; it adds progress, copying and dropping.

const job = document.getElementById("job");
if (job && !("ended" in job.dataset)) follow(Number(job.dataset.shown));

async function follow(seen) {
  try {
    const answer = await fetch(job.dataset.progress + "?seen=" + seen);
    const now = await answer.json();
    if (now.ended) return location.reload();
    document.getElementById("job-state").textContent = now.state;
    document.getElementById("job-step").textContent = now.step;
    document.getElementById("job-count").textContent = now.total ? now.done + " / " + now.total : "";
    document.getElementById("job-left").textContent = now.left;
    const bar = document.getElementById("job-bar");
    bar.max = now.total || 1;
    bar.value = now.done;
    const rows = document.getElementById("job-told");
    for (const told of rows ? now.told : []) rows.prepend(rowOf(told));
    while (rows && rows.rows.length > 200) rows.lastElementChild.remove();
    seen = now.shown;
  } catch (error) { // the desk was stopped; it may come back
    document.getElementById("job-state").textContent = "工作台没有应答";
  }
  setTimeout(follow, 700, seen);
}

function rowOf(told) {
  const row = document.createElement("tr");
  for (const text of [told.word, told.who, told.more]) row.insertCell().textContent = text;
  row.cells[0].className = told.word;
  row.cells[2].className = "small";
  if (told.href) {
    const link = document.createElement("a");
    link.href = told.href;
    link.textContent = told.who;
    row.cells[1].replaceChildren(link);
  }
  return row;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = "复制"; }, 2000);
  });
}

// A file may be dropped anywhere on its field.
for (const input of document.querySelectorAll("input[type=file][data-drop]")) {
  const field = input.closest(".field");
  onDrop(field, event => { input.files = event.dataTransfer.files; });
}

// Many files go in several requests; then the checking is begun by an ordinary form.
const drop = document.getElementById("drop");
const MOST_FILES = 40, MOST_BYTES = 40e6;
let waiting = [];
if (drop) {
  onDrop(drop.querySelector(".drop"), event => gather([...event.dataTransfer.items].map(item => item.webkitGetAsEntry())));
  drop.elements.files.addEventListener("change", () => {
    waiting = [...drop.elements.files.files].map(file => ({ file, name: file.name }));
    told(waiting.length + " 个文件，按“收下并审核”");
  });
  drop.addEventListener("submit", event => {
    if (!waiting.length) return;
    event.preventDefault();
    send();
  });
}

async function gather(entries) {
  told("正在数文件…");
  waiting = [];
  for (const entry of entries.filter(Boolean)) await walk(entry);
  told(waiting.length + " 个文件，按“收下并审核”");
}

async function walk(entry) {
  if (entry.isFile) {
    const file = await new Promise((found, failed) => entry.file(found, failed));
    waiting.push({ file, name: entry.fullPath.slice(1) });
    return;
  }
  const reader = entry.createReader();
  for (;;) { // a browser gives a hundred at a time
    const some = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (!some.length) return;
    for (const each of some) await walk(each);
  }
}

async function send() {
  const button = drop.querySelector("button"), bar = document.getElementById("drop-bar"), total = waiting.length;
  button.disabled = true;
  bar.hidden = false;
  try {
    while (waiting.length) {
      const body = new FormData();
      let count = 0, bytes = 0;
      body.append("day", drop.elements.day.value);
      while (count < waiting.length && count < MOST_FILES && (!count || bytes + waiting[count].file.size < MOST_BYTES)) {
        const { file, name } = waiting[count];
        body.append("files", file, name);
        body.append("modified", file.lastModified);
        bytes += file.size;
        count += 1;
      }
      const answer = await fetch(drop.action, { method: "POST", body, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(await answer.text());
      waiting.splice(0, count);
      bar.value = 1 - waiting.length / total;
      told("已收下 " + (total - waiting.length) + " / " + total);
    }
    drop.elements.files.value = ""; // they are there; only the day goes with the form
    drop.action = drop.dataset.check;
    drop.enctype = "application/x-www-form-urlencoded";
    drop.elements.files.disabled = true;
    drop.submit();
  } catch (error) {
    told("没有收下后面的 " + waiting.length + " 个（" + error.message + "）。已收下的都在；再按一次“收下并审核”，接着收");
    button.disabled = false;
  }
}

function told(text) { document.getElementById("drop-state").textContent = text; }

function onDrop(place, taken) {
  place.addEventListener("dragover", event => { event.preventDefault(); place.classList.add("over"); });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", event => { event.preventDefault(); place.classList.remove("over"); taken(event); });
}
