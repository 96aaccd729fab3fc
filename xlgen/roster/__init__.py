"""Rosters: which units are due, and what is prefilled for each."""
