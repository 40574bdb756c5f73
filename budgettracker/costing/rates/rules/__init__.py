"""A post's cost built up as the published method does, rounded only where it rounds."""
