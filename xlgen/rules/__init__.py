"""The scoring rules, each written once for numbers and for cell references alike.

Knows no form, no spreadsheet library and no xlwings.
"""
