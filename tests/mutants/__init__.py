"""Mutation of the rules: every small change to xlgen/rules must fail a test, or be listed as making no difference."""
