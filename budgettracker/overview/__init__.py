"""Pages that look across all of these: My families, Decisions."""
