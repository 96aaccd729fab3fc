"""The custom functions in Excel for Windows: the add-in file, its installation, and how it is checked."""
