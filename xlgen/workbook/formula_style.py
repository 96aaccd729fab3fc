"""How a workbook computes its scores. Imported by the command line, so it imports nothing heavy."""

from enum import StrEnum


class FormulaStyle(StrEnum):
    """Native formulas that every spreadsheet program computes, or calls of custom functions (Excel for Windows)."""

    NATIVE = "native"
    UDF = "udf"
