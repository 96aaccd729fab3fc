"""How a workbook computes its scores. Imported by the command line, so it imports nothing heavy."""

from enum import StrEnum

ADDIN_FILE = "xlgen.xlam"
"""File name of the add-in for Excel for Windows; a workbook that calls its functions may refer to it."""


class FormulaStyle(StrEnum):
    """Native formulas that every spreadsheet program computes, or calls of custom functions (Excel for Windows)."""

    NATIVE = "native"
    UDF = "udf"
