"""How points are given: every scoring rule once, for numbers and for cell references alike.

Knows no form, no spreadsheet library and no xlwings.
"""
