"""财政复核: forms drawn from those that count, reviewed item by item, answered by their units, and settled."""
