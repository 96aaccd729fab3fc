"""Open XML, and no form: a hardened reader and the writing side."""
