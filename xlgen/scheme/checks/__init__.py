"""What the model of a scheme cannot see by itself, checked on the plain data."""
