"""Who did what, when, from what to what; only added to."""
