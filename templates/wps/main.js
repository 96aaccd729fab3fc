// What the ribbon of WPS calls: each button opens the pane, whose address says what it does first.
"use strict";

const PANE_KEY = "xlgen_pane";
const FUNCTIONS_KEY = "xlgen_functions"; // read by the pane: it is another page, and the functions are registered here

/** WPS calls this first. */
function OnAddinLoad() {
  return true;
}

/** @param {{Id: string}} control */
function OnAction(control) {
  const { PluginStorage, Enum } = window.Application;
  const registered = typeof XLGEN !== "undefined" && XLGEN.registered === "WPS";
  PluginStorage.setItem(FUNCTIONS_KEY, registered ? XLGEN.names.length : 0);
  try {
    window.Application.GetTaskPane(Number(PluginStorage.getItem(PANE_KEY))).Delete();
  } catch (error) {
    // there is none yet, or its window is closed
  }
  const folder = decodeURI(location.href).replace(/[^/]*$/, "");
  const pane = window.Application.CreateTaskPane(`${folder}pane.html#do-${control.Id}`, "绩效评价");
  PluginStorage.setItem(PANE_KEY, pane.ID);
  pane.DockPosition = Enum ? Enum.msoCTPDockPositionRight : 2;
  pane.Visible = true;
  return true;
}

/** @param {{Id: string}} control */
function GetImage(control) {
  return `images/${control.Id}.svg`;
}
