"""What the texts of a form state: amounts, totals, grades and names of evidence."""
