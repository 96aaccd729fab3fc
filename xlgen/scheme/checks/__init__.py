"""Checks of a scheme's plain data that the model cannot make: all.py lists them, one file for each subject."""
