"""How a workbook computes its scores."""

from enum import StrEnum


class Formulas(StrEnum):
    """By formulas that every spreadsheet computes, or by the functions of an add-in."""

    NATIVE = "native"
    UDF = "udf"  # classic: Excel for Windows
    OFFICEJS = "officejs"  # Microsoft 365
