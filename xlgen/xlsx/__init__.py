"""Open XML: a hardened reader and a writer. Knows workbooks, but nothing of scoring forms."""
