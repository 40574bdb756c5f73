"""What a run means statistically: means with their uncertainty, the difference between arms, cost over a fixed window."""
