"""What a minute and a purchase count as, and how they are shared over families: exact sums on plain values."""
