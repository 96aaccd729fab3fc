"""What is written of a campaign: for the terminal, for programs, as a page, as workbooks, as texts to paste."""
