"""Word documents composed of what the other rooms know; `docx/` sets them in type."""
