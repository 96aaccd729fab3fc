"""The custom functions in their hosts: Excel for Windows, and JavaScript hosts such as Microsoft 365."""
