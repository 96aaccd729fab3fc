"""What Excel takes at most. It repairs a file, or refuses a formula, where something is longer."""

from __future__ import annotations

from xlgen.rules.expression import TEXT_LIMIT

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
"""The numbers of column XFD and of the last row of a sheet."""
MAX_CELL_TEXT = 32_767
"""Characters in a cell; Excel drops the rest."""
MAX_STRING_LITERAL = TEXT_LIMIT
"""Characters of a text constant in a formula."""
MAX_FORMULA_LENGTH = 8192
"""Characters of a formula, with its =."""
MAX_NESTING = 64
"""Levels of brackets in a formula."""
MAX_FUNCTION_HELP = 255
"""Characters of a text in the function wizard: a function's description, or the help of an argument."""
MAX_OPTION_LIST = 255
"""Characters of the options of a validation, with the commas between them."""
MAX_PROMPT_TITLE, MAX_PROMPT = 32, 255
"""Characters of a validation's input prompt, and of its error message."""
