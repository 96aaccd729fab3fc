"""The checks of a submitted workbook: one generator per check, whose docstring states what must hold."""
