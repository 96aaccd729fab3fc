"""What is written of the findings: for officers, for units, for other programs."""
