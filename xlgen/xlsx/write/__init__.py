"""Writing workbooks: cells, styles, row heights, and the finished bytes."""
