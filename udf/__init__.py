"""The scoring rules as custom functions of a spreadsheet, through xlwings."""
