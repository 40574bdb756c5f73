"""Workbooks of any length, in bounded memory: a library of its own that knows no table of this program."""
