"""Measurements: ratios between things done in the same run, never absolute promises."""
