"""Reading what waits for a decision, and what several decisions at once came to."""
