"""The custom functions as a module that Excel's Python can import by name, wherever `udf` was installed.

The VBA of the add-in names this module; xlwings finds the functions in its namespace.
"""

from udf.catalogue import FUNCTIONS

globals().update({name: function.call for name, function in FUNCTIONS.items()})
