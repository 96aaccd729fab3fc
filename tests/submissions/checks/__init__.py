"""One defect, one finding: for every check."""
