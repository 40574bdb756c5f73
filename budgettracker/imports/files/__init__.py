"""Bytes to rows: CSV and XLSX as authorities save them."""
