"""The record of a campaign: what was issued, what was returned and accepted, which results are remembered."""
