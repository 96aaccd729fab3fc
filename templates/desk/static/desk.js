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

function onDrop(place, taken) {
  place.addEventListener("dragover", event => { event.preventDefault(); place.classList.add("over"); });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", event => { event.preventDefault(); place.classList.remove("over"); taken(event); });
}
