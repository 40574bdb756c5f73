"""A family's budget: limit, position, the door to the money."""
