"""Word documents: what they say, whoever wrote them."""
