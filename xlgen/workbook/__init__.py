"""What the accountant sees: the sheets of a scoring workbook, and writing it."""
