"""Custom functions and the pane in WPS: the add-in's folder, its installation and its checks. Needs no extra."""
