"""How a workbook computes its scores; what it cannot hold."""

from enum import StrEnum

ADDIN_FILE = "xlgen.xlam"
"""The add-in of Excel for Windows: what a workbook that calls its functions may refer to."""


class Formulas(StrEnum):
    """By formulas that every spreadsheet computes, or by the functions of an add-in."""

    NATIVE = "native"
    UDF = "udf"  # classic: Excel for Windows
    OFFICEJS = "officejs"  # Microsoft 365
