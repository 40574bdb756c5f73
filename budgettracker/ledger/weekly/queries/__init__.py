"""Reading for files for finance: account codes, what the next file would hold, and the files that were made."""
