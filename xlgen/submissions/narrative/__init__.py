"""What the texts of a form state: amounts, totals, grades, names of evidence, and what a wrong entry was meant as."""
