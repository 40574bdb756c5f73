"""What an hour costs and whose cost it is: exact sums on plain values, rounded only where the method says."""
