"""An authority's rules: cap, bands, categories."""
