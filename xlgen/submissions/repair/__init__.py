"""Puts what stands in a damaged workbook into a fresh one, and says what it could not."""
