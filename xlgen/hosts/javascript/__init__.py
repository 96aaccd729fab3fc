"""The custom functions for hosts that run JavaScript."""
