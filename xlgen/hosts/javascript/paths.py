"""Where what is found, below the address of the server, as far as more than one place must know."""

CALLED = "/call"
"""A call of a function."""
CHECKED = "/check"
"""A workbook to be checked."""
