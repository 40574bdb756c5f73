"""Reckoning a run against what was paid, on plain values."""
