"""Suspicions (疑点): what is odd about a form, or alike in the forms of two units; to sample by, never an error."""
