"""The custom functions in their hosts: Excel for Windows, and JavaScript hosts such as Microsoft 365.

Importing this package makes the package `udf` importable, wherever it was installed.
"""

from xlgen.hosts.shipped_udf import register

register()
