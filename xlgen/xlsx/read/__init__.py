"""Reads workbooks from untrusted sources: within limits, executing nothing, explaining every refusal."""
