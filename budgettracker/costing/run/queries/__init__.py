"""Reading what a run is made of, and what it gave."""
