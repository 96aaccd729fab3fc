"""Reports on what was checked: terminal, HTML, JSON, workbooks, feedback to the units."""
