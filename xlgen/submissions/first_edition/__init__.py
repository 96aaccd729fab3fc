"""Workbooks of the first edition, whose inputs stand on a sheet of their own: read, scored and told; nothing else."""
