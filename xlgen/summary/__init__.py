"""The summary of all units: scores, ranks, statistics and charts in one workbook."""
