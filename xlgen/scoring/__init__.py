"""Scoring a filled form: what a unit filled in, and the points that come of it."""
