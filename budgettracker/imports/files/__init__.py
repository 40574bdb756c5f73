"""Bytes to rows: CSV and XLSX as councils save them."""
