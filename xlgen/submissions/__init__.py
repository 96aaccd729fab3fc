"""Submitted workbooks: reads them, scores them by the rules and checks them."""
