"""What comes back: reading a workbook's inputs and comparing its scores with the rules."""
