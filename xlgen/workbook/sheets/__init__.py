"""The sheets of a scoring workbook, one module each."""
