"""Custom functions in Excel for Windows: the add-in file, its installation and its checks."""
