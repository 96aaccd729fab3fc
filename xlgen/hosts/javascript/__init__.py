"""The custom functions and the task pane for Microsoft 365, served over HTTP."""
