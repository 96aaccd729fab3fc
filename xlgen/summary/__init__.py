"""Summary of all units in one workbook: scores, ranks, statistics and charts."""
