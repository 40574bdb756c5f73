"""What a post costs a year and an hour: dated costs, on-costs, and the working of each rate."""
