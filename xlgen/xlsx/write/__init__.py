"""Writing workbooks: cells, styles, row heights, and the bytes of the finished file."""
