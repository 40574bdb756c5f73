"""The tables that funders ask for, reckoned from plain facts of a run."""
