"""The add-in for Microsoft 365: static files that any HTTPS site serves."""
