"""Defective files as units may submit them: one function per defect."""
