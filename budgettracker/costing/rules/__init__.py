"""What an hour costs and whose cost it is: sums on plain values, exact in whole numbers, rounded only where the method says."""
