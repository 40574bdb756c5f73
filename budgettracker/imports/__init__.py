"""Councils' spreadsheets in: read, checked cell by cell, and written as deeds that are audited like any other."""
