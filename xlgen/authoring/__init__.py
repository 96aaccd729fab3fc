"""What the author of a form and the official who approves it see of it before it is issued."""
