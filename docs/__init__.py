"""Scripts that write parts of the documents."""
