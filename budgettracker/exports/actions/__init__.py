"""Deeds around a study's workbook: it is asked for, then built."""
