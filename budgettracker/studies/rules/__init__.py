"""What a study may be, what leaves it under which name, and how exactly."""
