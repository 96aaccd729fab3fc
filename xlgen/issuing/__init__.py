"""Issuing: a workbook for every unit of a roster, and the record of what became of it."""
