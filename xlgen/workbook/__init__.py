"""The scoring workbook that accountants fill in: layout, sheets, and writing it."""
