// In the place of Microsoft's office.js: a workbook that is `standing`, and a list of what was done to it.
"use strict";
window.done = [];
(function () {
  const bytes = Uint8Array.from(atob(standing.data), (sign) => sign.charCodeAt(0));
  const later = (done, value) => setTimeout(() => done({ status: value === undefined ? "failed" : "succeeded", value }));
  const file = ({ sliceSize }) => ({
    size: standing.size ?? bytes.length,
    sliceCount: Math.ceil(bytes.length / sliceSize),
    getSliceAsync: (index, then) => later(then, { data: [...bytes.slice(index * sliceSize, (index + 1) * sliceSize)] }),
    closeAsync: (then) => {
      done.push("closed");
      later(then, null);
    },
  });
  window.Office = {
    AsyncResultStatus: { Succeeded: "succeeded", Failed: "failed" },
    FileType: { Compressed: "compressed" },
    onReady: async (then) => then?.({ host: "Excel" }),
    context: {
      requirements: { isSetSupported: () => true },
      document: {
        url: standing.url,
        getFileAsync: (kind, options, then) => later(then, standing.unreadable ? undefined : file(options)),
      },
    },
  };
  window.CustomFunctions = { associate: (name) => done.push(name) };

  // A sheet notes what it is told; what is set is sent with the next sync.
  function context() {
    const waiting = [];
    const range = (sheet, place) => ({
      select: () => waiting.push(`select ${sheet}!${place}`),
      set values(rows) {
        waiting.push({ sheet, rows });
      },
      format: { font: {}, autofitRows: () => {} },
      getRow: () => range(sheet, place),
    });
    const sheet = (name) => ({
      name,
      activate: () => waiting.push(`activate ${name}`),
      getRange: (cells) => range(name, cells),
      getRangeByIndexes: (...place) => range(name, place.join(",")),
      freezePanes: { freezeRows: () => {} },
    });
    const worksheets = {
      items: [],
      load: () => waiting.push("load"),
      getItem: (name) => {
        if (!standing.sheets.includes(name)) waiting.push(new Error("ItemNotFound"));
        return sheet(name);
      },
      add: (name) => {
        if (standing.locked) waiting.push(new Error("AccessDenied"));
        return sheet(name);
      },
    };
    const sync = async () => {
      for (const each of waiting.splice(0)) {
        if (each instanceof Error) throw each;
        if (each === "load") worksheets.items = standing.sheets.map(sheet);
        else done.push(each);
      }
    };
    return { workbook: { worksheets }, sync };
  }
  window.Excel = { run: (work) => work(context()) };
})();
