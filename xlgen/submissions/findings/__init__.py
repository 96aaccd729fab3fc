"""The complete catalogue of findings in submitted workbooks, one file per part."""
