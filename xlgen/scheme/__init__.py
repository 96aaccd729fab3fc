"""What a form is: the model of a scheme file, its strict loader and its lint."""
